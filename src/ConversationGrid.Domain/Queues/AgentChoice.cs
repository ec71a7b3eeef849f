using System.Collections.Immutable;

namespace ConversationGrid.Domain.Queues;

/// <summary>
/// Who gets a conversation: the preferred agent if there is room, else whoever speaks its language, has most room and has been idle
/// longest. Pure and total: equal candidates are told apart by their id.
/// </summary>
public static class AgentChoice
{
    public static (AgentSeat Seat, string Reason)? Pick(
        WaitingEntry entry, IEnumerable<AgentSeat> free, ImmutableSortedSet<Exclusion> exclusions, DateTimeOffset now)
    {
        AgentSeat? best = null;
        foreach (var seat in free)
        {
            if (IsExcluded(entry, seat, exclusions, now)) continue;
            if (seat.Report.AgentId == entry.PreferredAgentId) return (seat, "preferred agent");
            if (best is null || Compare(seat, best, entry) < 0) best = seat;
        }
        return best is null ? null : (best, $"{(Speaks(best, entry) ? $"speaks {entry.Language}, " : "")}most room ({best.Free} free), idle longest");
    }

    private static int Compare(AgentSeat a, AgentSeat b, WaitingEntry entry)
    {
        var order = Speaks(b, entry).CompareTo(Speaks(a, entry));
        if (order == 0) order = b.Free.CompareTo(a.Free);
        if (order == 0) order = a.Report.IdleSince.CompareTo(b.Report.IdleSince);
        return order != 0 ? order : string.CompareOrdinal(a.Report.AgentId, b.Report.AgentId);
    }

    private static bool Speaks(AgentSeat seat, WaitingEntry entry) => seat.Report.Languages.Contains(entry.Language);

    private static bool IsExcluded(WaitingEntry entry, AgentSeat seat, ImmutableSortedSet<Exclusion> exclusions, DateTimeOffset now)
    {
        foreach (var x in exclusions)
            if (x.Until > now && x.ConversationId == entry.ConversationId && x.AgentId == seat.Report.AgentId) return true;
        return false;
    }
}
