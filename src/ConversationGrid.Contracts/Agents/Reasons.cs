using System.Text.Json.Serialization;

namespace ConversationGrid.Contracts;

/// <summary>Why an offer ended without an assignment. The words are stored.</summary>
public enum WithdrawalReason
{
    None = 0,
    /// <summary>The agent turned it down.</summary>
    Declined,
    /// <summary>The agent did not answer in time.</summary>
    Expired,
    /// <summary>The conversation went elsewhere, or the agent left.</summary>
    Withdrawn,
    /// <summary>It ran out before agents had their time to come back after a break of the host.</summary>
    Interrupted,
}

/// <summary>Why an agent's place became free. The words are stored.</summary>
public enum ReleaseReason
{
    None = 0,
    /// <inheritdoc cref="WithdrawalReason.Declined"/>
    Declined,
    /// <inheritdoc cref="WithdrawalReason.Expired"/>
    Expired,
    /// <inheritdoc cref="WithdrawalReason.Withdrawn"/>
    Withdrawn,
    /// <inheritdoc cref="WithdrawalReason.Interrupted"/>
    Interrupted,
    /// <summary>The conversation was taken from the agent.</summary>
    [JsonStringEnumMemberName("unassigned")]
    TakenAway,
    /// <summary>The conversation was put aside.</summary>
    [JsonStringEnumMemberName("snoozed")]
    PutAside,
    /// <summary>The conversation ended.</summary>
    Over,
    /// <summary>The agent finished its work after the conversation.</summary>
    [JsonStringEnumMemberName("wrapped up")]
    WrappedUp,
    /// <summary>The time for that work ended.</summary>
    [JsonStringEnumMemberName("time to wrap up is over")]
    WrapUpEnded,
}
