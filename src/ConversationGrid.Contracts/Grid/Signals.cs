namespace ConversationGrid.Contracts;

/// <summary>Something that matters only now and is never stored: somebody types, or an answer is in the making.</summary>
/// <param name="ConversationId">The conversation that it is about.</param>
public abstract record Signal(string ConversationId)
{
    /// <summary>Who may see it.</summary>
    [NotStored] public virtual Audience Audience => Audience.Everyone;

    /// <summary>Whose connections do not need it; empty for none.</summary>
    [NotStored] public virtual string SenderId => "";
}

/// <summary>Somebody types.</summary>
public sealed record TypingSignal(string ConversationId, Actor By) : Signal(ConversationId)
{
    [NotStored] public override string SenderId => By.Id;
}

/// <summary>How what a customer is typing sounds, where that matters before it is sent. Staff see it; the draft itself goes nowhere.</summary>
/// <param name="Mood">The label of the mood.</param>
/// <param name="Score">-1 (worst) to 1 (best).</param>
/// <param name="Priority">0 (whenever) to 3 (now).</param>
public sealed record DraftSignal(string ConversationId, Actor By, string Mood, double Score, int Priority) : Signal(ConversationId)
{
    [NotStored] public override Audience Audience => Audience.Staff;
    [NotStored] public override string SenderId => By.Id;
}

/// <summary>Somebody has read up to an event.</summary>
public sealed record ReadSignal(string ConversationId, Actor By, long Seq) : Signal(ConversationId)
{
    [NotStored] public override string SenderId => By.Id;
}

/// <summary>Where the conversation stands in the line, 1 for the next.</summary>
public sealed record PlaceSignal(string ConversationId, int Position) : Signal(ConversationId);

/// <summary>What a member of staff does with a conversation.</summary>
public enum ViewerState
{
    None = 0,

    /// <summary>Has just come, and wants to know who else is there.</summary>
    Opened,

    /// <summary>Is there.</summary>
    Viewing,

    /// <summary>Is gone.</summary>
    Left,
}

/// <summary>A member of staff looks at the conversation, or does not any more.</summary>
public sealed record ViewerSignal(string ConversationId, Actor By, ViewerState State) : Signal(ConversationId)
{
    [NotStored] public override Audience Audience => Audience.Staff;
    [NotStored] public override string SenderId => By.Id;
}

/// <summary>An answer in the making, as everyone who follows the conversation sees it; the message itself follows, or a hand-over.</summary>
/// <param name="Text">All of it so far.</param>
public sealed record PartialSignal(string ConversationId, long ReplyTo, string Text) : Signal(ConversationId);

/// <summary>An alert for staff who do not follow the conversation.</summary>
/// <param name="Seq">The event that raised it.</param>
/// <param name="AgentId">The agent who has the conversation; null where none has.</param>
public sealed record AlertSignal(string ConversationId, long Seq, string Kind, string Text, string? AgentId = null) : Signal(ConversationId)
{
    [NotStored] public override Audience Audience => Audience.Staff;
}

/// <summary>A note that a supervisor whispers to the agent of a conversation.</summary>
/// <param name="Seq">The event of the note.</param>
public sealed record WhisperSignal(string ConversationId, long Seq, string Text, string ById, string? ByName) : Signal(ConversationId)
{
    [NotStored] public override Audience Audience => Audience.Staff;
    [NotStored] public override string SenderId => ById;
}
