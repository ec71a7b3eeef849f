using ConversationGrid.Contracts;

namespace ConversationGrid.Projections.Episodes;

/// <summary>How an episode ended. The numbers are stored.</summary>
public enum EpisodeEnding
{
    None = 0,
    Resolved,
    Closed,
    /// <summary>Closed because nothing more was written for the stated time.</summary>
    Quiet,
}

/// <summary>What the figures of one episode are made of, folded from its events. Stored as it is while the episode may still change.</summary>
internal sealed class EpisodeFold
{
    public int Number { get; set; } = 1;
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public string Channel { get; set; } = "";
    public string Language { get; set; } = "";
    public string? Topic { get; set; }
    public string? Queue { get; set; }
    public string? Agent { get; set; }
    public int Value { get; set; }
    public DateTimeOffset? AskedAt { get; set; }
    public ActorKind AskedBy { get; set; }
    public DateTimeOffset? TakenAt { get; set; }
    public DateTimeOffset? RepliedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public EpisodeEnding Ending { get; set; }
    public bool Answered { get; set; }
    public bool Void { get; set; }
    public DateTimeOffset? ReturnedAt { get; set; }
    public int Transfers { get; set; }
    public int Replies { get; set; }
    public long ReplyMs { get; set; }
    public long HandleMs { get; set; }
    public bool? FirstMet { get; set; }
    public int NextMet { get; set; }
    public int NextMissed { get; set; }
    public bool? ResolutionMet { get; set; }
    public bool Surveyed { get; set; }
    public int? Rating { get; set; }
    public DateTimeOffset? RatedAt { get; set; }
    public double? MoodStart { get; set; }
    public double? MoodEnd { get; set; }
    public IReadOnlyList<string> Labels { get; set; } = [];
    public string? Disposition { get; set; }

    /// <summary>Since when an agent has it; null while none has.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>The oldest message of the customer that no agent answered yet.</summary>
    public DateTimeOffset? UnansweredSince { get; set; }

    /// <summary>A customer who comes back within this time after the assistant answered was not helped by it.</summary>
    public static readonly TimeSpan ReturnsWithin = TimeSpan.FromHours(24);

    public bool IsOver => EndedAt is not null;

    /// <summary>Takes an event in. The conversation has it already where its state says something of it.</summary>
    /// <returns>Whether a figure changed.</returns>
    public bool Apply(ConversationEvent e, double mood)
    {
        switch (e)
        {
            case MessagePosted x:
                return Said(x, mood);
            case HandoffRequested x:
                (AskedAt, AskedBy) = (AskedAt ?? x.At, AskedAt is null ? x.ByKind : AskedBy);
                // It counts where the customer waited until an agent took it. Asked again after that, it goes on to others.
                if (TakenAt is null) Queue = x.Queue;
                else Transfers++;
                Release(x.At);
                break;
            case Assigned x:
                Release(x.At);
                (Agent, TakenAt, HeldSince) = (x.AgentId, TakenAt ?? x.At, x.At);
                break;
            case Unassigned or ReturnedToAssistant or Snoozed:
                Release(e.At);
                break;
            case Resolved x:
                End(x.At, EpisodeEnding.Resolved, x.Disposition);
                break;
            case Closed x:
                // Only the end of an open episode is its end: a resolved one is closed later, and that is no second end.
                if (IsOver) return false;
                End(x.At, x.Disposition == ClosedReasons.Quiet ? EpisodeEnding.Quiet : EpisodeEnding.Closed, x.Disposition);
                break;
            case TaskEnded { Outcome: "done" }:
                Answered = true;
                break;
            case SurveyOffered:
                (Surveyed, Rating, RatedAt) = (true, null, null);
                break;
            case Rated x:
                (Rating, RatedAt) = (x.Score, x.At);
                break;
            default:
                if (!ApplyWorkflow(e)) return false;
                break;
        }
        ChangedAt = e.At;
        return true;
    }

    /// <summary>The customer came back after the assistant had answered and all was quiet.</summary>
    /// <returns>Whether that takes back what the episode counted.</returns>
    public bool Return(DateTimeOffset at)
    {
        if (Ending != EpisodeEnding.Quiet || !Answered || at - EndedAt >= ReturnsWithin) return false;
        (ReturnedAt, ChangedAt) = (at, at);
        return true;
    }

    private bool ApplyWorkflow(ConversationEvent e)
    {
        switch (e)
        {
            case Labelled or Absorbed or MarkedSpam or Merged or ValueChanged:
                Void |= e is MarkedSpam or Merged;
                Value = (e as ValueChanged)?.Value ?? Value;
                return true;
            case BlockChanged { Blocked: true }:
                Void = true;
                return true;
            case SlaEnded { Metric: SlaMetrics.First } x:
                FirstMet = x.Met;
                return true;
            case SlaEnded { Metric: SlaMetrics.Next } x:
                (NextMet, NextMissed) = x.Met ? (NextMet + 1, NextMissed) : (NextMet, NextMissed + 1);
                return true;
            case SlaEnded { Metric: SlaMetrics.Resolution } x:
                ResolutionMet = x.Met;
                return true;
            default:
                return false;
        }
    }

    private bool Said(MessagePosted e, double mood)
    {
        var before = (Language, Topic, RepliedAt, Answered, MoodStart);
        switch (e.ByKind)
        {
            case ActorKind.Customer:
                UnansweredSince ??= e.At;
                if (e.Analysis is { } read)
                {
                    if (read.Language is { Length: > 0 } and not "und") Language = read.Language;
                    if (read.Intent.Name != "none") Topic = read.Intent.Name;
                    (MoodStart, MoodEnd) = (MoodStart ?? mood, mood);
                }
                break;
            case ActorKind.Agent:
                RepliedAt ??= e.At;
                if (UnansweredSince is { } since) (Replies, ReplyMs, UnansweredSince) = (Replies + 1, ReplyMs + Ms(e.At - since), null);
                break;
            case ActorKind.Bot when e.Citations is { Count: > 0 }:
                Answered = true;
                break;
        }
        if (before == (Language, Topic, RepliedAt, Answered, MoodStart)) return false;
        ChangedAt = e.At;
        return true;
    }

    private void End(DateTimeOffset at, EpisodeEnding ending, string? disposition)
    {
        Release(at);
        (EndedAt, Ending, Disposition, UnansweredSince) = (at, ending, disposition, null);
    }

    private void Release(DateTimeOffset at)
    {
        if (HeldSince is { } since) HandleMs += Ms(at - since);
        HeldSince = null;
    }

    private static long Ms(TimeSpan span) => Math.Max(0, (long)span.TotalMilliseconds);
}
