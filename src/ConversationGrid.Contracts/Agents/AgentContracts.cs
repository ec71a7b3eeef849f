namespace ConversationGrid.Contracts;

/// <summary>Whether an agent takes work.</summary>
public enum PresenceStatus
{
    None = 0,
    Online,
    Away,
    Offline,
}

/// <summary>A presence that was chosen, and why.</summary>
public sealed record ChosenPresence(PresenceStatus Status, string? Reason = null);

/// <summary>Reasons of a presence that the agent did not choose.</summary>
public static class PresenceReasons
{
    /// <summary>Several offers in a row ran out while the agent was connected.</summary>
    public const string MissedOffers = "missedOffers";
}

/// <summary>An agent's room for work at one moment. A report with a higher version replaces an older one.</summary>
/// <param name="Version">The agent's sequence number when it reported.</param>
/// <param name="Free">Units of capacity left. A conversation takes one, or what its channel weighs.</param>
/// <param name="Skills">Levels 1 to 10 by skill.</param>
/// <param name="Rooms">Conversations it can still take of each channel that has a limit of its own.</param>
public sealed record AgentReport(
    string AgentId, string Name, long Version, PresenceStatus Status, int Free, DateTimeOffset IdleSince, IReadOnlyList<string> Languages,
    IReadOnlyDictionary<string, int>? Skills = null, IReadOnlyDictionary<string, int>? Rooms = null);

/// <summary>An order to an agent entity.</summary>
public abstract record AgentCommand;

/// <summary>Writes what the staff directory says of the agent; changes nothing when it is the same.</summary>
/// <param name="Capacity">Units of work at the same time, 1 to 100.</param>
/// <param name="Skills">Levels 1 to 10 by skill.</param>
/// <param name="Channels">Most conversations of a channel at the same time, for channels with a limit of their own.</param>
public sealed record ConfigureAgent(
    string Name, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, int Capacity,
    IReadOnlyDictionary<string, int>? Skills = null, IReadOnlyDictionary<string, int>? Channels = null) : AgentCommand;

/// <summary>The agent's account is gone: it is offline, serves no queue, and all its work goes back at once. The same again changes nothing.</summary>
public sealed record RetireAgent : AgentCommand;

/// <summary>Chooses a presence. It lasts until another is chosen, also over lost connections. Offline gives all work back.</summary>
/// <param name="Reason">Why, in the company's own words, e.g. <c>lunch</c>.</param>
public sealed record SetPresence(PresenceStatus Status, string? Reason = null) : AgentCommand;

/// <summary>Asks for room for one conversation. Granted at most once per offer.</summary>
/// <param name="Weight">Units that it takes; 0 counts as 1.</param>
/// <param name="Pick">Sequence number of the choice in the queue's journal; 0 from older silos.</param>
public sealed record ReserveAgent(
    string OfferId, string ConversationId, string Queue, long Ticket, int Weight = 0, string? Channel = null, long Pick = 0) : AgentCommand;

/// <summary>The conversation accepted the offer; the agent may be told.</summary>
/// <param name="Offering">The effect that offered it; ignored when it is no longer pending. Null from older silos.</param>
public sealed record ConfirmOffer(string OfferId, DateTimeOffset ExpiresAt, EffectId? Offering = null) : AgentCommand;

/// <summary>The conversation is this agent's now.</summary>
/// <param name="Takes">Whether it takes a place that nobody reserved, because a supervisor ordered it.</param>
public sealed record ConfirmAssignment(string OfferId, string ConversationId, bool Takes = false) : AgentCommand;

/// <summary>Gives the room back, whether it was offered or assigned.</summary>
/// <param name="WrapUp">Time the agent has first to finish what it had assigned, during which it gets no new work.</param>
public sealed record ReleaseAgent(string OfferId, ReleaseReason Reason, TimeSpan? WrapUp = null) : AgentCommand;

/// <summary>The agent is done with what comes after a conversation.</summary>
/// <param name="Code">What it was about, in the company's own words.</param>
public sealed record FinishWrapUp(string OfferId, string? Code) : AgentCommand;

/// <summary>
/// A gateway answers for this agent until <paramref name="Until"/>, and repeats it before that. While no gateway is connected the agent
/// gets no new work and its open offers go on to others; when the last lease ends, it is offline and gives all its work back. An agent who
/// comes back after that has the presence again that it chose last.
/// </summary>
/// <param name="Connected">Whether the agent is connected there, or was when the gateway stopped; false when it left and the grace begins.</param>
public sealed record LeaseAgent(string Gateway, DateTimeOffset Until, bool Connected = true) : AgentCommand;

/// <summary>Says that a pending effect was carried out, or cannot be.</summary>
public sealed record SettleAgentEffect(EffectId Effect) : AgentCommand;

/// <summary>Fires the timers that are due.</summary>
public sealed record TickAgent : AgentCommand;

/// <summary>A fact of an agent.</summary>
public abstract record AgentEvent : DomainEvent;

/// <summary>The staff directory says something new of the agent.</summary>
/// <param name="WithdrawsOffers">Whether what is offered to it from queues that it does not serve any more goes to others.</param>
[Event("agentConfigured")]
public sealed record AgentConfigured(
    string Name,
    IReadOnlyList<string> Queues,
    IReadOnlyList<string> Languages,
    int Capacity,
    IReadOnlyDictionary<string,
    int>? Skills = null,
    IReadOnlyDictionary<string,
    int>? Channels = null,
    bool WithdrawsOffers = false) : AgentEvent;

/// <summary>The agent has another presence.</summary>
/// <param name="Lost">True when no connection was left, rather than by the agent's own choice.</param>
/// <param name="Reason">Why, in the agent's words, or one of <see cref="PresenceReasons"/>.</param>
/// <param name="Chosen">Of a lost agent, the presence that it gets again when it comes back; null from older versions.</param>
[Event("presenceChanged")]
public sealed record PresenceChanged(PresenceStatus Status, bool Lost, string? Reason = null, ChosenPresence? Chosen = null) : AgentEvent;

/// <summary>A gateway answers for the agent until a moment.</summary>
/// <param name="Returned">Whether the agent was not connected there before.</param>
[Event("agentLeased")]
public sealed record AgentLeased(string Gateway, DateTimeOffset Until, bool Connected = true, bool Returned = false) : AgentEvent;

/// <summary>Room for one conversation is taken, before it is offered.</summary>
/// <param name="Weight">Units taken; 0 counts as 1.</param>
/// <param name="Pick">Sequence number of the choice in the queue's journal; 0 for an order, and in what older versions wrote.</param>
[Event("slotReserved")]
public sealed record SlotReserved(
    string OfferId,
    string ConversationId,
    string Queue,
    long Ticket,
    int Weight = 0,
    string? Channel = null,
    long Pick = 0) : AgentEvent;

/// <summary>The agent may take the conversation until <paramref name="ExpiresAt"/>.</summary>
[Event("offerMade")]
public sealed record OfferMade(string OfferId, string ConversationId, string Queue, DateTimeOffset ExpiresAt) : AgentEvent;

/// <summary>The conversation is the agent's.</summary>
[Event("slotAssigned")]
public sealed record SlotAssigned(string OfferId, string ConversationId) : AgentEvent;

/// <summary>The conversation is over and the agent finishes it, until <paramref name="Until"/> at the latest.</summary>
[Event("slotWrapping")]
public sealed record SlotWrapping(string OfferId, string ConversationId, DateTimeOffset Until) : AgentEvent;

/// <summary>The room is free again.</summary>
/// <param name="Code">What the agent said of it when it was done.</param>
/// <param name="WrapUp">How long the agent took for that.</param>
[Event("slotReleased")]
public sealed record SlotReleased(
    string OfferId,
    string ConversationId,
    bool WasOffered,
    bool WasAssigned,
    ReleaseReason Reason,
    string? Code = null,
    TimeSpan? WrapUp = null) : AgentEvent;

/// <summary>A conversation goes back to its queue, because its agent chose to be offline, or was when the conversation came.</summary>
[Event("slotGivenBack")]
public sealed record SlotGivenBack(string OfferId, string ConversationId) : AgentEvent;

/// <summary>A pending effect is done, or no longer wanted.</summary>
[Event("agentEffectSettled")]
public sealed record AgentEffectSettled(EffectId Effect) : AgentEvent;

/// <summary>An agent at one moment.</summary>
/// <param name="Load">Units of capacity reserved, assigned or being wrapped up.</param>
/// <param name="Reason">Why the agent has this status, where it said so.</param>
/// <param name="Free">Units that it can take now; 0 while it is away, not connected or wrapping up.</param>
public sealed record AgentView(
    string AgentId, string? Name, PresenceStatus Status, int Load, int Capacity, IReadOnlyList<string> Queues, IReadOnlyList<SlotView> Slots,
    string? Reason = null, IReadOnlyDictionary<string, int>? Skills = null, IReadOnlyList<string>? Languages = null, int Free = 0);

/// <summary>One place of an agent's capacity that is taken.</summary>
/// <param name="OfferExpiresAt">Set while the conversation is offered and not yet taken.</param>
/// <param name="WrapUpUntil">Set once the conversation is over and the agent finishes it.</param>
public sealed record SlotView(
    string OfferId, string ConversationId, string Queue, bool Assigned, DateTimeOffset? OfferExpiresAt, int Weight = 1, DateTimeOffset? WrapUpUntil = null);
