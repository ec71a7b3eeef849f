namespace ConversationGrid.Contracts;

/// <summary>An order to a conversation.</summary>
public abstract record ConversationCommand(Caller By);

/// <summary>Opens the conversation. Its id derives from the customer and the client id, so the same call finds the same conversation.</summary>
/// <param name="Value">What the customer is worth to the company, 0 to 3, as its own entity says; never what a customer says.</param>
/// <param name="FiledBy">Who files it in the customer's name; null where the customer itself writes.</param>
public sealed record StartConversation(
    Caller By, string ClientId, string Channel, string Locale, string? Text, string? Topic, int Value = 0, Actor? FiledBy = null) : ConversationCommand(By);

/// <summary>Says something to everyone. Idempotent by <paramref name="ClientId"/>: the same one gives the same receipt, for ever.</summary>
/// <param name="Suggestion">What an agent made of a suggestion, as the gateway saw it.</param>
/// <param name="Attachments">Files that belong to it, as they are kept; a message with files needs no text.</param>
public sealed record PostMessage(
    Caller By, string ClientId, string Text, SuggestionUse? Suggestion = null, IReadOnlyList<Attachment>? Attachments = null) : ConversationCommand(By);

/// <summary>Says something to colleagues only. Idempotent like <see cref="PostMessage"/>.</summary>
/// <param name="Whisper">Whether it is pushed to the agent who has the conversation, as a supervisor's word in its ear.</param>
public sealed record PostNote(Caller By, string ClientId, string Text, bool Whisper = false) : ConversationCommand(By);

/// <summary>The assistant's result for the effect that asked for it. Ignored when that effect is no longer pending.</summary>
/// <param name="Answering">The pending effect that this settles.</param>
/// <param name="Text">What to say; null to say nothing.</param>
/// <param name="HandoffReason">Set when the assistant gives the conversation to a human.</param>
/// <param name="Step">How a task goes on with this answer.</param>
/// <param name="SignedAs">Whom the session's signature proves, as the grid itself read it; never what an assistant says.</param>
/// <param name="Decision">What led to the answer.</param>
public sealed record PostAnswer(
    Caller By,
    EffectId Answering,
    string? Text,
    IReadOnlyList<Citation>? Citations,
    IReadOnlyList<string>? QuickReplies,
    string? HandoffReason,
    TaskStep? Step = null,
    string? SignedAs = null,
    AiDecision? Decision = null,
    DecisionTexts? DecisionTexts = null) : ConversationCommand(By);

/// <summary>What a human should know at hand-over. Ignored when the effect that asked for it is no longer pending.</summary>
public sealed record PostSummary(Caller By, EffectId Answering, string? Text, IReadOnlyList<SummaryLine>? Lines = null) : ConversationCommand(By);

/// <summary>Keeps what a model did for a member of staff, e.g. a reply that it suggested; shown in no transcript. Sent once for each call of the
/// model.</summary>
public sealed record RecordDecision(Caller By, AiDecision Decision, DecisionTexts? Texts) : ConversationCommand(By);

/// <summary>Gives the conversation to humans. Idempotent while one is asked for or present.</summary>
public sealed record RequestHandoff(Caller By, string? Reason, string? Queue = null) : ConversationCommand(By);

/// <summary>Offers the conversation to an agent who reserved capacity for it.</summary>
/// <param name="Ticket">The hand-over that this belongs to; an older one is refused.</param>
/// <param name="Pick">Sequence number of the choice in the queue's journal; 0 from older silos.</param>
public sealed record OfferToAgent(Caller By, string OfferId, string AgentId, string AgentName, string Queue, long Ticket, long Pick = 0)
    : ConversationCommand(By);

/// <summary>Takes an offer. A withdrawn offer gives <c>conflict</c>.</summary>
public sealed record AcceptOffer(Caller By, string OfferId) : ConversationCommand(By);

/// <summary>Turns an offer down; it goes to the next agent.</summary>
public sealed record DeclineOffer(Caller By, string OfferId, string? Reason) : ConversationCommand(By);

/// <summary>The agent of this offer or assignment is gone; the conversation goes to the next one. Ignored when it is no longer that agent's.</summary>
public sealed record GiveBackConversation(string AgentId, string OfferId) : ConversationCommand(Caller.System);

/// <summary>Moves the conversation to a queue, to one agent or back to the assistant, with a note for the next agent.</summary>
public sealed record TransferConversation(Caller By, string? Queue, string? AgentId, string? Note, bool ToAssistant = false) : ConversationCommand(By);

/// <summary>It waited long enough in this queue; it goes on to the other. Ignored when it no longer waits under this ticket.</summary>
public sealed record OverflowConversation(string Queue, long Ticket, string To) : ConversationCommand(Caller.System);

/// <summary>The queue is gone while the conversation waits in it; it goes on to where all go whom no queue takes. Ignored where the queue is there.</summary>
public sealed record LeaveLostQueue(string Queue) : ConversationCommand(Caller.System);

/// <summary>Nobody is there; the customer is told once for each absence of a hand-over. Ignored when it no longer waits under this ticket.</summary>
/// <param name="Open">Whether it is within the queue's hours.</param>
/// <param name="Absence">Number of the queue's absence, from 1; 0 from older silos: then once for each ticket.</param>
public sealed record AnnounceAbsence(string Queue, long Ticket, bool Open, long Absence = 0) : ConversationCommand(Caller.System);

/// <summary>The customer wants to be called; it keeps its place in the line.</summary>
/// <param name="Phone">Number to call, 3 to 32 characters.</param>
/// <param name="When">When it suits, in the customer's words.</param>
public sealed record RequestCallBack(Caller By, string? Phone, string? When) : ConversationCommand(By);

/// <summary>Marks the matter as solved; a survey is offered, and a new message of the customer begins a new episode.</summary>
public sealed record ResolveConversation(Caller By, string? Disposition) : ConversationCommand(By);

/// <summary>Takes a resolved or closed conversation up again.</summary>
public sealed record ReopenConversation(Caller By) : ConversationCommand(By);

/// <summary>Ends the conversation.</summary>
public sealed record CloseConversation(Caller By) : ConversationCommand(By);

/// <summary>Rates the episode that was resolved last; the first rating of an episode counts.</summary>
/// <param name="Score">1 (worst) to 5 (best).</param>
public sealed record RateConversation(Caller By, int Score, string? Comment) : ConversationCommand(By);

/// <summary>Says that a pending effect was carried out, or cannot be.</summary>
public sealed record SettleConversationEffect(EffectId Effect) : ConversationCommand(Caller.System);

/// <summary>Fires the timers that are due.</summary>
public sealed record TickConversation() : ConversationCommand(Caller.System);

/// <summary>The source of a statement.</summary>
public sealed record Citation(string ArticleId, string Title, string? Url = null);
