using System.Collections.Immutable;
using System.Diagnostics;
using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.QueueEvent>;

namespace ConversationGrid.Domain.Queues;

/// <summary>
/// Who waits, and who is picked. Whatever changes - somebody joins, an agent frees up, an offer comes back - the queue serves as many as
/// it can in the same decision, so nobody waits while a fit agent is free.
/// </summary>
public static class Queue
{
    /// <summary>Places of the line looked at in one decision when those before them fit no free agent.</summary>
    private const int ScanMax = 256;

    /// <summary>Places of the line shown in a view.</summary>
    private const int ViewMax = 50;

    public static Decision Decide(QueueState s, QueueCommand command, QueueContext context)
    {
        var now = context.Now < s.UpdatedAt ? s.UpdatedAt : context.Now;
        var first = command switch
        {
            EnqueueConversation c => Enqueue(s, c, now, context.Options),
            DequeueConversation c => s.Entries.TryGetValue(c.ConversationId, out var entry) && entry.Ticket <= c.Ticket
                ? Decision.Accept(new ConversationDequeued(now, c.ConversationId, entry.Ticket))
                : Nothing(s),
            ReturnToQueue c => s.Entries.TryGetValue(c.ConversationId, out var entry) && entry.Pick?.OfferId == c.OfferId
                ? Decision.Accept(new PickEnded(now, c.ConversationId, c.Ticket, c.AgentId, c.OfferId, now + context.Options.ExcludeAfterOffer))
                : Nothing(s),
            ReportAgent c => IsNews(s, c.Report) ? Decision.Accept(new AgentReported(now, c.Report)) : Nothing(s),
            SettleReservation c => Settle(s, c, now),
            SettleQueueEffect c => s.Pending.Has(c.Effect) ? Decision.Accept(new QueueEffectSettled(now, c.Effect)) : Nothing(s),
            TickQueue => s.Exclusions.Count > 0 && s.Exclusions.Min.Until <= now ? Decision.Accept(new ExclusionsLapsed(now, now)) : Nothing(s),
            _ => throw new UnreachableException(command.GetType().Name),
        };
        return first.Events.Count == 0 ? first : Serve(s, first, now);
    }

    public static DateTimeOffset? DueAt(QueueState s) => s.Exclusions.IsEmpty ? null : s.Exclusions.Min.Until;

    public static QueueState Evolve(QueueState s, long seq, QueueEvent e) =>
        Apply(s, seq, e) with { Seq = seq, UpdatedAt = e.At };

    public static QueueView View(QueueState s)
    {
        DateTimeOffset? longest = null;
        foreach (var entry in s.Entries.Values)
            if (longest is null || entry.WaitingSince < longest) longest = entry.WaitingSince;
        var online = s.Agents.Values.Where(a => a.Report.Status == PresenceStatus.Online).ToList();
        var first = s.Line.Take(ViewMax).Select(place => s.Entries[place.ConversationId])
            .Select(entry => new WaitingView(entry.ConversationId, entry.WaitingSince, entry.Priority, entry.Pick is not null)).ToList();
        return new(s.Id.Id, s.Entries.Count, s.Entries.Count - s.Line.Count, longest, online.Count, online.Sum(a => Math.Max(0, a.Free)), first);
    }

    private static QueueState Apply(QueueState s, long seq, QueueEvent e) => e switch
    {
        ConversationEnqueued x => Joined(s, x),
        ConversationDequeued x => Left(s, x.ConversationId),
        AgentPicked x => Picked(s, seq, x),
        PickGranted x => Reserved(s, x.OfferId),
        PickEnded x => Returned(Reserved(s, x.OfferId), x),
        AgentReported x => s with { Agents = s.Agents.SetItem(x.Report.AgentId, new(x.Report, s.Agents.GetValueOrDefault(x.Report.AgentId)?.InFlight ?? 0)) },
        ExclusionsLapsed x => s with { Exclusions = s.Exclusions.Except(s.Exclusions.TakeWhile(excluded => excluded.Until <= x.Until)) },
        QueueEffectSettled x => s with { Pending = s.Pending.Without(x.Effect) },
        _ => throw new UnreachableException(e.GetType().Name),
    };

    private static Decision Enqueue(QueueState s, EnqueueConversation c, DateTimeOffset now, QueueOptions options)
    {
        if (s.Entries.TryGetValue(c.ConversationId, out var entry))
        {
            if (entry.Ticket >= c.Ticket) return Nothing(s);
        }
        else if (s.Entries.Count >= Limits.WaitingPerQueueMax)
        {
            return Decision.Refuse(Refusal.Unavailable($"Queue '{s.Id.Id}' is full: {s.Entries.Count} wait."));
        }
        var rank = c.WaitingSince - options.PriorityHeadStart * c.Priority;
        return Decision.Accept(new ConversationEnqueued(
            now, c.ConversationId, c.Ticket, c.WaitingSince, c.Priority, c.Language, c.PreferredAgentId, rank));
    }

    private static Decision Settle(QueueState s, SettleReservation c, DateTimeOffset now)
    {
        var pending = s.Pending.Find(p => p.Id == c.Effect);
        if (pending?.Effect is not ReservePicked pick) return Nothing(s);
        var events = new List<QueueEvent>(2);
        // Refused with room left: it no longer serves this queue, whatever it can take elsewhere.
        var report = c is { Granted: false, Report.Free: > 0 } ? c.Report with { Status = PresenceStatus.Offline, Free = 0 } : c.Report;
        if (report is not null && IsNews(s, report)) events.Add(new AgentReported(now, report));
        events.Add(c.Granted
            ? new PickGranted(now, pick.ConversationId, pick.Ticket, pick.OfferId)
            // No exclusion: the report already says that there is no room, and the agent did not turn the conversation down.
            : new PickEnded(now, pick.ConversationId, pick.Ticket, pick.AgentId, pick.OfferId, now));
        return Decision.Accept(events);
    }

    /// <summary>Adds a pick for everyone in line whom a free agent fits, in order.</summary>
    private static Decision Serve(QueueState s, Decision first, DateTimeOffset now)
    {
        var after = s;
        foreach (var e in first.Events)
            after = Evolve(after, after.Seq + 1, e);
        var free = after.Agents.Values.Where(a => a.Free > 0).ToDictionary(a => a.Report.AgentId);
        if (free.Count == 0 || after.Line.IsEmpty) return first;

        var events = first.Events.ToList();
        foreach (var place in after.Line.Take(ScanMax))
        {
            var entry = after.Entries[place.ConversationId];
            if (AgentChoice.Pick(entry, free.Values, after.Exclusions, now) is not var (seat, reason)) continue;
            var offerId = $"{entry.ConversationId}.{entry.Ticket}.{after.Seq + events.Count + 1}";
            events.Add(new AgentPicked(now, entry.ConversationId, entry.Ticket, seat.Report.AgentId, offerId, reason));
            var taken = seat with { InFlight = seat.InFlight + 1 };
            if (taken.Free > 0) free[seat.Report.AgentId] = taken;
            else free.Remove(seat.Report.AgentId);
            if (free.Count == 0) break;
        }
        return Decision.Accept(events, first.ReceiptIndex);
    }

    private static QueueState Joined(QueueState s, ConversationEnqueued e)
    {
        var left = Left(s, e.ConversationId);
        var entry = new WaitingEntry(e.ConversationId, e.Ticket, e.WaitingSince, e.Priority, e.Language, e.PreferredAgentId, e.Rank, null);
        return left with { Entries = left.Entries.Add(e.ConversationId, entry), Line = left.Line.Add(new(e.Rank, e.ConversationId)) };
    }

    private static QueueState Left(QueueState s, string conversationId)
    {
        if (!s.Entries.TryGetValue(conversationId, out var entry)) return s;
        var exclusions = s.Exclusions.IsEmpty ? s.Exclusions : s.Exclusions.Except(s.Exclusions.Where(x => x.ConversationId == conversationId));
        return s with { Entries = s.Entries.Remove(conversationId), Line = s.Line.Remove(new(entry.Rank, conversationId)), Exclusions = exclusions };
    }

    private static QueueState Picked(QueueState s, long seq, AgentPicked e)
    {
        var entry = s.Entries[e.ConversationId];
        var seat = s.Agents[e.AgentId];
        return s with
        {
            Entries = s.Entries.SetItem(e.ConversationId, entry with { Pick = new(e.AgentId, e.OfferId) }),
            Line = s.Line.Remove(new(entry.Rank, e.ConversationId)),
            Agents = s.Agents.SetItem(e.AgentId, seat with { InFlight = seat.InFlight + 1 }),
            Pending = s.Pending.With(seq, e.At, new ReservePicked(e.AgentId, e.ConversationId, e.Ticket, e.OfferId)),
        };
    }

    /// <summary>The agent answered, so from now on its own reports count this pick.</summary>
    private static QueueState Reserved(QueueState s, string offerId)
    {
        var pending = s.Pending.Find(p => p.Effect is ReservePicked pick && pick.OfferId == offerId);
        if (pending?.Effect is not ReservePicked settled) return s;
        var seat = s.Agents[settled.AgentId];
        return s with
        {
            Agents = s.Agents.SetItem(settled.AgentId, seat with { InFlight = seat.InFlight - 1 }),
            Pending = s.Pending.Without(pending.Id),
        };
    }

    private static QueueState Returned(QueueState s, PickEnded e)
    {
        if (!s.Entries.TryGetValue(e.ConversationId, out var entry) || entry.Pick?.OfferId != e.OfferId) return s;
        return s with
        {
            Entries = s.Entries.SetItem(e.ConversationId, entry with { Pick = null }),
            Line = s.Line.Add(new(entry.Rank, e.ConversationId)),
            Exclusions = e.RetryAt > e.At ? s.Exclusions.Add(new(e.RetryAt, e.ConversationId, e.AgentId)) : s.Exclusions,
        };
    }

    private static bool IsNews(QueueState s, AgentReport report) =>
        !s.Agents.TryGetValue(report.AgentId, out var seat) || seat.Report.Version < report.Version;

    private static Decision Nothing(QueueState s) => Decision.Already(new(s.Seq, s.UpdatedAt));
}
