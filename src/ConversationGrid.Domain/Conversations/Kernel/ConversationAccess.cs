using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// Who may see a conversation: the one rule for opening, resuming, delivery, lists and REST.
/// <list type="bullet">
/// <item>A customer sees its own; a supervisor or administrator the workspace's.</item>
/// <item>An agent sees and follows what it has, is offered, or what waits in one of its queues. What it had last it also follows while it is in
/// nobody else's hands: snoozed, over, or with the assistant after that.</item>
/// <item>An agent who had it, and from whom it went to others, may read it up to the event with which it left. Nothing is pushed to it any more.</item>
/// </list>
/// </summary>
/// <param name="ReadableTo">The last event that the caller may read; null: it sees all of it and follows what comes.</param>
public readonly record struct ConversationAccess(bool Sees, long? ReadableTo)
{
    private static readonly ConversationAccess Full = new(true, null);

    /// <summary>Whether the caller gets what comes.</summary>
    public bool Follows => Sees && ReadableTo is null;

    /// <summary>What a caller may see, by its role and queues of now.</summary>
    public static ConversationAccess Of(ConversationParties parties, Caller by) => by.Role switch
    {
        _ when parties.Seq == 0 || (by.IsStaff && !by.Has(Rights.View)) => default,
        CallerRole.Customer => parties.CustomerId == by.Actor.Id ? Full : default,
        CallerRole.Agent => OfAgent(parties, by),
        _ => by.SeesWholeWorkspace ? Full : default,
    };

    /// <summary>The parties after an event.</summary>
    public static ConversationParties After(ConversationParties p, long seq, ConversationEvent e) => (e switch
    {
        ConversationStarted x => p with { CustomerId = x.CustomerId },
        CustomerIdentified x => p with { CustomerId = x.CustomerId },
        HandoffRequested x => p with { WaitsIn = x.Queue, Agents = Left(p.Agents, seq, _ => true) },
        Offered x => p with { OfferedTo = x.AgentId },
        OfferWithdrawn => p with { OfferedTo = null },
        Assigned x => p with { WaitsIn = null, OfferedTo = null, Agents = Taken(Left(p.Agents, seq, _ => true), x.AgentId) },
        Unassigned x => p with { Agents = Left(p.Agents, seq, agent => agent.AgentId == x.AgentId) },
        Snoozed or ReturnedToAssistant or Resolved or Closed => p with { WaitsIn = null, OfferedTo = null },
        _ => p,
    }) with { Seq = seq };

    /// <summary>Who has it, or had it last; null for nobody.</summary>
    internal static string? LastAgentOf(ConversationParties parties) => parties.Agents.MaxBy(agent => agent.LeftSeq ?? long.MaxValue)?.AgentId;

    private static ConversationAccess OfAgent(ConversationParties parties, Caller by)
    {
        if (parties.OfferedTo == by.Actor.Id || (parties.WaitsIn is { } queue && by.Queues.Contains(queue))) return Full;
        foreach (var agent in parties.Agents)
            if (agent.AgentId == by.Actor.Id) return new(true, agent.LeftSeq);
        return default;
    }

    private static IReadOnlyList<PastAgent> Left(IReadOnlyList<PastAgent> agents, long seq, Predicate<PastAgent> who) =>
        agents.Any(agent => agent.LeftSeq is null && who(agent))
            ? [.. agents.Select(agent => agent.LeftSeq is null && who(agent) ? agent with { LeftSeq = seq } : agent)]
            : agents;

    private static IReadOnlyList<PastAgent> Taken(IReadOnlyList<PastAgent> agents, string agentId) =>
        agents.Any(agent => agent.AgentId == agentId)
            ? [.. agents.Select(agent => agent.AgentId == agentId ? new(agentId) : agent)]
            : [.. agents.TakeLast(ConversationState.PastMax - 1), new(agentId)];
}
