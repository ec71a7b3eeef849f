using System.Collections.Immutable;
using System.Diagnostics;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <content>What the working day's events leave behind.</content>
public static partial class Conversation
{
    private static ConversationState ApplyWorkflow(ConversationState s, long seq, ConversationEvent e) => e switch
    {
        Labelled x => s with { Labels = s.Labels.RemoveAll(x.Removed.Contains).AddRange(x.Added.Where(l => !s.Labels.Contains(l))) },
        FieldsSet x => s with { Fields = WithFields(s.Fields, x.Fields ?? []) },
        PriorityChanged x => Placed(s with { Priority = x.Priority }, seq, x.At, x.Ticket),
        ValueChanged x => Placed(s with { Value = x.Value }, seq, x.At, x.Ticket),
        Snoozed x => Slept(s, seq, x),
        Unsnoozed => s with { SnoozedUntil = null },
        HoldChanged x => s with { OnHold = x.OnHold },
        Merged x => s with { MergedInto = x.Into, Pending = s.Pending.With(seq, x.At, new TellMerged(x.Into, s.Labels)) },
        Absorbed x => s with { Absorbed = s.Absorbed.AddLast(x.From), Labels = s.Labels.AddRange(x.Labels.Where(l => !s.Labels.Contains(l))) },
        MarkedSpam => s,
        BlockChanged x => s with { IsBlocked = x.Blocked },
        MacroApplied x => s with { Posts = Remember(s.Posts, x.ClientKey, seq, x.At) },
        Joined x => s with { Beside = s.Beside.Contains(x.ById) ? s.Beside : s.Beside.Add(x.ById) },
        Left x => s with { Beside = s.Beside.Remove(x.ById) },
        RuleApplied x => s with
        {
            RuleRuns = s.RuleRuns.SetItem(x.RuleId, s.RuleRuns.GetValueOrDefault(x.RuleId) + 1),
            RuleTimers = s.RuleTimers.RemoveAll(t => t.RuleId == x.RuleId),
        },
        RuleScheduled x => s with { RuleTimers = s.RuleTimers.RemoveAll(t => t.RuleId == x.RuleId).Add(new(x.RuleId, x.DueAt)) },
        RuleUnscheduled x => s with { RuleTimers = s.RuleTimers.RemoveAll(t => t.RuleId == x.RuleId) },
        SlaClocksSet x => s with { Sla = x.Clocks.Count == 0 ? null : new(x.Policy, x.Basis, [.. x.Clocks]) },
        SlaWarned x => WithClock(s, x.Metric, clock => clock with { Warned = true }),
        SlaBreached x => WithClock(s, x.Metric, clock => clock with { Breached = true }),
        SlaEnded => s,
        _ => throw new UnreachableException(e.GetType().Name),
    };

    /// <summary>In another place of the same line, by what counts now: the newer ticket takes the older one's.</summary>
    private static ConversationState Placed(ConversationState s, long seq, DateTimeOffset at, long ticket)
    {
        if (ticket == 0 || s.Queue is not { } queue || s.WaitingSince is not { } since) return s;
        return s with
        {
            Ticket = ticket,
            Pending = s.Pending.With(
                seq, at, new JoinQueue(queue, ticket, since, s.Priority, s.Language, s.PreferredAgentId, s.Channel, s.Value, NotTo: s.NotTo.IsEmpty ? null : s.NotTo), new LeaveQueue(queue, s.Ticket)),
        };
    }

    private static ConversationState Slept(ConversationState s, long seq, Snoozed e)
    {
        var effects = new List<Effect>(2);
        if (s.Assignment is { } a) effects.Add(new FreeAgent(a.AgentId, a.OfferId, "snoozed"));
        if (s.WaitingSince is not null && s.Queue is { } queue) effects.Add(new LeaveQueue(queue, s.Ticket));
        return s with
        {
            Status = ConversationStatus.Snoozed,
            SnoozedUntil = e.Until,
            Assignment = null,
            WaitingSince = null,
            Beside = [],
            Pending = s.Pending.WithoutAll<SummariseForHandoff>().With(seq, e.At, [.. effects]),
        };
    }

    private static ImmutableList<CustomField> WithFields(ImmutableList<CustomField> fields, IReadOnlyList<CustomField> changed)
    {
        foreach (var field in changed)
        {
            fields = fields.RemoveAll(f => f.Name == field.Name);
            if (!string.IsNullOrEmpty(field.Value)) fields = fields.Add(field);
        }
        return fields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    private static ConversationState WithClock(ConversationState s, string metric, Func<SlaClock, SlaClock> change)
    {
        if (s.Sla is not { } sla) return s;
        var index = sla.Clocks.FindIndex(c => c.Metric == metric && !c.Done);
        return index < 0 ? s : s with { Sla = sla with { Clocks = sla.Clocks.SetItem(index, change(sla.Clocks[index])) } };
    }
}
