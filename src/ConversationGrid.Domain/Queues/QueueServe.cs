using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.QueueEvent>;

namespace ConversationGrid.Domain.Queues;

/// <content>Who is picked for whom, and what those who wait are told when the last agent leaves.</content>
public static partial class Queue
{
    /// <summary>Picks in one decision; each reservation that comes back serves on.</summary>
    private const int PicksAtOnceMax = 128;

    /// <summary>Reservations on their way at the same time; the next one that comes back serves on.</summary>
    private const int InFlightMax = 1_024;

    /// <summary>
    /// Whom the queue would pick next in this state: by the same code that serves, so that a recorded journal can be asked whether it
    /// would choose the same again. Null when nobody can be picked.
    /// </summary>
    public static AgentPicked? NextPick(QueueState s, DateTimeOffset now) => s.ClosedUntil > now ? null : Picks(s, now, "", 1).FirstOrDefault();

    /// <summary>Adds a pick for everyone in line whom a free agent fits, in order.</summary>
    private static Decision Serve(QueueState s, Decision first, DateTimeOffset now, string policy)
    {
        var picks = Picks(Folded(s, first.Events), now, policy, PicksAtOnceMax);
        return picks.Count == 0 ? first : Decision.Accept([.. first.Events, .. picks], first.ReceiptIndex);
    }

    /// <summary>The state after events that are not appended yet.</summary>
    private static QueueState Folded(QueueState s, IEnumerable<QueueEvent> events)
    {
        foreach (var e in events)
            s = Evolve(s, s.Seq + 1, e);
        return s;
    }

    private static List<AgentPicked> Picks(QueueState s, DateTimeOffset now, string policy, int max)
    {
        var index = s.Index;
        var ready = index.Ready;
        var picks = new List<AgentPicked>();
        if (ready.Count == 0 || s.Line.IsEmpty) return picks;

        // Of each kind of need the first in line; the first of all of them comes first.
        var heads = new PriorityQueue<(WaitingClass Class, int At), LinePlace>();
        foreach (var waiting in index.Asking()) heads.Enqueue((waiting, 0), waiting.Line[0]);
        max = Math.Min(max, InFlightMax - s.Pending.Count);
        while (picks.Count < max && ready.Count > 0 && heads.TryDequeue(out var head, out var place))
        {
            var (entry, need) = (s.Entries[place.ConversationId], head.Class.Need);
            var letGo = index.LetGo.GetValueOrDefault(entry.ConversationId);
            var asking = new Asking(need, head.Class.HeldFor, entry.PreferredAgentId, agent => letGo is not null
                && letGo.Exists(x => x.AgentId == agent && x.Until > now));
            if (AgentChoice.Pick(asking, ready) is var (seat, reason, candidates))
            {
                var basis = new PickBasis(
                    entry.Terms?.Policy ?? policy, entry.Stage, need.Skills.Count == 0 ? null : need.Skills, need.NeedsLanguage, entry.Language,
                    need.Channel.Length == 0 ? null : need.Channel, need.Weight, entry.PreferredAgentId, entry.Held, candidates, ready.Count,
                    index.Online - ready.Count);
                // Unlike any other, because the choice has this place in the queue's journal. Nothing is read out of it.
                var offerId = $"{entry.ConversationId}.{entry.Ticket}.{s.Seq + picks.Count + 1}";
                picks.Add(new(entry.ConversationId, entry.Ticket, seat.Report.AgentId, offerId, reason, basis) { At = now });
                ready = ready.With(seat.Taking(need.Weight, need.Channel));
            }
            else if (letGo is null)
            {
                // Nobody fits this need, so nobody fits those behind it.
                continue;
            }
            if (head.At + 1 < head.Class.Line.Count) heads.Enqueue((head.Class, head.At + 1), head.Class.Line[head.At + 1]);
        }
        return picks;
    }

    /// <summary>Customers told in one decision; the next are told when these are.</summary>
    private const int ToldAtOnceMax = 256;

    /// <summary>Number of the absence that lasts, or of the last one; the first is the time before anybody came.</summary>
    private static long AbsenceOf(QueueState s) => Math.Max(1, s.Absence);

    private static bool IsTelling(QueueState s) => s.Pending.Exists(p => p.Effect is TellAbsence);

    /// <summary>The last agent at work leaves while customers wait: another absence begins.</summary>
    private static Decision WithDeparture(QueueState s, Decision first, DateTimeOffset now, QueueContext context)
    {
        var policy = context.Policy ?? QueuePolicy.Plain;
        if (policy.WhenNobodyIsThere == AbsenceAnswer.Nothing || s.Entries.IsEmpty || s.Index.Online == 0) return first;
        if (!first.Events.Any(e => e is AgentReported { Report.Status: not PresenceStatus.Online }) || Folded(s, first.Events).Index.Online > 0) return first;
        return Decision.Accept([.. first.Events, new AgentsGone(AbsenceOf(s) + 1, now + policy.AbsentAfter) { At = now }], first.ReceiptIndex);
    }

    /// <summary>Notes when a closed queue with somebody in its line opens, so that it is served then.</summary>
    private static Decision WithHours(QueueState s, Decision first, DateTimeOffset now, QueueContext context)
    {
        var after = Folded(s, first.Events);
        var closedUntil = context.IsOpen ? null : after.Line.IsEmpty ? after.ClosedUntil : context.OpensAt;
        return closedUntil == after.ClosedUntil ? first : Decision.Accept(
            [.. first.Events, new QueueHoursChanged(closedUntil) { At = now }], first.ReceiptIndex);
    }

    /// <summary>Those who do not know yet, in order of the line; those with an offer, which nobody sees, last.</summary>
    private static AbsenceTold Tell(QueueState s, DateTimeOffset now, QueueContext context)
    {
        if ((context.Policy ?? QueuePolicy.Plain).WhenNobodyIsThere == AbsenceAnswer.Nothing)
            return new(s.Absence, [], context.IsOpen, More: false) { At = now };
        var offered = s.Entries.Values.Where(entry => entry.Pick is not null).OrderBy(entry => entry.ConversationId, StringComparer.Ordinal);
        var untold = s.Line.Select(place => s.Entries[place.ConversationId]).Concat(offered).Where(entry => entry.Told < s.Absence).Take(ToldAtOnceMax + 1)
            .ToList();
        return new(
            s.Absence, [.. untold.Take(ToldAtOnceMax).Select(entry => new WaitingPlace(entry.ConversationId, entry.Ticket))], context.IsOpen,
            More: untold.Count > ToldAtOnceMax) { At = now };
    }
}
