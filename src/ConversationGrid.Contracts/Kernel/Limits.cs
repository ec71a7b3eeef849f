namespace ConversationGrid.Contracts;

/// <summary>Bounds that belong to the protocol. What an operator may change is an option instead.</summary>
public static class Limits
{
    /// <summary>Longest message or note after trimming, in UTF-16 characters.</summary>
    public const int MessageTextMax = 8_000;

    /// <summary>Longest client id, in characters.</summary>
    public const int ClientIdMax = 128;

    /// <summary>Longest reason, comment, topic, disposition or name, in characters.</summary>
    public const int ShortTextMax = 500;

    /// <summary>Longest purpose or version of a consent, in characters.</summary>
    public const int PurposeLengthMax = 64;

    /// <summary>Longest language tag, in characters.</summary>
    public const int LanguageLengthMax = 35;

    /// <summary>Posts that one conversation remembers and accepts. Beyond, a new conversation is due.</summary>
    public const int PostsPerConversationMax = 100_000;

    /// <summary>Most events in one answer to Resume or Open.</summary>
    public const int ResumePageMax = 500;

    /// <summary>Highest value of a customer; 0 is a customer like any other.</summary>
    public const int CustomerValueMax = 3;

    /// <summary>Conversations that wait in one queue; beyond, hand-overs are refused as <c>unavailable</c>.</summary>
    public const int WaitingPerQueueMax = 50_000;
}
