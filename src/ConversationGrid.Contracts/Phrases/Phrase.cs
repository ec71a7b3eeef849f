namespace ConversationGrid.Contracts;

/// <summary>What the product says to a customer by itself; <c>phrases.txt</c> names each so.</summary>
public enum Phrase
{
    None = 0,
    Greeting,
    Thanks,
    Goodbye,
    Acknowledgement,

    /// <summary>To a message that only asks for attention: "?", "asap".</summary>
    Nudge,

    /// <summary>To a file without a word.</summary>
    File,

    /// <summary>To who says that the answer was no help.</summary>
    Displeasure,

    /// <summary>To who says what it does not want done.</summary>
    Keeps,

    /// <summary>The question back to a vague question; the choices follow.</summary>
    Which,
    HandsOver,
    DoesNotKnow,
    NotUnderstood,
    Danger,
    Sorry,

    /// <summary>The button that asks for a human.</summary>
    Human,
    Absent,
    Closed,

    /// <summary>With the day and the time of opening.</summary>
    ClosedUntil,
    CallBack,
}
