namespace ConversationGrid.Contracts;

/// <summary>A conversation as lists, the inbox and pushes show it. Mood, priority and intent are analysis: who may not see that gets none.</summary>
/// <param name="WaitingSince">When the customer began to wait for a human, while it does.</param>
/// <param name="SlaDueAt">When the next target of its service level is missed.</param>
/// <param name="SlaState"><c>running</c>, <c>warned</c> or <c>breached</c>; null without a service level.</param>
/// <param name="Value">What the customer is worth to the company, 0 to 3; for staff only.</param>
/// <param name="Risk">How likely the customer is to lose patience, 0 to 1.</param>
/// <param name="ReadableTo">The last event that the viewer may read, because the conversation went to others; null: all.</param>
/// <param name="Question">What the customer asked last in this episode, greetings, thanks and wishes for a person left out; for staff only.</param>
/// <param name="Rating">The customer's score of the last episode, 1 to 5; null where there is none.</param>
public sealed record ListedConversation(
    string ConversationId, ConversationStatus State, string CustomerId, string? CustomerName, string Channel, string Locale, string? Queue, AgentName? Agent,
    int Episode, long LastSeq, string? LastText, double? Mood, int? Priority, string? Intent, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? WaitingSince = null, IReadOnlyList<string>? Labels = null, DateTimeOffset? SnoozedUntil = null, DateTimeOffset? SlaDueAt = null,
    string? SlaState = null,
    double? Risk = null, int? Value = null, long? ReadableTo = null, string? Question = null, int? Rating = null);

/// <summary>A conversation as it is now, for staff who follow it.</summary>
/// <param name="Parties">Who may see it.</param>
/// <param name="Left">Whether it went from somebody since it was told last: out of a queue, or from its agent.</param>
/// <param name="LeftQueue">The queue that it went out of; null for none.</param>
public sealed record LiveChange(ListedConversation Conversation, ConversationParties Parties, bool Left, string? LeftQueue);

/// <summary>What somebody may see.</summary>
/// <param name="Everything">A supervisor looks: all of the workspace.</param>
/// <param name="Queues">Queues of the agents who are connected.</param>
/// <param name="Agents">Those agents.</param>
public sealed record LiveInterest(bool Everything, IReadOnlyList<string> Queues, IReadOnlyList<string> Agents)
{
    public static readonly LiveInterest None = new(false, [], []);

    public bool IsNone => !Everything && Queues.Count == 0 && Agents.Count == 0;

    /// <summary>Whether a change is of interest, for what it is or for what it was.</summary>
    public bool Covers(LiveChange change) =>
        Everything || (change.Parties.WaitsIn is { } queue && Queues.Contains(queue)) || (change.LeftQueue is { } left && Queues.Contains(left))
        || (change.Parties.OfferedTo is { } offered && Agents.Contains(offered)) || change.Parties.Agents.Any(a => Agents.Contains(a.AgentId));
}
