using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>Have the assistant answer what the customer wrote up to <paramref name="UpToSeq"/>.</summary>
public sealed record AskAssistant(long UpToSeq, string Language, AssistantMemory? Memory = null) : Effect;

/// <summary>Run a tool once for the task that <paramref name="TaskSeq"/> set going, in the name of <paramref name="Subject"/>.</summary>
public sealed record RunTool(long TaskSeq, string Tool, IReadOnlyList<TaskSlot> Slots, string? Subject, string Language) : Effect;

/// <summary>Send a message to the customer through the conversation's channel.</summary>
public sealed record DeliverMessage(long MessageSeq) : Effect;

/// <summary>Put this conversation in a queue's line.</summary>
public sealed record JoinQueue(
    string Queue, long Ticket, DateTimeOffset WaitingSince, int Priority, string Language, string? PreferredAgentId, string? Channel = null, int Value = 0,
    IReadOnlyList<ExcludedAgent>? NotTo = null) : Effect;

/// <summary>Take this conversation out of a queue's line.</summary>
public sealed record LeaveQueue(string Queue, long Ticket) : Effect;

/// <summary>Tell the queue that an offer came to nothing.</summary>
/// <param name="Excused">Whether the agent could not answer the offer.</param>
public sealed record RejoinQueue(string Queue, long Ticket, string OfferId, string AgentId, bool Excused = false) : Effect;

/// <summary>Tell the agent that the conversation is its own now.</summary>
/// <param name="Takes">Whether the agent takes a place for it now, because a supervisor ordered it without an offer.</param>
public sealed record ConfirmToAgent(string AgentId, string OfferId, bool Takes = false) : Effect;

/// <summary>Give the agent its room back.</summary>
/// <param name="WrapUp">Time that it has first to finish.</param>
public sealed record FreeAgent(string AgentId, string OfferId, ReleaseReason Reason, TimeSpan? WrapUp = null) : Effect;

/// <summary>Enter this conversation into its customer's history, and learn what holds for the customer.</summary>
/// <param name="Value">The customer's value as far as this conversation knows.</param>
public sealed record LinkToCustomer(string CustomerId, int Value = 0) : Effect;

/// <summary>Have the assistant tell the human who takes over what it is about.</summary>
public sealed record SummariseForHandoff(long Ticket) : Effect;

/// <summary>Notifies the people concerned by the event that asked for this: the agent concerned, and for an alert the supervisors.</summary>
public sealed record TellStaff : Effect;

/// <summary>Tell the conversation into which this one was merged.</summary>
public sealed record TellMerged(string Into, IReadOnlyList<string> Labels) : Effect;
