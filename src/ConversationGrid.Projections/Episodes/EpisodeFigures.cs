using ConversationGrid.Contracts;

namespace ConversationGrid.Projections.Episodes;

/// <summary>
/// One episode as figures see it, and what it counts as: each definition stands here and nowhere else (<c>docs/kpis.md</c> tells them to people).
/// Times are microseconds since 1970.
/// </summary>
internal readonly record struct EpisodeFigures
{
    private const double MicrosPerSecond = 1_000_000;

    public long StartedAt { get; init; }
    public long? AskedAt { get; init; }
    public ActorKind AskedBy { get; init; }
    public long? TakenAt { get; init; }
    public long? RepliedAt { get; init; }
    public long? EndedAt { get; init; }
    public EpisodeEnding Ending { get; init; }
    public bool Answered { get; init; }
    public bool Void { get; init; }
    public long? ReturnedAt { get; init; }
    public int Transfers { get; init; }
    public int Replies { get; init; }
    public long ReplyMs { get; init; }
    public long HandleMs { get; init; }
    public long? FirstMet { get; init; }
    public int NextMet { get; init; }
    public int NextMissed { get; init; }
    public long? ResolutionMet { get; init; }
    public bool Surveyed { get; init; }
    public int? Rating { get; init; }
    public long? RatedAt { get; init; }
    public long? MoodStart { get; init; }
    public long? MoodEnd { get; init; }

    /// <summary>It asked for a human.</summary>
    public bool IsHandedOver => AskedAt is not null;

    /// <summary>An agent took it.</summary>
    public bool IsTaken => TakenAt is not null;

    /// <summary>It asked for a human and ended before an agent took it. Spam, blocked and merged ones do not count.</summary>
    public bool IsAbandoned => IsHandedOver && !IsTaken && EndedAt is not null && !Void;

    /// <summary>
    /// It ended without ever asking for a human. Where it ended by a quiet time the assistant must have given an answer: silence after a greeting resolved
    /// nothing. Spam, blocked and merged ones do not count.
    /// </summary>
    public bool IsEndedByAssistant => EndedAt is not null && !IsHandedOver && !IsTaken && !Void && (Ending != EpisodeEnding.Quiet || Answered);

    /// <summary>The customer came back within the stated time after a quiet end.</summary>
    public bool IsReturned => ReturnedAt is not null;

    /// <summary>It ended by the assistant's work, and the customer did not come back.</summary>
    public bool IsResolvedByAssistant => IsEndedByAssistant && !IsReturned;

    /// <summary>It counts for the automated resolution: the assistant could have resolved it, and did or did not.</summary>
    public bool IsTried => IsEndedByAssistant || IsHandedOver;

    /// <summary>From the hand-over to an agent's taking it.</summary>
    public double? WaitSeconds => AskedAt is { } asked && TakenAt is { } taken ? Seconds(taken - asked) : null;

    /// <summary>From the hand-over to the end of one that was abandoned.</summary>
    public double? AbandonedAfterSeconds => IsAbandoned ? Seconds(EndedAt!.Value - AskedAt!.Value) : null;

    /// <summary>From the hand-over, or the start where nobody asked for one, to the first message of an agent.</summary>
    public double? FirstResponseSeconds => RepliedAt is { } replied ? Seconds(replied - (AskedAt ?? StartedAt)) : null;

    /// <summary>The mean time from the oldest unanswered message of the customer to the next message of an agent.</summary>
    public double? NextResponseSeconds => Replies == 0 ? null : ReplyMs / 1000.0 / Replies;

    /// <summary>Time with agents.</summary>
    public double? HandleSeconds => IsTaken ? HandleMs / 1000.0 : null;

    /// <summary>From the start to the end.</summary>
    public double? ResolutionSeconds => EndedAt is { } ended ? Seconds(ended - StartedAt) : null;

    /// <summary>An agent took it within the time.</summary>
    public bool IsTakenWithin(TimeSpan within) => WaitSeconds <= within.TotalSeconds;

    /// <summary>It counts for the service level: an agent took it, or the customer gave up after the time.</summary>
    public bool CountsForServiceLevel(TimeSpan within) => (IsHandedOver && IsTaken) || AbandonedAfterSeconds > within.TotalSeconds;

    /// <summary>A rating of 4 or 5.</summary>
    public bool IsSatisfied => Rating >= 4;

    /// <summary>Clocks of the service level that ended in time, and those that did not.</summary>
    public (int Met, int Missed) Sla => (
        NextMet + (FirstMet == 1 ? 1 : 0) + (ResolutionMet == 1 ? 1 : 0),
        NextMissed + (FirstMet == 0 ? 1 : 0) + (ResolutionMet == 0 ? 1 : 0));

    private static double Seconds(long micros) => Math.Max(0, micros) / MicrosPerSecond;
}
