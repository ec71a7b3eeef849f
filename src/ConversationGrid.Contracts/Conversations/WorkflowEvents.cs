namespace ConversationGrid.Contracts;

/// <summary>Labels changed.</summary>
public sealed record Labelled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>Custom fields changed; null after an erasure.</summary>
public sealed record FieldsSet(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, IReadOnlyList<CustomField>? Fields)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public IReadOnlyList<CustomField>? Fields { get; init; } = Fields;
}

/// <summary>The urgency was set.</summary>
/// <param name="Ticket">Number of the new place in the line, where the conversation waits in one; 0 where it does not.</param>
public sealed record PriorityChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, int Priority, long Ticket)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>What the customer is worth to the company is known, or changed.</summary>
/// <param name="Value">0 to 3.</param>
/// <param name="Ticket">Number of the new place in the line, where the conversation waits in one; 0 where it does not.</param>
public sealed record ValueChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, int Value, long Ticket)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The conversation was put aside; its agent has room again.</summary>
public sealed record Snoozed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, DateTimeOffset Until) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A snooze is over; the conversation waits again.</summary>
/// <param name="Reason"><c>due</c>, <c>customer</c> or <c>agent</c>.</param>
public sealed record Unsnoozed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string Reason) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The clocks were stopped for somebody outside, or go on.</summary>
public sealed record HoldChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, bool OnHold) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>This conversation goes on in another one.</summary>
public sealed record Merged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string Into) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>Another conversation goes on in this one.</summary>
public sealed record Absorbed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string From, IReadOnlyList<string> Labels)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>It is spam.</summary>
public sealed record MarkedSpam(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The customer may not write here any more, or may again.</summary>
public sealed record BlockChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, bool Blocked) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A macro ran; what it did follows.</summary>
/// <param name="Version">Which version of the macro.</param>
/// <param name="ClientKey">Fingerprint of the caller and its client id.</param>
public sealed record MacroApplied(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string MacroId, long Version, long ClientKey)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A supervisor writes beside the agent from now on.</summary>
public sealed record Joined(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A supervisor who wrote beside the agent is gone.</summary>
public sealed record Left(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A rule held, and did what follows.</summary>
/// <param name="Version">Which version of the rule.</param>
/// <param name="Trigger">What it reacted to.</param>
/// <param name="Actions">What it did, by name; empty when all of it was so already.</param>
public sealed record RuleApplied(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string RuleId, long Version, string Trigger, IReadOnlyList<string> Actions)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A time rule waits for its moment.</summary>
public sealed record RuleScheduled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string RuleId, DateTimeOffset DueAt)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A time rule does not wait any more.</summary>
public sealed record RuleUnscheduled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string RuleId) : ConversationEvent(At, ByKind, ById, ByName);
