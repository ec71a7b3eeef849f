using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.QueueEvent>;

namespace ConversationGrid.Domain.Queues;

/// <content>What those who wait are told when the last agent leaves.</content>
public static partial class Queue
{
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
        return closedUntil == after.ClosedUntil ? first : Decision.Accept([.. first.Events, new QueueHoursChanged(closedUntil) { At = now }], first.ReceiptIndex);
    }

    /// <summary>Those who do not know yet, in order of the line; those with an offer, which nobody sees, last.</summary>
    private static AbsenceTold Tell(QueueState s, DateTimeOffset now, QueueContext context)
    {
        if ((context.Policy ?? QueuePolicy.Plain).WhenNobodyIsThere == AbsenceAnswer.Nothing) return new(s.Absence, [], context.IsOpen, More: false) { At = now };
        var offered = s.Entries.Values.Where(entry => entry.Pick is not null).OrderBy(entry => entry.ConversationId, StringComparer.Ordinal);
        var untold = s.Line.Select(place => s.Entries[place.ConversationId]).Concat(offered).Where(entry => entry.Told < s.Absence).Take(ToldAtOnceMax + 1).ToList();
        return new(
            s.Absence, [.. untold.Take(ToldAtOnceMax).Select(entry => new WaitingPlace(entry.ConversationId, entry.Ticket))], context.IsOpen,
            More: untold.Count > ToldAtOnceMax) { At = now };
    }
}
