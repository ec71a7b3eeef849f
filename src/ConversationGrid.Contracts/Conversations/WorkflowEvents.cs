namespace ConversationGrid.Contracts;

/// <summary>Labels changed.</summary>
[Event("labelled", Audience.Staff)]
public sealed record Labelled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, IReadOnlyList<string> Added, IReadOnlyList<string> Removed)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>Custom fields changed; null after an erasure.</summary>
[Event("fieldsSet", Audience.Staff)]
public sealed record FieldsSet(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, [property: Personal, SeenBy(Audience.Internal)] IReadOnlyList<CustomField>? Fields)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    /// <summary>The changed fields by name; null for one that was cleared.</summary>
    [WireOnly, WireName("fields")]
    public IReadOnlyDictionary<string, string?> FieldsByName => (Fields ?? []).ToDictionary(f => f.Name, f => f.Value);
}

/// <summary>The urgency was set.</summary>
/// <param name="Ticket">Number of the new place in the line, where the conversation waits in one; 0 where it does not.</param>
[Event("priorityChanged", Audience.Staff)]
public sealed record PriorityChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, int Priority, [property: SeenBy(Audience.Internal)] long Ticket)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>What the customer is worth to the company is known, or changed.</summary>
/// <param name="Value">0 to 3.</param>
/// <param name="Ticket">Number of the new place in the line, where the conversation waits in one; 0 where it does not.</param>
[Event("valueChanged", Audience.Staff)]
public sealed record ValueChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, int Value, [property: SeenBy(Audience.Internal)] long Ticket)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The conversation was put aside; its agent has room again.</summary>
[Event("snoozed", Audience.Staff)]
public sealed record Snoozed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, DateTimeOffset Until) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A snooze is over; the conversation waits again.</summary>
/// <param name="Reason"><c>due</c>, <c>customer</c> or <c>agent</c>.</param>
[Event("unsnoozed", Audience.Staff)]
public sealed record Unsnoozed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string Reason) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The clocks were stopped for somebody outside, or go on.</summary>
[Event("holdChanged", Audience.Staff)]
public sealed record HoldChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, bool OnHold) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>This conversation goes on in another one.</summary>
[Event("merged", Audience.Everyone)]
public sealed record Merged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string Into) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>Another conversation goes on in this one.</summary>
[Event("absorbed", Audience.Staff)]
public sealed record Absorbed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string From, IReadOnlyList<string> Labels)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>It is spam.</summary>
[Event("markedSpam", Audience.Staff)]
public sealed record MarkedSpam(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The customer may not write here any more, or may again.</summary>
[Event("blockChanged", Audience.Staff)]
public sealed record BlockChanged(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, bool Blocked) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A macro ran; what it did follows.</summary>
/// <param name="Version">Which version of the macro.</param>
/// <param name="ClientKey">Fingerprint of the caller and its client id.</param>
[Event("macroApplied", Audience.Staff)]
public sealed record MacroApplied(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string MacroId, long Version, [property: SeenBy(Audience.Internal)] long ClientKey)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A supervisor writes beside the agent from now on.</summary>
[Event("joined", Audience.Everyone)]
public sealed record Joined(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A supervisor who wrote beside the agent is gone.</summary>
[Event("left", Audience.Everyone)]
public sealed record Left(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A rule held, and did what follows.</summary>
/// <param name="Version">Which version of the rule.</param>
/// <param name="Trigger">What it reacted to.</param>
/// <param name="Actions">What it did, by name; empty when all of it was so already.</param>
[Event("ruleApplied", Audience.Staff)]
public sealed record RuleApplied(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string RuleId, long Version, string Trigger, IReadOnlyList<string> Actions)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A time rule waits for its moment.</summary>
[Event("ruleScheduled")]
public sealed record RuleScheduled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string RuleId, DateTimeOffset DueAt)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>A time rule does not wait any more.</summary>
[Event("ruleUnscheduled")]
public sealed record RuleUnscheduled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string RuleId) : ConversationEvent(At, ByKind, ById, ByName);
