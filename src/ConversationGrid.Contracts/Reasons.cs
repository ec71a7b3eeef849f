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
    Unassigned,
    /// <summary>The conversation was put aside.</summary>
    Snoozed,
    /// <summary>The conversation ended.</summary>
    Over,
    /// <summary>The agent finished its work after the conversation.</summary>
    [JsonStringEnumMemberName("wrapped up")]
    WrappedUp,
    /// <summary>The time for that work ended.</summary>
    [JsonStringEnumMemberName("time to wrap up is over")]
    WrapUpEnded,
}

/// <summary>What the grid itself alerts staff of.</summary>
public enum AlertKind
{
    None = 0,
    /// <summary>The customer's mood turned bad.</summary>
    Angry,
    /// <summary>A message reads as urgent.</summary>
    Urgent,
    /// <summary>The customer may lose patience.</summary>
    AtRisk,
    /// <summary>A valued customer needs a person.</summary>
    Valued,
    /// <summary>A target of the service level is about to be missed.</summary>
    SlaWarning,
    /// <summary>A target of the service level was missed.</summary>
    SlaBreach,
    /// <summary>A rule of the company alerts; its kind is the rule's own word.</summary>
    Rule,
}

/// <summary>The words of alert kinds in the journal and on the wire.</summary>
public static class AlertKinds
{
    /// <summary>The word of a kind; a rule that names no kind of its own has the one of <see cref="AlertKind.Rule"/>.</summary>
    public static string Word(this AlertKind kind) => kind switch
    {
        AlertKind.Angry => "angry",
        AlertKind.Urgent => "urgent",
        AlertKind.AtRisk => "atRisk",
        AlertKind.Valued => "valued",
        AlertKind.SlaWarning => "slaWarning",
        AlertKind.SlaBreach => "slaBreach",
        AlertKind.Rule => "rule",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of alert."),
    };
}
