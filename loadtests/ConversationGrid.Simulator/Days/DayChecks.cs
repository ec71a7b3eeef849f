using ConversationGrid.Contracts;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Simulator.Days;

/// <summary>
/// What must hold on any day. Whom an agent fits is worked out here again, from the policy and the clock, so that a mistake there is no
/// mistake here.
/// </summary>
internal sealed class DayChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private readonly Centre _centre;
    private readonly Dictionary<(string Conversation, long Ticket), DateTimeOffset> _joined = [];
    private readonly Dictionary<string, string> _holders = [];

    public DayChecks(Centre centre)
    {
        _centre = centre;
        centre.Look = Look;
    }

    public List<string> Violations { get; } = [];
    public int Picks { get; private set; }
    public int Assignments { get; private set; }

    /// <summary>Runs the day to its end, with a look at the idle every so often.</summary>
    public void Run()
    {
        var step = TimeSpan.FromMinutes(7.3);
        for (var at = RandomDay.Start + step; at < RandomDay.LastArrival + TimeSpan.FromHours(2); at += step) _centre.Grid.At(at, LookAtTheIdle);
        _centre.Grid.RunUntil(RandomDay.End);
        foreach (var arrival in _centre.Arrivals.Keys)
            if (!_centre.Grid.ConversationOf(Centre.Id(arrival)).IsOver)
                Violate($"{arrival} is {_centre.Grid.ConversationOf(Centre.Id(arrival)).Status} in the end.");
        foreach (var desk in _centre.Desks.Keys)
            if (_centre.Grid.AgentOf(Centre.Id(desk)).Slots.Count > 0) Violate($"{desk} keeps {_centre.Grid.AgentOf(Centre.Id(desk)).Slots[0]}.");
    }

    private void Look(StreamId stream, long seq, DomainEvent e)
    {
        switch (e)
        {
            case SlotReserved:
                var agent = _centre.Grid.AgentOf(stream.Id);
                if (agent.Slots.Sum(s => Math.Max(1, s.Weight)) > agent.Capacity) Violate($"{stream.Id.Id} is over capacity.");
                break;
            case Assigned x:
                Assignments++;
                if (!_holders.TryAdd(stream.Id.Id, x.AgentId)) Violate($"{stream.Id.Id} is {_holders[stream.Id.Id]}'s, and given to {x.AgentId}.");
                break;
            case Unassigned or Resolved or Closed: _holders.Remove(stream.Id.Id); break;
            case ConversationEnqueued x: _joined[(x.ConversationId, x.Ticket)] = x.At; break;
            case AgentPicked x: LookAtPick(stream.Id.Id, x); break;
        }
    }

    private void LookAtPick(string queue, AgentPicked pick)
    {
        Picks++;
        if (PickReplay.Choose(pick) != pick.AgentId) Violate($"{pick.OfferId}: its record leads to {PickReplay.Choose(pick)}.");
        var state = _centre.Grid.QueueOf(Centre.Id(queue));
        var taken = state.Entries[pick.ConversationId];
        if (FitsNot(queue, pick.ConversationId, pick.Ticket, taken.Language, _centre.Desks[pick.AgentId]) is { } why)
            Violate($"{pick.OfferId}: {pick.AgentId} {why}.");
        var policy = _centre.Policies.GetValueOrDefault(queue);
        var headStart = policy?.PriorityHeadStart ?? _centre.Options.PriorityHeadStart;
        foreach (var other in state.Entries.Values)
        {
            if (other.Pick is not null || other.Held || taken.WaitingSince <= other.WaitingSince) continue;
            // The bound of ageing: nobody is passed by one who began to wait later than its own start and what its priority is short of the highest.
            if (taken.WaitingSince <= other.WaitingSince + headStart * (3 - other.Priority)) continue;
            if (FitsNot(queue, other.ConversationId, other.Ticket, other.Language, _centre.Desks[pick.AgentId]) is not null) continue;
            if (WeightOf(queue, other.ConversationId) > WeightOf(queue, pick.ConversationId)) continue;
            if (state.Exclusions.Any(x => x.ConversationId == other.ConversationId && x.AgentId == pick.AgentId)) continue;
            Violate($"{other.ConversationId} waits since {other.WaitingSince:T} with priority {other.Priority}, and {pick.ConversationId}, since " +
                $"{taken.WaitingSince:T}, passed it.");
        }
    }

    /// <summary>A conversation that waits and an agent with room for it must not be the two as they are a moment later.</summary>
    private void LookAtTheIdle()
    {
        foreach (var desk in _centre.Desks.Values)
        {
            var agent = _centre.Grid.AgentOf(Centre.Id(desk.Id));
            if (agent.Free == 0) continue;
            foreach (var queue in desk.Queues)
            {
                foreach (var place in _centre.Grid.QueueOf(Centre.Id(queue)).Line)
                {
                    var conversation = _centre.Grid.ConversationOf(Centre.Id(place.ConversationId));
                    if (!CouldTake(queue, agent, desk, conversation)) continue;
                    _centre.Grid.At(_centre.Grid.Now + Patience, () => LookAgain(queue, agent, desk, conversation));
                }
            }
        }
    }

    private bool CouldTake(string queue, AgentState agent, Desk desk, ConversationState conversation)
    {
        if (conversation.Status != ConversationStatus.Waiting || conversation.Handoff.Queue != queue || agent.Free < WeightOf(queue, conversation.Id.Id))
            return false;
        var state = _centre.Grid.QueueOf(Centre.Id(queue));
        if (!state.Entries.TryGetValue(conversation.Id.Id, out var entry) || entry.Pick is not null || entry.Ticket != conversation.Handoff.Ticket)
            return false;
        if (entry.Held && entry.PreferredAgentId != desk.Id) return false;
        return FitsNot(queue, conversation.Id.Id, conversation.Handoff.Ticket, entry.Language, desk) is null
            && !state.Exclusions.Any(x => x.ConversationId == conversation.Id.Id && x.AgentId == desk.Id && x.Until > _centre.Grid.Now - Patience);
    }

    private void LookAgain(string queue, AgentState agent, Desk desk, ConversationState conversation)
    {
        if (_centre.Grid.AgentOf(agent.Id) == agent && _centre.Grid.ConversationOf(conversation.Id).Seq == conversation.Seq
            && CouldTake(queue, agent, desk, conversation))
            Violate($"{conversation.Id.Id} waits in {queue}, and {desk.Id} has room for {agent.Free} and fits.");
    }

    /// <summary>What speaks against an agent, by the policy as it stands and the time since joining.</summary>
    private string? FitsNot(string queue, string conversation, long ticket, string language, Desk desk)
    {
        if (!desk.Queues.Contains(queue)) return "does not serve the queue";
        if (_centre.Policies.GetValueOrDefault(queue)?.Rings is not { Count: > 0 } rings) return null;
        var waited = _centre.Grid.Now - _joined[(conversation, ticket)];
        var ring = rings.Last(r => r.After <= waited);
        if (ring.NeedsLanguage && !desk.Languages.Contains(language)) return $"does not write {language}";
        return ring.Skills.Any(s => desk.Skills.GetValueOrDefault(s.Key) < s.Value) ? "lacks a skill" : null;
    }

    private int WeightOf(string queue, string conversation) =>
        _centre.Policies.GetValueOrDefault(queue)?.Weights.GetValueOrDefault(_centre.Arrivals[conversation].Channel, 1) ?? 1;

    private void Violate(string what)
    {
        if (Violations.Count < 10) Violations.Add($"{_centre.Grid.Now:HH:mm:ss.fff} {what}");
    }
}
