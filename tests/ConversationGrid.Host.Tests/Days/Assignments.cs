using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>Goes through a day's journal and fails at whatever an agent was given that it should not have.</summary>
internal sealed class Assignments
{
    private readonly Dictionary<string, Dictionary<string, int>> _units = [];
    private readonly Dictionary<(string Queue, string Conversation), ConversationEnqueued> _joined = [];
    private readonly Dictionary<string, (AgentPicked Pick, string Queue)> _picks = [];
    private readonly Dictionary<string, string> _assignee = [];

    /// <summary>Offers by conversation, in order.</summary>
    public Dictionary<string, List<string>> Offers { get; } = [];

    /// <summary>By conversation, who had it and when it was taken and given up.</summary>
    public List<(string Conversation, string Agent, DateTimeOffset At, bool Taken)> Changes { get; } = [];

    public static Assignments Check(IEnumerable<GlobalEvent> events)
    {
        var all = new Assignments();
        foreach (var e in events)
            switch (e.Committed.Event)
            {
                case QueueEvent x: all.Check(e.Stream.Id.Id, x); break;
                case AgentEvent x: all.Check(e.Stream.Id.Id, x); break;
                case ConversationEvent x: all.Check(e.Stream.Id.Id, x); break;
            }
        return all;
    }

    private void Check(string queue, QueueEvent e)
    {
        if (e is ConversationEnqueued joined) _joined[(queue, joined.ConversationId)] = joined;
        if (e is not AgentPicked pick) return;
        _picks.Add(pick.OfferId, (pick, queue));
        var member = MemberOf(pick.AgentId);
        Assert.Contains(queue, member.Queues ?? Centre.Queues.Keys);
        // Rings only ever ask for less, so one that is looked at late asks for more than it must.
        var entry = _joined[(queue, pick.ConversationId)];
        var waited = pick.At - entry.At;
        var asked = Centre.Queues[queue].Last(ring => ring.After <= waited);
        foreach (var (skill, level) in asked.Skills)
            Assert.True(member.Skills.GetValueOrDefault(skill) >= level, $"{pick.AgentId} was picked for '{queue}' after {waited} with {skill} below {level}.");
        if (asked.Language) Assert.Contains(entry.Language, member.Languages);
        Assert.NotNull(pick.Basis);
        Assert.Equal(pick.AgentId, pick.Basis.Candidates[0].AgentId);
    }

    private void Check(string agent, AgentEvent e)
    {
        if (!_units.TryGetValue(agent, out var units)) _units[agent] = units = [];
        if (e is SlotReleased released) units.Remove(released.OfferId);
        if (e is not SlotReserved reserved) return;
        var weight = reserved.Queue == "letters" ? 2 : 1;
        Assert.Equal(weight, Math.Max(1, reserved.Weight));
        units.Add(reserved.OfferId, weight);
        var member = MemberOf(agent);
        Assert.True(units.Values.Sum() <= member.Capacity, $"{agent} has {units.Values.Sum()} of {member.Capacity} units.");
        if (member.Channels?.GetValueOrDefault("email") is { } most)
            Assert.True(units.Keys.Count(offer => _picks[offer].Queue == "letters") <= most, $"{agent} has more than {most} e-mails.");
    }

    private void Check(string conversation, ConversationEvent e)
    {
        switch (e)
        {
            case Offered x:
                Assert.Equal((x.AgentId, x.Queue), (_picks[x.OfferId].Pick.AgentId, _picks[x.OfferId].Queue));
                if (!Offers.TryGetValue(conversation, out var offers)) Offers[conversation] = offers = [];
                offers.Add(x.OfferId);
                break;
            case Assigned x:
                Assert.True(_assignee.TryAdd(conversation, x.AgentId), $"'{conversation}' went to {x.AgentId} while {_assignee[conversation]} had it.");
                Assert.Equal(Offers[conversation][^1], x.OfferId);
                Changes.Add((conversation, x.AgentId, x.At, true));
                break;
            case Unassigned or Resolved or Closed when _assignee.Remove(conversation, out var agent):
                Changes.Add((conversation, agent, e.At, false));
                break;
        }
    }

    private static Member MemberOf(string agent) => Assert.Single(Centre.Members, m => m.Id == agent);
}
