namespace ConversationGrid.Contracts;

/// <summary>Whether an agent takes work.</summary>
public enum PresenceStatus
{
    None = 0,
    Online,
    Away,
    Offline,
}

/// <summary>An agent's room for work at one moment. A report with a higher version replaces an older one.</summary>
/// <param name="Version">The agent's sequence number when it reported.</param>
/// <param name="Free">Conversations that it can still take.</param>
public sealed record AgentReport(string AgentId, string Name, long Version, PresenceStatus Status, int Free, DateTimeOffset IdleSince, IReadOnlyList<string> Languages);

/// <summary>An order to an agent entity.</summary>
public abstract record AgentCommand;

/// <summary>Writes what the staff directory says of the agent; changes nothing when it is the same.</summary>
/// <param name="Capacity">Conversations at the same time, 1 to 100.</param>
public sealed record ConfigureAgent(string Name, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, int Capacity) : AgentCommand;

public sealed record SetPresence(PresenceStatus Status) : AgentCommand;

/// <summary>Asks for room for one conversation. Granted at most once per offer.</summary>
public sealed record ReserveAgent(string OfferId, string ConversationId, string Queue, long Ticket) : AgentCommand;

/// <summary>The conversation accepted the offer; the agent may be told.</summary>
public sealed record ConfirmOffer(string OfferId, DateTimeOffset ExpiresAt) : AgentCommand;

/// <summary>The conversation is this agent's now.</summary>
public sealed record ConfirmAssignment(string OfferId, string ConversationId) : AgentCommand;

/// <summary>Gives the room back, whether it was offered or assigned.</summary>
public sealed record ReleaseAgent(string OfferId, string Reason) : AgentCommand;

/// <summary>
/// A gateway answers for this agent until <paramref name="Until"/>, and repeats it before that. While no gateway is connected the agent
/// gets no new work and its open offers go on to others; when the last lease ends, it is offline and gives all its work back.
/// </summary>
/// <param name="Connected">Whether the gateway holds a connection; false when the last one ended and the grace begins.</param>
public sealed record LeaseAgent(string Gateway, DateTimeOffset Until, bool Connected = true) : AgentCommand;

public sealed record SettleAgentEffect(EffectId Effect) : AgentCommand;

public sealed record TickAgent : AgentCommand;

/// <summary>A fact of an agent.</summary>
public abstract record AgentEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record AgentConfigured(DateTimeOffset At, string Name, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, int Capacity) : AgentEvent(At);

/// <param name="Lost">True when no connection was left, rather than by the agent's own choice.</param>
public sealed record PresenceChanged(DateTimeOffset At, PresenceStatus Status, bool Lost) : AgentEvent(At);

public sealed record AgentLeased(DateTimeOffset At, string Gateway, DateTimeOffset Until, bool Connected = true) : AgentEvent(At);

public sealed record SlotReserved(DateTimeOffset At, string OfferId, string ConversationId, string Queue, long Ticket) : AgentEvent(At);

/// <summary>The agent may take the conversation until <paramref name="ExpiresAt"/>.</summary>
public sealed record OfferMade(DateTimeOffset At, string OfferId, string ConversationId, string Queue, DateTimeOffset ExpiresAt) : AgentEvent(At);

public sealed record SlotAssigned(DateTimeOffset At, string OfferId, string ConversationId) : AgentEvent(At);

public sealed record SlotReleased(DateTimeOffset At, string OfferId, string ConversationId, bool WasOffered, bool WasAssigned, string Reason) : AgentEvent(At);

public sealed record AgentEffectSettled(DateTimeOffset At, EffectId Effect) : AgentEvent(At);

/// <summary>An agent at one moment.</summary>
/// <param name="Load">Conversations reserved or assigned.</param>
public sealed record AgentView(
    string AgentId, string? Name, PresenceStatus Status, int Load, int Capacity, IReadOnlyList<string> Queues, IReadOnlyList<SlotView> Slots);

/// <summary>One place of an agent's capacity that is taken.</summary>
/// <param name="OfferExpiresAt">Set while the conversation is offered and not yet taken.</param>
public sealed record SlotView(string OfferId, string ConversationId, string Queue, bool Assigned, DateTimeOffset? OfferExpiresAt);
