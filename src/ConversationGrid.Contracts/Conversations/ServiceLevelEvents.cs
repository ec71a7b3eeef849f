namespace ConversationGrid.Contracts;

/// <summary>What a clock of the service level measures. The names are stored.</summary>
public static class SlaMetrics
{
    /// <summary>From the hand-over to a human to the first message of one.</summary>
    public const string First = "firstResponse";

    /// <summary>From the oldest unanswered message of the customer after that to the next message of an agent.</summary>
    public const string Next = "nextResponse";

    /// <summary>From the hand-over to the end of the episode.</summary>
    public const string Resolution = "resolution";
}

/// <summary>One clock. It counts working time while it runs; where it is paused it has no due time.</summary>
/// <param name="Metric">One of <see cref="SlaMetrics"/>.</param>
/// <param name="TargetMs">Working time allowed; 0 where the policy sets none.</param>
/// <param name="WarnBeforeMs">Working time before the target at which it warns; 0 for no warning.</param>
/// <param name="ConsumedMs">Working time used up before <paramref name="RunningSince"/>.</param>
/// <param name="Done">Answered; kept so that the metric is not measured twice in an episode.</param>
public sealed record SlaClock(
    string Metric, [property: SeenBy(Audience.Internal)] long TargetMs, [property: SeenBy(Audience.Internal)] long WarnBeforeMs,
    [property: SeenBy(Audience.Internal)] long ConsumedMs, [property: SeenBy(Audience.Internal)] DateTimeOffset? RunningSince, DateTimeOffset? DueAt,
    DateTimeOffset? WarnAt,
    [property: SeenBy(Audience.Internal)] bool Warned = false, [property: SeenBy(Audience.Internal)] bool Breached = false, bool Done = false)
{
    /// <summary>Whether it stands still until somebody answers or the calendar opens.</summary>
    [NotStored]
    public bool Paused => RunningSince is null && !Done;
}

/// <summary>The clocks of the episode were set again: one began, stopped or paused, or another policy applies.</summary>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Basis">Which versions of policy and calendar the times were computed with.</param>
[Event("slaClocksSet", Audience.Staff)]
public sealed record SlaClocksSet(
    string Policy,
    [property: SeenBy(Audience.Internal)] string Basis,
    IReadOnlyList<SlaClock> Clocks) : ConversationEvent;

/// <summary>A target will be missed soon.</summary>
[Event("slaWarned", Audience.Staff)]
public sealed record SlaWarned(string Metric, DateTimeOffset DueAt) : ConversationEvent;

/// <summary>A target was missed.</summary>
/// <param name="DueAt">The second at which it was; the event's own time is when the grid noticed.</param>
[Event("slaBreached", Audience.Staff)]
public sealed record SlaBreached(string Metric, DateTimeOffset DueAt) : ConversationEvent;

/// <summary>A clock came to its end.</summary>
/// <param name="Met">Whether in time.</param>
/// <param name="TookMs">Working time that it took.</param>
[Event("slaEnded", Audience.Staff)]
public sealed record SlaEnded(string Metric, bool Met, [property: SeenBy(Audience.Internal)] long TookMs) : ConversationEvent
{
    /// <summary>Working time that it took, in seconds.</summary>
    [NotStored]
    public double TookSeconds => Math.Round(TookMs / 1000.0, 1);
}
