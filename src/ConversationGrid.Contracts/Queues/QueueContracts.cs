namespace ConversationGrid.Contracts;

/// <summary>An order to a queue.</summary>
public abstract record QueueCommand;

/// <summary>Puts a conversation in line. The same ticket again changes nothing; a newer one replaces an older one.</summary>
/// <param name="WaitingSince">When the customer's wait truly began; a transfer keeps it.</param>
/// <param name="Channel">Where the customer writes; it decides how much of an agent's capacity the conversation takes.</param>
/// <param name="Value">What the customer is worth to the company, 0 to 3.</param>
/// <param name="NotTo">Agents who gave it away and are not asked for it yet.</param>
public sealed record EnqueueConversation(
    string ConversationId, long Ticket, DateTimeOffset WaitingSince, int Priority, string Language, string? PreferredAgentId,
    string? Channel = null, int Value = 0, IReadOnlyList<ExcludedAgent>? NotTo = null) : QueueCommand;

/// <summary>An agent who is not offered a conversation until a moment, because it gave it away.</summary>
public sealed record ExcludedAgent(string AgentId, DateTimeOffset Until);

/// <summary>Takes a conversation out of the line.</summary>
public sealed record DequeueConversation(string ConversationId, long Ticket) : QueueCommand;

/// <summary>An offer ended without an assignment; the conversation waits again, and this agent is not asked again at once.</summary>
/// <param name="Excused">Whether the agent could not answer the offer, and may be asked again at once.</param>
public sealed record ReturnToQueue(string ConversationId, long Ticket, string OfferId, string AgentId, bool Excused = false) : QueueCommand;

/// <summary>An agent's room for work changed.</summary>
public sealed record ReportAgent(AgentReport Report) : QueueCommand;

/// <summary>The answer of the agent that this queue picked.</summary>
/// <param name="Granted">False when it had no room.</param>
public sealed record SettleReservation(EffectId Effect, string OfferId, bool Granted, AgentReport? Report) : QueueCommand;

/// <summary>Says that a pending effect was carried out, or cannot be.</summary>
public sealed record SettleQueueEffect(EffectId Effect) : QueueCommand;

/// <summary>Fires the timers that are due.</summary>
public sealed record TickQueue : QueueCommand;

/// <summary>A fact of a queue.</summary>
public abstract record QueueEvent : DomainEvent;

/// <summary>A conversation waits in the line.</summary>
/// <param name="Rank">The earlier, the sooner it is served: the start of the wait less the head starts of its priority and value.</param>
/// <param name="Terms">What the queue's policy made of it; null where the policy asks for nothing.</param>
[Event("conversationEnqueued")]
public sealed record ConversationEnqueued(
    string ConversationId,
    long Ticket,
    DateTimeOffset WaitingSince,
    int Priority,
    string Language,
    string? PreferredAgentId,
    DateTimeOffset Rank,
    QueueTerms? Terms = null,
    IReadOnlyList<ExcludedAgent>? NotTo = null) : QueueEvent;

/// <summary>It left the line.</summary>
[Event("conversationDequeued")]
public sealed record ConversationDequeued(string ConversationId, long Ticket) : QueueEvent;

/// <summary>The queue chose an agent, and why.</summary>
/// <param name="Reason">One line a supervisor understands, e.g. <c>most room (3 free), idle longest</c>.</param>
/// <param name="Basis">What was known when the choice was made: enough to make it again.</param>
[Event("agentPicked")]
public sealed record AgentPicked(
    string ConversationId,
    long Ticket,
    string AgentId,
    string OfferId,
    string Reason,
    PickBasis? Basis = null) : QueueEvent;

/// <summary>The pick came to nothing; the conversation waits again.</summary>
/// <param name="RetryAt">Until then this agent is not picked for it again.</param>
[Event("pickEnded")]
public sealed record PickEnded(string ConversationId, long Ticket, string AgentId, string OfferId, DateTimeOffset RetryAt) : QueueEvent;

/// <summary>The agent granted the reservation; the offer is on its way.</summary>
[Event("pickGranted")]
public sealed record PickGranted(string ConversationId, long Ticket, string OfferId) : QueueEvent;

/// <summary>Agents who let an offer go may be asked again for it: every exclusion until <paramref name="Until"/> is over.</summary>
[Event("exclusionsLapsed")]
public sealed record ExclusionsLapsed(DateTimeOffset Until) : QueueEvent;

/// <summary>An agent's room for work changed.</summary>
[Event("agentReported")]
public sealed record AgentReported(AgentReport Report) : QueueEvent;

/// <summary>Waits reached the times of their terms: less is asked of an agent, or a hold is over, as of <paramref name="Until"/>.</summary>
[Event("waitsAdvanced")]
public sealed record WaitsAdvanced(DateTimeOffset Until) : QueueEvent;

/// <summary>It waited here for as long as the policy allows; the conversation is told to go on to another queue.</summary>
[Event("conversationOverflowed")]
public sealed record ConversationOverflowed(string ConversationId, long Ticket, string To) : QueueEvent;

/// <summary>It joined while no agent was there, or the queue was closed; the customer is told.</summary>
/// <param name="Open">Whether it was within the queue's hours.</param>
/// <param name="Absence">Number of the absence, from 1; 0 in what older versions wrote.</param>
[Event("nobodyThere")]
public sealed record NobodyThere(string ConversationId, long Ticket, bool Open, long Absence = 0) : QueueEvent;

/// <summary>The last agent at work left while customers wait. They are told at <paramref name="TellAt"/>, unless somebody is back before.</summary>
/// <param name="Absence">Number of the absence that begins, from 2: the first is the time before anybody came.</param>
[Event("agentsGone")]
public sealed record AgentsGone(long Absence, DateTimeOffset TellAt) : QueueEvent;

/// <summary>The queue closed with somebody in its line, and no agent is asked until <paramref name="ClosedUntil"/>; null: it is open again.</summary>
[Event("queueHoursChanged")]
public sealed record QueueHoursChanged(DateTimeOffset? ClosedUntil) : QueueEvent;

/// <summary>Nobody came back: those who wait are told, a bounded number at a time.</summary>
/// <param name="More">Whether there are others to tell after these.</param>
[Event("absenceTold")]
public sealed record AbsenceTold(long Absence, IReadOnlyList<WaitingPlace> Told, bool Open, bool More) : QueueEvent;

/// <summary>A conversation and the number of its place in the line.</summary>
public sealed record WaitingPlace(string ConversationId, long Ticket);

/// <summary>A pending effect is done, or no longer wanted.</summary>
[Event("queueEffectSettled")]
public sealed record QueueEffectSettled(EffectId Effect) : QueueEvent;

/// <summary>A queue at one moment.</summary>
public sealed record QueueView(string QueueId, int Waiting, int Offered, DateTimeOffset? LongestWaitSince, int AgentsOnline, int Free,
    IReadOnlyList<WaitingView> First);

/// <summary>One place in the line.</summary>
public sealed record WaitingView(string ConversationId, DateTimeOffset WaitingSince, int Priority, bool Offered);
