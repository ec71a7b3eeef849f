namespace ConversationGrid.Contracts;

/// <summary>Where a task that the assistant does for the customer stands.</summary>
public enum TaskStage
{
    None = 0,
    /// <summary>A value is asked for.</summary>
    Filling,
    /// <summary>The customer must prove who it is.</summary>
    Verifying,
    /// <summary>The customer is shown what will be done, and must agree.</summary>
    Confirming,
    /// <summary>The tool runs.</summary>
    Running,
}

/// <summary>One value of a task, as the tool takes it.</summary>
public sealed record TaskSlot(string Name, string Value)
{
    /// <summary>Values by name, in their order.</summary>
    public static IReadOnlyDictionary<string, string> ByName(IReadOnlyList<TaskSlot>? slots) => (slots ?? []).ToDictionary(s => s.Name, s => s.Value);
}

/// <summary>A task at one moment.</summary>
/// <param name="Asking">The slot that is asked for, while it is.</param>
/// <param name="NeedsProof">Whether it runs only for a customer who proved its identity.</param>
/// <param name="NeedsConsent">Whether it changes something, so that it runs only after the customer agreed to just these values.</param>
/// <param name="Tries">Answers to the present question that did not fit.</param>
public sealed record TaskProgress(
    string Tool, TaskStage Stage, IReadOnlyList<TaskSlot> Slots, string? Asking, bool NeedsProof, bool NeedsConsent, int Tries = 0);

/// <summary>How an answer of the assistant moves a task on. The conversation checks it: proof and consent are its own rules, not the assistant's.</summary>
/// <param name="Progress">Where the task stands now; null: it ends.</param>
/// <param name="EndedAs">Why it ended, e.g. <c>cancelled</c>.</param>
/// <param name="CodeSent">A one-time code that was sent to prove an identity.</param>
/// <param name="CodeGiven">The code that the customer wrote, or its keyed hash where one was sent; the conversation compares it itself.</param>
public sealed record TaskStep(TaskProgress? Progress, string? EndedAs = null, CodeSent? CodeSent = null, string? CodeGiven = null);

/// <summary>A one-time code on its way to an address that the back office knows.</summary>
/// <param name="Subject">Whom the code proves, e.g. <c>email:nur@example.test</c>.</param>
/// <param name="Hash">See <c>OneTimeCode</c>; the code itself is kept nowhere.</param>
public sealed record CodeSent(string Subject, string Hash, DateTimeOffset ExpiresAt);

/// <summary>What a tool did.</summary>
/// <param name="Code">In one word: <c>done</c>, <c>not_found</c>, <c>refused</c>, <c>failed</c>, ...</param>
/// <param name="Text">What the customer is told.</param>
/// <param name="Undo">The task that takes it back, if it can be.</param>
/// <param name="HandoffReason">Set when a human must go on.</param>
public sealed record ToolOutcome(
    string Code, string Text, IReadOnlyList<string>? QuickReplies = null, TaskProgress? Undo = null, string? HandoffReason = null);

/// <summary>The tool's result for the effect that ran it. Ignored when that effect is no longer pending.</summary>
public sealed record PostToolResult(Caller By, EffectId Answering, ToolOutcome Outcome) : ConversationCommand(By);

/// <summary>A task began or went on.</summary>
/// <param name="Progress">Without its values, which are personal and stand in <paramref name="Slots"/>.</param>
[Event("taskAdvanced", Audience.Staff)]
public sealed record TaskAdvanced(
    [property: SeenBy(Audience.Internal)] TaskProgress Progress,
    [property: Personal, SeenBy(Audience.Internal)] IReadOnlyList<TaskSlot>? Slots,
    [property: SeenBy(Audience.Internal)] EffectId? Answering = null) : ConversationEvent
{
    /// <summary>The task's tool.</summary>
    [NotStored]
    public string Tool => Progress.Tool;

    /// <summary>Where the task stands.</summary>
    [NotStored]
    public TaskStage Stage => Progress.Stage;

    /// <summary>The value that is asked for, while one is.</summary>
    [NotStored]
    public string? Asking => Progress.Asking;

    /// <summary>The task's values by name.</summary>
    [NotStored]
    public IReadOnlyDictionary<string, string> Values => TaskSlot.ByName(Slots);

    /// <summary>True where the message that led here proved nobody: what runs now runs for an anonymous customer, whomever earlier messages proved.</summary>
    [SeenBy(Audience.Internal)]
    public bool? Unproven { get; init; }
}

/// <summary>A task is over: what ran with which values, and how it went.</summary>
/// <param name="Outcome"><c>done</c>, <c>cancelled</c>, <c>replaced</c>, <c>refused</c>, <c>failed</c>, ...</param>
[Event("taskEnded", Audience.Staff)]
public sealed record TaskEnded(
    string Tool,
    string Outcome,
    [property: Personal, SeenBy(Audience.Internal)] IReadOnlyList<TaskSlot>? Slots,
    [property: Personal, SeenBy(Audience.Internal)] TaskProgress? Undo = null,
    [property: SeenBy(Audience.Internal)] EffectId? Answering = null) : ConversationEvent
{
    /// <summary>The task's values by name.</summary>
    [NotStored]
    public IReadOnlyDictionary<string, string> Values => TaskSlot.ByName(Slots);
}

/// <summary>A one-time code was sent. The grid's own bookkeeping.</summary>
[Event("codeAsked")]
public sealed record CodeAsked([property: Personal] string? Subject, [property: Personal] string? Hash, DateTimeOffset ExpiresAt) : ConversationEvent;

/// <summary>A code that the customer wrote was wrong, late or one too many.</summary>
[Event("codeRefused")]
public sealed record CodeRefused : ConversationEvent;

/// <summary>The customer proved who it is, for a while.</summary>
/// <param name="How"><c>code</c> or <c>signature</c>.</param>
[Event("customerVerified", Audience.Staff)]
public sealed record CustomerVerified([property: Personal] string? Subject, string How, DateTimeOffset Until) : ConversationEvent;
