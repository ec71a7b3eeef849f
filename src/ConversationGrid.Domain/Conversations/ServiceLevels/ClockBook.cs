using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Conversations.ServiceLevels;

/// <summary>The clocks while they are being moved.</summary>
internal sealed class ClockBook(ImmutableList<SlaClock> clocks, SlaPolicyDefinition? policy, BusinessCalendar calendar, DateTimeOffset now)
{
    public ImmutableList<SlaClock> Clocks { get; private set; } = clocks;
    public List<ConversationEvent> Ended { get; } = [];

    public void Apply(ConversationEvent e)
    {
        switch (e)
        {
            case HandoffRequested when Find(SlaMetrics.First) is null:
                Begin(SlaMetrics.First);
                Begin(SlaMetrics.Resolution);
                break;
            case MessagePosted { ByKind: ActorKind.Agent }:
                End(SlaMetrics.First, keep: true);
                End(SlaMetrics.Next, keep: false);
                break;
            case MessagePosted { ByKind: ActorKind.Customer } when Find(SlaMetrics.First) is { Done: true } && Find(SlaMetrics.Next) is null:
                Begin(SlaMetrics.Next);
                break;
            case Resolved:
                foreach (var metric in (string[])[SlaMetrics.First, SlaMetrics.Next, SlaMetrics.Resolution])
                    End(metric, keep: false);
                Clocks = [];
                break;
            case Closed:
                // Closing counts as resolving, unless it was spam, blocked or merged: then nothing was owed.
                if (((Closed)e).Disposition is null) End(SlaMetrics.Resolution, keep: false);
                Clocks = [];
                break;
            case Reopened:
                Clocks = [];
                break;
        }
    }

    /// <summary>Starts and stops the clocks as the state wants it, and computes times where they changed or the basis did.</summary>
    public void Settle(ConversationState after, bool anew)
    {
        // What the assistant got back is no human's to answer.
        var paused = after.Status is ConversationStatus.Snoozed or ConversationStatus.Bot || after.Pause.OnHold;
        var customerMustAnswer = Find(SlaMetrics.First) is { Done: true } && Find(SlaMetrics.Next) is null;
        for (var i = 0; i < Clocks.Count; i++)
        {
            var clock = Clocks[i];
            if (clock.Done) continue;
            var runs = !paused && !(clock.Metric == SlaMetrics.Resolution && customerMustAnswer);
            if (anew)
                clock = clock with { ConsumedMs = Consumed(clock), TargetMs = Target(clock.Metric), WarnBeforeMs = Warning(clock.Metric), RunningSince = null };
            if (!runs) clock = clock with { ConsumedMs = Consumed(clock), RunningSince = null, DueAt = null, WarnAt = null };
            else if (clock.RunningSince is null) clock = Timed(clock with { RunningSince = now });
            Clocks = Clocks.SetItem(i, clock);
        }
    }

    private void Begin(string metric)
    {
        // Also without a target of its own: the others need to know whether the customer was answered.
        if (policy is not null) Clocks = Clocks.Add(new(metric, Target(metric), Warning(metric), 0, null, null, null));
    }

    private void End(string metric, bool keep)
    {
        var index = Clocks.FindIndex(c => c.Metric == metric && !c.Done);
        if (index < 0) return;
        var clock = Clocks[index];
        var took = Consumed(clock);
        var a = Actor.System;
        if (clock.TargetMs > 0)
            Ended.Add(new SlaEnded(metric, !clock.Breached && took <= clock.TargetMs, took) { At = now, By = a });
        Clocks = keep
            ? Clocks.SetItem(index, clock with { Done = true, ConsumedMs = took, RunningSince = null, DueAt = null, WarnAt = null })
            : Clocks.RemoveAt(index);
    }

    private SlaClock Timed(SlaClock clock)
    {
        if (clock.TargetMs == 0) return clock with { DueAt = null, WarnAt = null };
        var left = TimeSpan.FromMilliseconds(clock.TargetMs - clock.ConsumedMs);
        var warn = left - TimeSpan.FromMilliseconds(clock.WarnBeforeMs);
        var since = clock.RunningSince!.Value;
        return clock with
        {
            DueAt = left > TimeSpan.Zero ? calendar.AddBusinessTime(since, left) : since,
            WarnAt = clock.WarnBeforeMs == 0 ? null : warn > TimeSpan.Zero ? calendar.AddBusinessTime(since, warn) : since,
        };
    }

    private long Consumed(SlaClock clock) =>
        clock.ConsumedMs + (clock.RunningSince is { } since ? (long)calendar.BusinessTimeBetween(since, now).TotalMilliseconds : 0);

    private SlaClock? Find(string metric) => Clocks.Find(c => c.Metric == metric);
    private long Target(string metric) => (long)(TargetOf(metric)?.Within.TotalMilliseconds ?? 0);
    private long Warning(string metric) => (long)(TargetOf(metric)?.WarnBefore.TotalMilliseconds ?? 0);

    private SlaTarget? TargetOf(string metric) => metric switch
    {
        SlaMetrics.First => policy?.FirstResponse,
        SlaMetrics.Next => policy?.NextResponse,
        _ => policy?.Resolution,
    };
}
