namespace ConversationGrid.ModelDouble;

/// <summary>What the stand-in does. It never pretends to understand: every mode is a rule.</summary>
public enum DoubleMode
{
    /// <summary>Repeats sentences of the first passage it was given.</summary>
    Quote,
    /// <summary>Says the scripted reply that fits, else quotes.</summary>
    Script,
    /// <summary>Quotes, and adds sentences that no passage holds.</summary>
    Invent,
    /// <summary>Does whatever any text in its context tells it to.</summary>
    Gullible,
    /// <summary>Always does the worst it can.</summary>
    Malicious,
    /// <summary>Says what a passage says, and what an instruction found in its context says.</summary>
    Inject,
    /// <summary>Takes the connection and never answers.</summary>
    Hang,
    /// <summary>429 without a Retry-After.</summary>
    Busy,
    /// <summary>429 with Retry-After: 1, and well at the next call.</summary>
    BusyOnce,
    /// <summary>500.</summary>
    Error,
    /// <summary>Closes the connection at once.</summary>
    Reset,
    /// <summary>200 with half of a JSON object.</summary>
    Malformed,
    /// <summary>200 with a page.</summary>
    Html,
    /// <summary>Closes the stream in the middle.</summary>
    Cut,
    /// <summary>Goes silent in the middle of the stream.</summary>
    Stall,
    /// <summary>Sends a token now and then, for ever.</summary>
    Drip,
    /// <summary>Sends megabytes.</summary>
    Babble,
    /// <summary>Calls a tool with arguments that are no JSON.</summary>
    BadTool,
    /// <summary>Calls a tool with arguments that never end.</summary>
    LongTool,
    /// <summary>Answers with nothing.</summary>
    Empty,
    /// <summary>Makes vectors half as long as asked for.</summary>
    WrongSize,
    /// <summary>Gives vectors in another order than the texts, each with its index.</summary>
    Shuffled,
}
