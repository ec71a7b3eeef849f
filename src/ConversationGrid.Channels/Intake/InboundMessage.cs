using ConversationGrid.Contracts;

namespace ConversationGrid.Channels.Intake;

/// <summary>What a customer wrote on a channel that is not live. Nobody proved who wrote it.</summary>
/// <param name="CustomerId">The customer that the address stands for.</param>
/// <param name="ClientId">Names the message: the same one again changes nothing.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="FiledBy">Name of the account that files it, as staff see it.</param>
public sealed record InboundMessage(string Workspace, string Channel, string CustomerId, string ClientId, string Text, MessageOrigin Origin, string FiledBy)
{
    /// <summary>The conversation that it belongs to; null: it begins its own, or goes on with the one that <see cref="Thread"/> names.</summary>
    public string? Into { get; init; }

    /// <summary>Names the conversation among the customer's; null: that of <see cref="ClientId"/>.</summary>
    public string? Thread { get; init; }

    public string? Name { get; init; }
    public string? Email { get; init; }

    /// <summary>Language of the message as the channel tells it, e.g. <c>ms</c>.</summary>
    public string? Locale { get; init; }
    public string? Topic { get; init; }

    /// <summary>The queue in which it waits for a human where nothing else says so.</summary>
    public string? Queue { get; init; }

    /// <inheritdoc cref="PostMessage.Automatic"/>
    public bool Automatic { get; init; }

    /// <summary>Files that came with it.</summary>
    public IReadOnlyList<InboundFile> Files { get; init; } = [];

    /// <summary>What a message says of files that are not kept, by their names.</summary>
    public Func<IReadOnlyList<string>, string> TellsLeftOut { get; init; } = names => $"[{string.Join(", ", names)}]";
}

/// <summary>A file that came with a message.</summary>
/// <param name="Open">What it holds; null for one that is only named.</param>
public sealed record InboundFile(string Name, Func<Stream>? Open);

/// <summary>Where a message went, or why it went nowhere.</summary>
public sealed record InboundResult(string ConversationId, long Seq, Refusal? Refusal = null);
