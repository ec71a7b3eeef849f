using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.QueueEvent>;

namespace ConversationGrid.Domain.Queues;

/// <content>Who is picked for whom.</content>
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

        // Of each kind of need the first in line; whoever is first of all of them comes first.
        var heads = new PriorityQueue<(WaitingClass Class, int At), LinePlace>();
        foreach (var waiting in index.Asking()) heads.Enqueue((waiting, 0), waiting.Line[0]);
        max = Math.Min(max, InFlightMax - s.Pending.Count);
        while (picks.Count < max && ready.Count > 0 && heads.TryDequeue(out var head, out var place))
        {
            var (entry, need) = (s.Entries[place.ConversationId], head.Class.Need);
            var letGo = index.LetGo.GetValueOrDefault(entry.ConversationId);
            var asking = new Asking(need, head.Class.HeldFor, entry.PreferredAgentId, agent => letGo is not null && letGo.Exists(x => x.AgentId == agent && x.Until > now));
            if (AgentChoice.Pick(asking, ready) is var (seat, reason, candidates))
            {
                var basis = new PickBasis(
                    entry.Terms?.Policy ?? policy, entry.Stage, need.Skills.Count == 0 ? null : need.Skills, need.NeedsLanguage, entry.Language,
                    need.Channel.Length == 0 ? null : need.Channel, need.Weight, entry.PreferredAgentId, entry.Held, candidates, ready.Count, index.Online - ready.Count);
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
}
