namespace ConversationGrid.Contracts;

/// <summary>Where a conversation stands.</summary>
public enum ConversationStatus
{
    None = 0,
    /// <summary>The assistant answers.</summary>
    Bot,
    /// <summary>A human was asked for; nobody is offered the conversation yet.</summary>
    Waiting,
    /// <summary>One agent may take it until the offer ends.</summary>
    Offered,
    /// <summary>One agent answers.</summary>
    Assigned,
    Resolved,
    Closed,
    /// <summary>Put aside until a moment; nobody has it. A customer sees it as waiting.</summary>
    Snoozed,
}

/// <summary>A conversation at one moment. Staff-only members are null in a customer's view.</summary>
/// <param name="Mood">Smoothed mood of the customer, -1 (worst) to 1 (best).</param>
/// <param name="Priority">0 (whenever) to 3 (now).</param>
/// <param name="Value">What the customer is worth to the company, 0 to 3.</param>
/// <param name="Risk">0 (calm) to 1 (the customer is about to lose patience).</param>
/// <param name="ReadableTo">The last event that the caller may read, because the conversation went to others; null: all, and it follows what comes.</param>
/// <param name="Parties">Whose it is and was; for the grid alone.</param>
/// <param name="TransferredBy">The colleague who transferred it to the queue where it waits; null where none did.</param>
/// <param name="Erased">Whether what was said in it was removed.</param>
/// <param name="WaitingSince">When the customer began to wait for a human, while it does.</param>
public sealed record ConversationView(
    string ConversationId,
    ConversationStatus State,
    string CustomerId,
    string? CustomerName,
    string Channel,
    string Locale,
    int Episode,
    long LastSeq,
    DateTimeOffset StartedAt,
    DateTimeOffset UpdatedAt,
    AgentName? Agent,
    string? Queue,
    OfferView? Offer,
    DateTimeOffset? WaitingSince,
    double? Mood,
    int? Priority,
    string? Language,
    string? Intent,
    double? Risk = null,
    IReadOnlyList<string>? Labels = null,
    IReadOnlyList<CustomField>? Fields = null,
    DateTimeOffset? SnoozedUntil = null,
    bool OnHold = false,
    string? MergedInto = null,
    IReadOnlyList<SlaClockView>? Sla = null,
    string? AssignmentId = null,
    int? Value = null,
    long? ReadableTo = null,
    ConversationParties? Parties = null,
    AgentName? TransferredBy = null,
    bool Erased = false);

/// <summary>A clock of the service level as staff see it. While it is paused it has no due time, and <paramref name="LeftSeconds"/> stands still.</summary>
/// <param name="State"><c>running</c>, <c>paused</c>, <c>warned</c>, <c>breached</c> or <c>done</c>.</param>
/// <param name="LeftSeconds">Working time left when it was computed, below 0 when the target was missed; only while paused.</param>
public sealed record SlaClockView(string Metric, string State, DateTimeOffset? DueAt, long? LeftSeconds);

/// <summary>An agent, as customers and colleagues see it.</summary>
public sealed record AgentName(string Id, string Name);

/// <summary>A conversation that an agent may take.</summary>
public sealed record OfferView(string OfferId, string ConversationId, string AgentId, string Queue, DateTimeOffset ExpiresAt);
