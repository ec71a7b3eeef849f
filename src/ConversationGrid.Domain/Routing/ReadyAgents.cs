using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>
/// Agents with room, those of the same skills and languages together, each group in the order in which it is asked. So a choice looks at
/// the first of each group that can do what is asked, not at every agent.
/// </summary>
internal sealed class ReadyAgents
{
    /// <summary>Abilities that are kept though nobody minds them at the moment, because a need often comes back.</summary>
    private const int AbilitiesKept = 64;

    private static readonly ImmutableSortedSet<string> NoProfiles = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static readonly ReadyAgents Empty = new(
        ImmutableSortedDictionary.Create<string, ReadyGroup>(StringComparer.Ordinal), ImmutableDictionary<string, AgentSeat>.Empty,
        ImmutableDictionary<string, AbleProfiles>.Empty);

    private readonly ImmutableSortedDictionary<string, ReadyGroup> _groups;
    private readonly ImmutableDictionary<string, AgentSeat> _seats;
    private readonly ImmutableDictionary<string, AbleProfiles> _able;

    private ReadyAgents(
        ImmutableSortedDictionary<string, ReadyGroup> groups, ImmutableDictionary<string, AgentSeat> seats, ImmutableDictionary<string, AbleProfiles> able) =>
        (_groups, _seats, _able) = (groups, seats, able);

    public int Count => _seats.Count;
    public IEnumerable<ReadyGroup> Groups => _groups.Values;

    /// <summary>Groups whose skills and languages are enough, in the order of <see cref="Groups"/>.</summary>
    public IEnumerable<ReadyGroup> GroupsFor(Need need) => _able.TryGetValue(need.Ability, out var able)
        ? able.Profiles.Select(profile => _groups[profile])
        : _groups.Values.Where(group => Eligibility.OfAbility(need, group.Sample) == Verdict.Fits);

    /// <summary>These, with an eye on who can do what the need asks, until <see cref="Forgetting"/> it as often.</summary>
    public ReadyAgents Minding(Need need)
    {
        var able = _able.TryGetValue(need.Ability, out var known)
            ? known with { Minded = known.Minded + 1 }
            : new(need, 1, NoProfiles.Union(_groups.Where(g => Eligibility.OfAbility(need, g.Value.Sample) == Verdict.Fits).Select(g => g.Key)));
        return new(_groups, _seats, _able.SetItem(need.Ability, able));
    }

    /// <inheritdoc cref="Minding"/>
    public ReadyAgents Forgetting(Need need)
    {
        var known = _able[need.Ability];
        return new(_groups, _seats, known.Minded == 1 && _able.Count > AbilitiesKept ? _able.Remove(need.Ability)
            : _able.SetItem(need.Ability, known with { Minded = known.Minded - 1 }));
    }

    public AgentSeat? Find(string agentId) => _seats.GetValueOrDefault(agentId);

    /// <summary>These, with the agent as it is now: in its place, or gone when it has no room.</summary>
    public ReadyAgents With(AgentSeat seat)
    {
        var (groups, seats, able) = (_groups, _seats, _able);
        if (seats.TryGetValue(seat.Report.AgentId, out var old))
        {
            seats = seats.Remove(seat.Report.AgentId);
            var group = groups[old.Profile];
            var rest = group.Seats.Remove(new(old));
            groups = rest.IsEmpty ? groups.Remove(old.Profile) : groups.SetItem(old.Profile, group with { Seats = rest });
        }
        if (seat.Free > 0)
        {
            seats = seats.Add(seat.Report.AgentId, seat);
            var group = groups.TryGetValue(seat.Profile, out var known) ? known : new(seat.Report, []);
            groups = groups.SetItem(seat.Profile, group with { Seats = group.Seats.Add(new(seat)) });
        }
        if (old is not null && !groups.ContainsKey(old.Profile)) able = Changed(able, old, present: false);
        if (seat.Free > 0 && !_groups.ContainsKey(seat.Profile)) able = Changed(able, seat, present: true);
        return new(groups, seats, able);
    }

    /// <summary>A profile came or went: it is noted wherever it is enough.</summary>
    private static ImmutableDictionary<string, AbleProfiles> Changed(ImmutableDictionary<string, AbleProfiles> able, AgentSeat seat, bool present)
    {
        foreach (var (ability, one) in able)
        {
            if (Eligibility.OfAbility(one.Need, seat.Report) != Verdict.Fits) continue;
            able = able.SetItem(ability, one with { Profiles = present ? one.Profiles.Add(seat.Profile) : one.Profiles.Remove(seat.Profile) });
        }
        return able;
    }

    /// <summary>The profiles of agents with room that are enough for a need.</summary>
    /// <param name="Minded">How often somebody asked to know.</param>
    private sealed record AbleProfiles(Need Need, int Minded, ImmutableSortedSet<string> Profiles);
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
