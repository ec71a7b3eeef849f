using System.Text.Json;

namespace ConversationGrid.Client.Wire;

/// <summary>Who caused an event.</summary>
/// <param name="Kind"><c>customer</c>, <c>agent</c>, <c>bot</c> or <c>system</c>.</param>
public sealed record Party(string Kind, string? Id, string? Name);

/// <summary>An event as its audience sees it.</summary>
/// <param name="Seq">Its number in the conversation.</param>
/// <param name="Prev">The number of the event before this one that the same audience may see; 0 for the first.</param>
public sealed record Envelope(string ConversationId, long Seq, long Prev, string Type, DateTimeOffset At, Party By, EventData? Data)
{
    /// <summary>Type of a message.</summary>
    public const string MessagePosted = "messagePosted";

    /// <summary>Type of an agents' note.</summary>
    public const string NotePosted = "notePosted";
}

/// <summary>The data of every event type in one shape; what a type does not have is null.</summary>
public sealed record EventData
{
    public string? Text { get; init; }

    public string? ClientId { get; init; }

    public IReadOnlyList<CitationLink>? Citations { get; init; }

    public IReadOnlyList<string>? QuickReplies { get; init; }

    /// <summary>What was understood of the message; agents and supervisors only.</summary>
    public JsonElement? Analysis { get; init; }

    public string? Channel { get; init; }

    public string? Locale { get; init; }

    public bool? AiDisclosure { get; init; }

    public string? Reason { get; init; }

    public string? Queue { get; init; }

    public string? AgentId { get; init; }

    public string? Name { get; init; }

    public string? Disposition { get; init; }

    public int? Score { get; init; }

    public string? Comment { get; init; }
}

/// <summary>An article that an answer rests on.</summary>
public sealed record CitationLink(string ArticleId, string? Title, string? Url);

/// <summary>The answer to Resume, Open and Watch: a page of events, and the last one that there is.</summary>
public sealed record Slice(IReadOnlyList<Envelope> Events, long Last);

/// <summary>The confirmation that something is durable.</summary>
public sealed record Receipt(string ConversationId, long Seq, DateTimeOffset? At = null);
