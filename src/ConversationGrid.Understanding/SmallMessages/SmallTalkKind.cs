namespace ConversationGrid.Understanding.SmallMessages;

/// <summary>Kinds of messages that are answered without an article.</summary>
public enum SmallTalkKind
{
    None = 0,
    Greeting = 1,
    Thanks = 2,
    Goodbye = 3,

    /// <summary>The question what answers here.</summary>
    WhatAnswers = 4,

    /// <summary>"Ok", "noted", "never mind", a thumb up, a laugh.</summary>
    Acknowledgement = 5,

    /// <summary>"That is wrong", "not helpful", a thumb down or an angry face.</summary>
    Displeasure = 6,

    /// <summary>It only asks for attention: "?", "asap", "are you there".</summary>
    Nudge = 7,

    /// <summary>It says only what is not wanted: "I do not want to cancel".</summary>
    Keeps = 8,
}

/// <summary>What a message is that asks nothing.</summary>
/// <param name="Language">The language, as two letters, where the words are of one; null for signs and for what English and Malay share.</param>
public readonly record struct SmallMessage(SmallTalkKind Kind, string? Language = null)
{
    /// <summary>Nobody needs to see to it: a greeting, thanks, a goodbye, an acknowledgement, a call for attention.</summary>
    public bool IsCourtesy => Kind is SmallTalkKind.Greeting or SmallTalkKind.Thanks or SmallTalkKind.Goodbye or SmallTalkKind.Acknowledgement
        or SmallTalkKind.Nudge;
}
