using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Rules;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Conversations.ServiceLevels;

/// <summary>
/// The clocks of a service level, moved by what happens in a conversation. They begin when a human is asked for, stand still while the
/// conversation is snoozed or on hold (the one of the resolution also while the customer must answer), and end with the answer or the
/// episode. Times are computed when a clock is set and written into the event, so folding it again needs no calendar.
/// </summary>
internal static class Clocks
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
    public static IReadOnlyList<ConversationEvent> Fire(ConversationState s, SlaState sla, DateTimeOffset now, ConversationContext context, Fold fold)
    {
        var a = Actor.System;
        foreach (var clock in sla.Clocks.Where(c => c.RunningSince is not null))
        {
            var warns = !clock.Warned && clock.WarnAt <= context.Now;
            if (!warns && (clock.Breached || !(clock.DueAt <= context.Now))) continue;
            var due = clock.DueAt ?? now;
            ConversationEvent[] events = warns
                ? [new SlaWarned(clock.Metric, due) { At = now, By = a },
                    Alert(AlertKind.SlaWarning, $"{Named(clock.Metric)} is due at {due:HH:mm:ss} UTC.", now)]
                : [new SlaBreached(clock.Metric, due) { At = now, By = a },
                    Alert(AlertKind.SlaBreach, $"{Named(clock.Metric)} was due at {due:HH:mm:ss} UTC.", now)];
            var policy = context.Settings?.Policies.FirstOrDefault(p => p.Id == sla.Policy)?.Definition;
            var actions = (warns ? policy?.OnWarning : policy?.OnBreach) ?? [];
            return [.. events, .. RuleActions.All(fold(s, events), actions, a, now, context, fold)];
        }
        return [];
    }

    /// <summary>How the clocks move with events that happened; nothing where they stay as they are.</summary>
    /// <param name="after">The state with these events.</param>
    public static IReadOnlyList<ConversationEvent> Follow(
        ConversationState after, IReadOnlyList<ConversationEvent> happened, DateTimeOffset now, ServiceSettings settings)
    {
        var policy = settings.PolicyFor(after.Handoff.Queue, after.Labels.Priority, after.Channel);
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

    private static AlertRaised Alert(AlertKind kind, string text, DateTimeOffset now) => AlertRaised.Of(kind, text, Actor.System, now);

    private static string Named(string metric) => metric switch
    {
        SlaMetrics.First => "The first response",
        SlaMetrics.Next => "The next response",
        _ => "The resolution",
    };
}
