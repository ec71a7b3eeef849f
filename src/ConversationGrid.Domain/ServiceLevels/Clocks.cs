using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.ServiceLevels;

/// <summary>
/// The clocks of a service level, moved by what happens in a conversation. They begin when a human is asked for, stand still while the
/// conversation is snoozed or on hold (the one of the resolution also while the customer must answer), and end with the answer or the
/// episode. Times are computed when a clock is set and written into the event, so folding it again needs no calendar.
/// </summary>
public static class Clocks
{
    /// <summary>When a running clock warns or breaches next.</summary>
    public static DateTimeOffset? DueAt(SlaState sla)
    {
        DateTimeOffset? due = null;
        foreach (var clock in sla.Clocks)
        {
            if (clock.RunningSince is null) continue;
            var next = !clock.Warned && clock.WarnAt is { } warn ? warn : clock.Breached ? null : clock.DueAt;
            if (next is not null && (due is null || next < due)) due = next;
        }
        return due;
    }

    /// <summary>The first warning or breach that is due, with all that follows from it.</summary>
    public static IReadOnlyList<ConversationEvent> Fire(ConversationState s, SlaState sla, DateTimeOffset now, ConversationContext context)
    {
        var a = Actor.System;
        foreach (var clock in sla.Clocks.Where(c => c.RunningSince is not null))
        {
            var warns = !clock.Warned && clock.WarnAt <= context.Now;
            if (!warns && (clock.Breached || !(clock.DueAt <= context.Now))) continue;
            var due = clock.DueAt ?? now;
            ConversationEvent[] events = warns
                ? [new SlaWarned(clock.Metric, due) { At = now, By = a }, new AlertRaised("slaWarning", $"{Named(clock.Metric)} is due at {due:HH:mm:ss} UTC.", Tell: true) { At = now, By = a }]
                : [new SlaBreached(clock.Metric, due) { At = now, By = a }, new AlertRaised("slaBreach", $"{Named(clock.Metric)} was due at {due:HH:mm:ss} UTC.", Tell: true) { At = now, By = a }];
            var policy = context.Settings?.Policies.FirstOrDefault(p => p.Id == sla.Policy)?.Definition;
            var actions = (warns ? policy?.OnWarning : policy?.OnBreach) ?? [];
            return [.. events, .. Acts.All(Conversation.Folded(s, events), actions, a, now, context)];
        }
        return [];
    }

    /// <summary>How the clocks move with events that happened; nothing where they stay as they are.</summary>
    /// <param name="after">The state with these events.</param>
    public static IReadOnlyList<ConversationEvent> Follow(ConversationState after, IReadOnlyList<ConversationEvent> happened, DateTimeOffset now, ServiceSettings settings)
    {
        var policy = settings.PolicyFor(after.Queue, after.Priority, after.Channel);
        if (policy is null && after.Sla is null) return [];
        // Without a policy the clocks that run keep what they were set to.
        var calendar = policy?.Definition.Calendar is { } id ? settings.Calendar(id) ?? BusinessCalendar.Always : BusinessCalendar.Always;
        var basis = policy is null ? after.Sla!.Basis : settings.BasisOf(policy);
        var book = new ClockBook(after.Sla?.Clocks ?? [], policy?.Definition, calendar, now);
        foreach (var e in happened)
            book.Apply(e);
        book.Settle(after, anew: policy is not null && after.Sla is { } known && known.Basis != basis);

        var a = Actor.System;
        var events = new List<ConversationEvent>(book.Ended);
        if (!book.Clocks.SequenceEqual(after.Sla?.Clocks ?? []))
            events.Add(new SlaClocksSet(policy?.Id ?? after.Sla!.Policy, basis, book.Clocks) { At = now, By = a });
        return events;
    }

    public static SlaClockView View(SlaClock clock) => new(
        clock.Metric,
        clock.Done ? "done" : clock.Breached ? "breached" : clock.RunningSince is null ? "paused" : clock.Warned ? "warned" : "running",
        clock.DueAt, clock.RunningSince is null && !clock.Done && clock.TargetMs > 0 ? (clock.TargetMs - clock.ConsumedMs) / 1000 : null);

    private static string Named(string metric) => metric switch
    {
        SlaMetrics.First => "The first response",
        SlaMetrics.Next => "The next response",
        _ => "The resolution",
    };

    /// <summary>The clocks while they are being moved.</summary>
    private sealed class ClockBook(ImmutableList<SlaClock> clocks, SlaPolicyDefinition? policy, BusinessCalendar calendar, DateTimeOffset now)
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
                    // Whoever closes has resolved it, unless it was spam, blocked or merged: then nothing was owed.
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
            var paused = after.Status is ConversationStatus.Snoozed or ConversationStatus.Bot || after.OnHold;
            var customerMustAnswer = Find(SlaMetrics.First) is { Done: true } && Find(SlaMetrics.Next) is null;
            for (var i = 0; i < Clocks.Count; i++)
            {
                var clock = Clocks[i];
                if (clock.Done) continue;
                var runs = !paused && !(clock.Metric == SlaMetrics.Resolution && customerMustAnswer);
                if (anew) clock = clock with { ConsumedMs = Consumed(clock), TargetMs = Target(clock.Metric), WarnBeforeMs = Warning(clock.Metric), RunningSince = null };
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
}
