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

    /// <summary>Adds a pick for everyone in line whom a free agent fits, in order.</summary>
    private static Decision Serve(QueueState s, Decision first, DateTimeOffset now, string policy)
    {
        var after = s;
        foreach (var e in first.Events)
            after = Evolve(after, after.Seq + 1, e);
        var index = after.Index;
        var ready = index.Ready;
        if (ready.Count == 0 || after.Line.IsEmpty) return first;

        // Of each kind of need the first in line; whoever is first of all of them comes first.
        var heads = new PriorityQueue<(WaitingClass Class, int At), LinePlace>();
        foreach (var waiting in index.Classes.Values) heads.Enqueue((waiting, 0), waiting.Line[0]);

        var events = first.Events.ToList();
        var picksMax = Math.Min(PicksAtOnceMax, InFlightMax - after.Pending.Count);
        for (var picks = 0; picks < picksMax && ready.Count > 0 && heads.TryDequeue(out var head, out var place);)
        {
            var entry = after.Entries[place.ConversationId];
            var letGo = index.LetGo.GetValueOrDefault(entry.ConversationId);
            var asking = new Asking(head.Class.Need, head.Class.HeldFor, entry.PreferredAgentId, agent => letGo is not null && letGo.Exists(x => x.AgentId == agent && x.Until > now));
            if (AgentChoice.Pick(asking, ready) is var (seat, reason, candidates))
            {
                var offerId = $"{entry.ConversationId}.{entry.Ticket}.{after.Seq + events.Count - first.Events.Count + 1}";
                var need = head.Class.Need;
                var basis = new PickBasis(
                    entry.Terms?.Policy ?? policy, entry.Stage, need.Skills.Count == 0 ? null : need.Skills, need.NeedsLanguage, entry.Language,
                    need.Channel.Length == 0 ? null : need.Channel, need.Weight, entry.PreferredAgentId, entry.Held, candidates, ready.Count, index.Online - ready.Count);
                events.Add(new AgentPicked(now, entry.ConversationId, entry.Ticket, seat.Report.AgentId, offerId, reason, basis));
                ready = ready.With(seat.Taking(need.Weight, need.Channel));
                picks++;
            }
            else if (letGo is null)
            {
                // Nobody fits this need, so nobody fits those behind it.
                continue;
            }
            if (head.At + 1 < head.Class.Line.Count) heads.Enqueue((head.Class, head.At + 1), head.Class.Line[head.At + 1]);
        }
        return events.Count == first.Events.Count ? first : Decision.Accept(events, first.ReceiptIndex);
    }
}
