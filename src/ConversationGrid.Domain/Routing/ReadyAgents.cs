using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Queues;

namespace ConversationGrid.Domain.Routing;

/// <summary>
/// Agents with room, those of the same skills and languages together, each group in the order in which it is asked. So a choice looks at
/// the first of each group, not at every agent.
/// </summary>
internal sealed class ReadyAgents
{
    public static readonly ReadyAgents Empty = new(ImmutableSortedDictionary.Create<string, ReadyGroup>(StringComparer.Ordinal), ImmutableDictionary<string, AgentSeat>.Empty);

    private readonly ImmutableSortedDictionary<string, ReadyGroup> _groups;
    private readonly ImmutableDictionary<string, AgentSeat> _seats;

    private ReadyAgents(ImmutableSortedDictionary<string, ReadyGroup> groups, ImmutableDictionary<string, AgentSeat> seats) => (_groups, _seats) = (groups, seats);

    public int Count => _seats.Count;
    public IEnumerable<ReadyGroup> Groups => _groups.Values;

    public AgentSeat? Find(string agentId) => _seats.GetValueOrDefault(agentId);

    /// <summary>These, with the agent as it is now: in its place, or gone when it has no room.</summary>
    public ReadyAgents With(AgentSeat seat)
    {
        var (groups, seats) = (_groups, _seats);
        if (seats.TryGetValue(seat.Report.AgentId, out var old))
        {
            seats = seats.Remove(seat.Report.AgentId);
            var key = old.Profile;
            var rest = groups[key].Seats.Remove(new(old));
            groups = rest.IsEmpty ? groups.Remove(key) : groups.SetItem(key, groups[key] with { Seats = rest });
        }
        if (seat.Free > 0)
        {
            seats = seats.Add(seat.Report.AgentId, seat);
            var key = seat.Profile;
            var group = groups.TryGetValue(key, out var known) ? known : new(seat.Report, []);
            groups = groups.SetItem(key, group with { Seats = group.Seats.Add(new(seat)) });
        }
        return new(groups, seats);
    }
}

/// <summary>Agents of the same skills and languages who have room, the first to be asked first.</summary>
/// <param name="Sample">Any of them, for what all have in common.</param>
internal sealed record ReadyGroup(AgentReport Sample, ImmutableSortedSet<SeatPlace> Seats);

/// <summary>A place in a group: most room, then idle longest, then by id.</summary>
internal readonly record struct SeatPlace(AgentSeat Seat) : IComparable<SeatPlace>
{
    public int CompareTo(SeatPlace other)
    {
        var order = other.Seat.Free.CompareTo(Seat.Free);
        if (order == 0) order = Seat.Report.IdleSince.CompareTo(other.Seat.Report.IdleSince);
        return order != 0 ? order : string.CompareOrdinal(Seat.Report.AgentId, other.Seat.Report.AgentId);
    }
}
