namespace ConversationGrid.Contracts;

/// <summary>Labels changed; null after an erasure.</summary>
[Event("labelled", Audience.Staff)]
public sealed record Labelled([property: Personal] IReadOnlyList<string>? Added, [property: Personal] IReadOnlyList<string>? Removed) : ConversationEvent;

/// <summary>Custom fields changed; null after an erasure.</summary>
[Event("fieldsSet", Audience.Staff)]
public sealed record FieldsSet([property: Personal, SeenBy(Audience.Internal)] IReadOnlyList<CustomField>? Fields) : ConversationEvent
{
    /// <summary>The changed fields by name; null for one that was cleared.</summary>
    [NotStored, WireName("fields")]
    public IReadOnlyDictionary<string, string?> FieldsByName => (Fields ?? []).ToDictionary(f => f.Name, f => f.Value);
}

/// <summary>The urgency was set.</summary>
/// <param name="Ticket">Number of the new place in the line, where the conversation waits in one; 0 where it does not.</param>
[Event("priorityChanged", Audience.Staff)]
public sealed record PriorityChanged(int Priority, [property: SeenBy(Audience.Internal)] long Ticket) : ConversationEvent;

/// <summary>What the customer is worth to the company is known, or changed.</summary>
/// <param name="Value">0 to 3.</param>
/// <param name="Ticket">Number of the new place in the line, where the conversation waits in one; 0 where it does not.</param>
[Event("valueChanged", Audience.Staff)]
public sealed record ValueChanged(int Value, [property: SeenBy(Audience.Internal)] long Ticket) : ConversationEvent;

/// <summary>The conversation was put aside; its agent has room again.</summary>
[Event("snoozed", Audience.Staff)]
public sealed record Snoozed(DateTimeOffset Until) : ConversationEvent;

/// <summary>A snooze is over; the conversation waits again.</summary>
/// <param name="Reason"><c>due</c>, <c>customer</c> or <c>agent</c>.</param>
[Event("unsnoozed", Audience.Staff)]
public sealed record Unsnoozed(string Reason) : ConversationEvent;

/// <summary>The clocks were stopped for somebody outside, or go on.</summary>
[Event("holdChanged", Audience.Staff)]
public sealed record HoldChanged(bool OnHold) : ConversationEvent;

/// <summary>This conversation goes on in another one.</summary>
[Event("merged", Audience.Everyone)]
public sealed record Merged(string Into) : ConversationEvent;

/// <summary>Another conversation goes on in this one.</summary>
[Event("absorbed", Audience.Staff)]
public sealed record Absorbed(string From, [property: Personal] IReadOnlyList<string>? Labels) : ConversationEvent;

/// <summary>It is spam.</summary>
[Event("markedSpam", Audience.Staff)]
public sealed record MarkedSpam : ConversationEvent;

/// <summary>The customer may not write here any more, or may again.</summary>
[Event("blockChanged", Audience.Staff)]
public sealed record BlockChanged(bool Blocked) : ConversationEvent;

/// <summary>A macro ran; what it did follows.</summary>
/// <param name="Version">Which version of the macro.</param>
/// <param name="ClientKey">Fingerprint of the caller and its client id.</param>
[Event("macroApplied", Audience.Staff)]
public sealed record MacroApplied(string MacroId, long Version, [property: SeenBy(Audience.Internal)] long ClientKey) : ConversationEvent;

/// <summary>A supervisor writes beside the agent from now on.</summary>
[Event("joined", Audience.Everyone)]
public sealed record Joined : ConversationEvent;

/// <summary>A supervisor who wrote beside the agent is gone.</summary>
[Event("left", Audience.Everyone)]
public sealed record Left : ConversationEvent;

/// <summary>A rule held, and did what follows.</summary>
/// <param name="Version">Which version of the rule.</param>
/// <param name="Trigger">What it reacted to.</param>
/// <param name="Actions">What it did, by name; empty when all of it was so already.</param>
[Event("ruleApplied", Audience.Staff)]
public sealed record RuleApplied(string RuleId, long Version, string Trigger, IReadOnlyList<string> Actions) : ConversationEvent;

/// <summary>A time rule waits for its moment.</summary>
[Event("ruleScheduled")]
public sealed record RuleScheduled(string RuleId, DateTimeOffset DueAt) : ConversationEvent;

/// <summary>A time rule does not wait any more.</summary>
[Event("ruleUnscheduled")]
public sealed record RuleUnscheduled(string RuleId) : ConversationEvent;
