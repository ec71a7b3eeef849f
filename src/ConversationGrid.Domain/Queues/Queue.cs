using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.QueueEvent>;

namespace ConversationGrid.Domain.Queues;

/// <summary>
/// Who waits, and who is picked. Whatever changes - somebody joins, an agent frees up, an offer comes back, a wait grows long - the queue
/// serves as many as it can in the same decision, so nobody waits while a fit agent is free.
/// </summary>
public static partial class Queue
{
    /// <summary>Places of the line shown in a view.</summary>
    private const int ViewMax = 50;

    /// <summary>Conversations sent on to another queue in one decision; the timer fires again for the rest.</summary>
    private const int SentOnAtOnceMax = 256;

    /// <summary>Waits whose terms change in one decision, beside those that change at the very same time; the timer fires again for the rest.</summary>
    private const int AdvancesAtOnceMax = 256;

    public static Decision Decide(QueueState s, QueueCommand command, QueueContext context)
    {
        var now = context.Now < s.UpdatedAt ? s.UpdatedAt : context.Now;
        var first = command switch
        {
            EnqueueConversation c => Enqueue(s, c, now, context),
            DequeueConversation c => s.Entries.TryGetValue(c.ConversationId, out var entry) && entry.Ticket <= c.Ticket
                ? Decision.Accept(new ConversationDequeued(c.ConversationId, entry.Ticket) { At = now })
                : Nothing(s),
            ReturnToQueue c => s.Entries.TryGetValue(c.ConversationId, out var entry) && entry.Pick?.OfferId == c.OfferId
                ? Decision.Accept(new PickEnded(c.ConversationId, c.Ticket, c.AgentId, c.OfferId,
                    c.Excused ? now : now + (context.Policy?.ExcludeAfterOffer ?? context.Options.ExcludeAfterOffer)) { At = now })
                : Nothing(s),
            ReportAgent c => IsNews(s, c.Report) ? Decision.Accept(new AgentReported(c.Report) { At = now }) : Nothing(s),
            SettleReservation c => Settle(s, c, now),
            SettleQueueEffect c => s.Pending.Has(c.Effect) ? Decision.Accept(new QueueEffectSettled(c.Effect) { At = now }) : Nothing(s),
            TickQueue => Tick(s, now, context),
            _ => throw new UnreachableException(command.GetType().Name),
        };
        if (first.Events.Count == 0) return first;
        first = WithHours(s, WithDeparture(s, first, now, context), now, context);
        // Outside its hours a queue rings nobody.
        return context.IsOpen ? Serve(s, first, now, (context.Policy ?? QueuePolicy.Plain).Fingerprint) : first;
    }

    public static DateTimeOffset? DueAt(QueueState s)
    {
        var moments = s.Index.Moments;
        var next = moments.IsEmpty ? (DateTimeOffset?)null : moments.Min.Rank;
        if (!s.Exclusions.IsEmpty && !(next <= s.Exclusions.Min.Until)) next = s.Exclusions.Min.Until;
        if (s.ClosedUntil is { } opens && !(next <= opens)) next = opens;
        return s.TellAt is { } tell && !(next <= tell) && !IsTelling(s) ? tell : next;
    }

    /// <summary>The conversation in line that has this offer; null where none has.</summary>
    public static string? ConversationOf(QueueState s, string offerId) =>
        s.Entries.Values.FirstOrDefault(entry => entry.Pick?.OfferId == offerId)?.ConversationId;

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

    private static Decision Enqueue(QueueState s, EnqueueConversation c, DateTimeOffset now, QueueContext context)
    {
        if (s.Entries.TryGetValue(c.ConversationId, out var entry))
        {
            if (entry.Ticket >= c.Ticket) return Nothing(s);
        }
        else if (s.Entries.Count >= Limits.WaitingPerQueueMax)
        {
            return Decision.Refuse(Refusal.Unavailable($"Queue '{s.Id.Id}' is full: {s.Entries.Count} wait."));
        }
        var policy = context.Policy ?? QueuePolicy.Plain;
        var rank = c.WaitingSince - (policy.PriorityHeadStart ?? context.Options.PriorityHeadStart) * c.Priority - policy.ValueHeadStart * c.Value;
        var preferredIsThere = c.PreferredAgentId is { } preferred && s.Agents.TryGetValue(preferred, out var seat)
            && seat.Report.Status == PresenceStatus.Online;
        var joined = new ConversationEnqueued(c.ConversationId, c.Ticket, c.WaitingSince, c.Priority, c.Language, c.PreferredAgentId, rank,
            policy.TermsOf(c, now, preferredIsThere), c.NotTo) { At = now };
        return policy.WhenNobodyIsThere != AbsenceAnswer.Nothing && (s.Index.Online == 0 || !context.IsOpen)
            // Who joins a closed queue knows already what holds when its agents go.
            ? Decision.Accept([joined, new NobodyThere(c.ConversationId, c.Ticket, context.IsOpen, AbsenceOf(s) + (s.Index.Online > 0 ? 1 : 0)) { At = now }],
                receiptIndex: 0)
            : Decision.Accept(joined);
    }

    private static Decision Settle(QueueState s, SettleReservation c, DateTimeOffset now)
    {
        var pending = s.Pending.Find(p => p.Id == c.Effect);
        if (pending?.Effect is not ReservePicked pick) return Nothing(s);
        var events = new List<QueueEvent>(2);
        // Refused with room left: it no longer serves this queue, whatever it can take elsewhere.
        var report = c is { Granted: false, Report: { } refused } && refused.Free >= Math.Max(1, pick.Weight) && !IsChannelFull(refused, pick.Channel)
            ? refused with { Status = PresenceStatus.Offline, Free = 0 }
            : c.Report;
        if (report is not null && IsNews(s, report)) events.Add(new AgentReported(report) { At = now });
        events.Add(c.Granted
            ? new PickGranted(pick.ConversationId, pick.Ticket, pick.OfferId) { At = now }
            // No exclusion: the report already says that there is no room, and the agent did not turn the conversation down.
            : new PickEnded(pick.ConversationId, pick.Ticket, pick.AgentId, pick.OfferId, now) { At = now });
        return Decision.Accept(events);
    }

    private static bool IsChannelFull(AgentReport report, string? channel) => channel is not null && report.Rooms?.GetValueOrDefault(channel, 1) <= 0;

    private static Decision Tick(QueueState s, DateTimeOffset now, QueueContext context)
    {
        var events = new List<QueueEvent>(2);
        if (s.ClosedUntil <= now) events.Add(new QueueHoursChanged(context.IsOpen ? null : context.OpensAt) { At = now });
        if (s.TellAt <= now && !IsTelling(s)) events.Add(Tell(s, now, context));
        if (s.Exclusions.Count > 0 && s.Exclusions.Min.Until <= now) events.Add(new ExclusionsLapsed(now) { At = now });
        var (advances, sentOn, seen, until) = (false, 0, 0, now);
        var last = DateTimeOffset.MinValue;
        foreach (var moment in s.Index.Moments)
        {
            if (moment.Rank > now) break;
            if (seen++ >= AdvancesAtOnceMax && moment.Rank > last)
            {
                until = last;
                break;
            }
            last = moment.Rank;
            var entry = s.Entries[moment.ConversationId];
            if (entry.OverflowsBy(now) && sentOn++ < SentOnAtOnceMax)
                events.Add(new ConversationOverflowed(entry.ConversationId, entry.Ticket, entry.Terms!.OverflowTo!) { At = now });
            advances |= !ReferenceEquals(entry, entry.AsOf(now));
        }
        if (advances) events.Add(new WaitsAdvanced(until) { At = now });
        return events.Count == 0 ? Nothing(s) : Decision.Accept(events);
    }

    private static bool IsNews(QueueState s, AgentReport report) =>
        !s.Agents.TryGetValue(report.AgentId, out var seat) || seat.Report.Version < report.Version;

    private static Decision Nothing(QueueState s) => Decision.Already(new(s.Seq, s.UpdatedAt));
}
