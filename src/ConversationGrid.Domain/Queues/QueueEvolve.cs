using System.Diagnostics;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Queues;

public static partial class Queue
{
    /// <summary>The state after an event. Never refuses, never decides: it only remembers.</summary>
    public static QueueState Evolve(QueueState s, long seq, QueueEvent e) =>
        Apply(s.Built is null ? s with { Built = s.Index } : s, seq, e) with { Seq = seq, UpdatedAt = e.At };

    private static QueueState Apply(QueueState s, long seq, QueueEvent e) => e switch
    {
        ConversationEnqueued x => Joined(s, x),
        ConversationDequeued x => Left(s, x.ConversationId),
        AgentPicked x => Picked(s, seq, x),
        PickGranted x => Reserved(s, x.OfferId),
        PickEnded x => Returned(Reserved(s, x.OfferId), x),
        AgentReported x => Attended(Reported(s, x.Report)),
        ExclusionsLapsed x => Lapsed(s, x.Until),
        WaitsAdvanced x => Advanced(s, x.Until),
        ConversationOverflowed x => Changed(s, s.Entries[x.ConversationId], entry => entry with { SentOn = true }) with
        {
            Pending = s.Pending.With(seq, x.At, new SendOn(x.ConversationId, x.Ticket, x.To)),
        },
        NobodyThere { Absence: 0 } x => s with { Pending = s.Pending.With(seq, x.At, new TellNobodyIsThere(x.ConversationId, x.Ticket, x.Open)) },
        NobodyThere x => Told(s, seq, x.At, [new(x.ConversationId, x.Ticket)], x.Open, x.Absence),
        QueueHoursChanged x => s with { ClosedUntil = x.ClosedUntil },
        AgentsGone x => s with { Absence = x.Absence, TellAt = x.TellAt },
        AbsenceTold x => Told(s, seq, x.At, x.Told, x.Open, x.Absence) with { TellAt = x.More ? s.TellAt : null },
        QueueEffectSettled x => s with { Pending = s.Pending.Without(x.Effect) },
        _ => throw new UnreachableException(e.GetType().Name),
    };

    private static QueueState Joined(QueueState s, ConversationEnqueued e)
    {
        var left = Left(s, e.ConversationId);
        var entry = new WaitingEntry(
            e.ConversationId, e.Ticket, e.WaitingSince, e.Priority, e.Language, e.PreferredAgentId, e.Rank, null, e.Terms,
            Held: e.Terms?.HoldUntil is not null);
        var excluded = (e.NotTo ?? []).Where(x => x.Until > e.At).Select(x => new Exclusion(x.Until, e.ConversationId, x.AgentId)).ToList();
        return left with
        {
            Entries = left.Entries.Add(e.ConversationId, entry),
            Line = left.Line.Add(new(e.Rank, e.ConversationId)),
            Exclusions = left.Exclusions.Union(excluded),
            Built = excluded.Aggregate(left.Index.With(entry), (index, exclusion) => index.WithExclusion(exclusion)),
        };
    }

    private static QueueState Left(QueueState s, string conversationId)
    {
        if (!s.Entries.TryGetValue(conversationId, out var entry)) return s;
        return s with
        {
            Entries = s.Entries.Remove(conversationId),
            Line = s.Line.Remove(new(entry.Rank, conversationId)),
            Exclusions = s.Index.LetGo.TryGetValue(conversationId, out var letGo) ? s.Exclusions.Except(letGo) : s.Exclusions,
            Built = (entry.Pick is null ? s.Index.Without(entry) : s.Index).WithoutExclusions(conversationId),
        };
    }

    private static QueueState Picked(QueueState s, long seq, AgentPicked e)
    {
        var entry = s.Entries[e.ConversationId];
        var seat = s.Agents[e.AgentId];
        var taken = seat.Taking(entry.Terms?.Weight ?? 1, entry.Terms?.Channel);
        return s with
        {
            Entries = s.Entries.SetItem(e.ConversationId, entry with { Pick = new(e.AgentId, e.OfferId) }),
            Line = s.Line.Remove(new(entry.Rank, e.ConversationId)),
            Agents = s.Agents.SetItem(e.AgentId, taken),
            Pending = s.Pending.With(
                seq, e.At, new ReservePicked(e.AgentId, e.ConversationId, e.Ticket, e.OfferId, entry.Terms?.Weight ?? 0, entry.Terms?.Channel)),
            Built = s.Index.Without(entry).Seated(seat, taken),
        };
    }

    /// <summary>The agent answered, so from now on its own reports count this pick.</summary>
    private static QueueState Reserved(QueueState s, string offerId)
    {
        var pending = s.Pending.Find(p => p.Effect is ReservePicked pick && pick.OfferId == offerId);
        if (pending?.Effect is not ReservePicked settled) return s;
        var seat = s.Agents[settled.AgentId];
        var now = seat.Settling(Math.Max(1, settled.Weight), settled.Channel);
        return s with
        {
            Agents = s.Agents.SetItem(settled.AgentId, now),
            Pending = s.Pending.Without(pending.Id),
            Built = s.Index.Seated(seat, now),
        };
    }

    private static QueueState Returned(QueueState s, PickEnded e)
    {
        if (!s.Entries.TryGetValue(e.ConversationId, out var entry) || entry.Pick?.OfferId != e.OfferId) return s;
        // The agent for whom it was held had its chance; and its terms went on while the offer stood.
        var waits = (entry with { Pick = null, Held = false, SentOn = false }).AsOf(e.At);
        var exclusion = new Exclusion(e.RetryAt, e.ConversationId, e.AgentId);
        var index = s.Index.With(waits);
        return s with
        {
            Entries = s.Entries.SetItem(e.ConversationId, waits),
            Line = s.Line.Add(new(entry.Rank, e.ConversationId)),
            Exclusions = e.RetryAt > e.At ? s.Exclusions.Add(exclusion) : s.Exclusions,
            Built = e.RetryAt > e.At ? index.WithExclusion(exclusion) : index,
        };
    }

    private static QueueState Reported(QueueState s, AgentReport report)
    {
        var before = s.Agents.GetValueOrDefault(report.AgentId);
        var seat = before?.Reporting(report) ?? new(report, 0);
        var next = s with { Agents = s.Agents.SetItem(report.AgentId, seat), Built = s.Index.Seated(before, seat) };
        if (report.Status == PresenceStatus.Online || before?.Report.Status != PresenceStatus.Online) return next;
        // Conversations that waited for this agent alone wait for any agent from now on.
        foreach (var conversation in next.Index.HeldFor(report.AgentId).ToList())
            next = Changed(next, next.Entries[conversation], entry => entry with { Held = false });
        return next;
    }

    /// <summary>Somebody is there, so there is nothing to tell.</summary>
    private static QueueState Attended(QueueState s) => s.TellAt is not null && s.Index.Online > 0 ? s with { TellAt = null } : s;

    private static QueueState Told(QueueState s, long seq, DateTimeOffset at, IReadOnlyList<WaitingPlace> places, bool open, long absence) =>
        places.Count == 0 ? s : s with
    {
        Entries = s.Entries.SetItems(places.Select(p => KeyValuePair.Create(p.ConversationId, s.Entries[p.ConversationId] with { Told = absence }))),
        Pending = s.Pending.With(seq, at, new TellAbsence(places, open, absence)),
    };

    private static QueueState Lapsed(QueueState s, DateTimeOffset until)
    {
        var over = s.Exclusions.TakeWhile(excluded => excluded.Until <= until).ToList();
        var index = s.Index;
        foreach (var exclusion in over) index = index.WithoutExclusion(exclusion);
        return s with { Exclusions = s.Exclusions.Except(over), Built = index };
    }

    private static QueueState Advanced(QueueState s, DateTimeOffset until)
    {
        foreach (var moment in s.Index.Moments.TakeWhile(m => m.Rank <= until).ToList())
            s = Changed(s, s.Entries[moment.ConversationId], entry => entry.AsOf(until));
        return s;
    }

    /// <summary>A conversation that waits, with other terms.</summary>
    private static QueueState Changed(QueueState s, WaitingEntry entry, Func<WaitingEntry, WaitingEntry> change)
    {
        var next = change(entry);
        if (ReferenceEquals(next, entry)) return s;
        return s with { Entries = s.Entries.SetItem(entry.ConversationId, next), Built = s.Index.Without(entry).With(next) };
    }
}
