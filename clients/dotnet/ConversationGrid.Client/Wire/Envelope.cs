namespace ConversationGrid.Client.Wire;

/// <summary>Who caused an event.</summary>
/// <param name="Kind"><c>customer</c>, <c>agent</c>, <c>bot</c> or <c>system</c>.</param>
public sealed record Party(string Kind, string? Id, string? Name);

/// <summary>An event as its audience sees it.</summary>
/// <param name="Seq">Its number in the conversation.</param>
/// <param name="Prev">The number of the event before this one that the same audience may see; 0 for the first.</param>
public sealed record Envelope(string ConversationId, long Seq, long Prev, string Type, DateTimeOffset At, Party By, EventData? Data);

/// <summary>The answer to Resume, Open and Watch: a page of events, and the last one that there is.</summary>
public sealed record Slice(IReadOnlyList<Envelope> Events, long Last);

/// <summary>The confirmation that something is durable.</summary>
public sealed record Receipt(string ConversationId, long Seq, DateTimeOffset? At = null);
