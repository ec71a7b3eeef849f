namespace ConversationGrid.Domain.Conversations;

/// <summary>What the assistant does in the conversations of a channel.</summary>
public enum ChannelAssistant
{
    None = 0,
    /// <summary>It answers the customer.</summary>
    Answers,
    /// <summary>It writes a note with what it would answer, and a human takes over.</summary>
    Drafts,
    /// <summary>It says nothing; every conversation waits for a human.</summary>
    Silent,
}

/// <summary>How a workspace uses a channel that is not live: what is written there is delivered.</summary>
public sealed record ChannelRule(ChannelAssistant Assistant);
