namespace ConversationGrid.Contracts;

/// <summary>
/// A fact of a conversation. Who caused it is flattened, so that the name, which is personal, is stored apart from the rest.
/// </summary>
public abstract record ConversationEvent(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : DomainEvent(At)
{
    /// <inheritdoc cref="Actor.Name"/>
    [Personal]
    public string? ByName { get; init; } = ByName;
}

public sealed record ConversationStarted(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string CustomerId, string Channel, string Locale, bool AiDisclosure, string? Topic)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Topic { get; init; } = Topic;
}

/// <summary>A message that everyone sees; <paramref name="Analysis"/> is for agents only.</summary>
/// <param name="ClientKey">Fingerprint of sender and client id (see <see cref="ClientKeys"/>); 0 where the grid itself speaks.</param>
public sealed record MessagePosted(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Text, string? ClientId, long ClientKey,
    MessageAnalysis? Analysis = null, IReadOnlyList<Citation>? Citations = null, IReadOnlyList<string>? QuickReplies = null, EffectId? Answering = null,
    ConversationCourse? Course = null)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Text { get; init; } = Text;

    [Personal]
    public MessageAnalysis? Analysis { get; init; } = Analysis;

    /// <summary>How the conversation stands with this message; for staff only.</summary>
    [Personal]
    public ConversationCourse? Course { get; init; } = Course;

    /// <summary>What its writer made of a suggestion; for staff only.</summary>
    public SuggestionUse? Suggestion { get; init; }
}

/// <summary>What an agent made of the replies that it was suggested, as the grid saw it.</summary>
/// <param name="Source">Where the reply came from, e.g. <c>article:returns</c>.</param>
/// <param name="Outcome"><c>accepted</c> (sent as it was), <c>edited</c> or <c>ignored</c>.</param>
public sealed record SuggestionUse(string Source, string Outcome)
{
    public const string Accepted = "accepted";
    public const string Edited = "edited";
    public const string Ignored = "ignored";
}

/// <param name="Whisper">Whether it was for the agent's ear at once.</param>
public sealed record NotePosted(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Text, string? ClientId, long ClientKey, bool Whisper = false)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Text { get; init; } = Text;
}

/// <param name="Ticket">Number of this hand-over; whatever belongs to an older one is stale.</param>
/// <param name="PreferredAgentId">Whom the queue tries first.</param>
/// <param name="Answering">The assistant's effect that ended in this hand-over, if one did.</param>
/// <param name="Channel">Where the customer writes.</param>
public sealed record HandoffRequested(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Reason, string Queue, long Ticket, int Priority, string Language,
    string? PreferredAgentId, EffectId? Answering = null, string? Channel = null, int Value = 0)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Reason { get; init; } = Reason;
}

public sealed record Offered(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string OfferId, string AgentId, string AgentName, string Queue, DateTimeOffset ExpiresAt)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <param name="Reason"><c>declined</c>, <c>expired</c> or <c>withdrawn</c>.</param>
/// <param name="Detail">What the agent said who declined.</param>
public sealed record OfferWithdrawn(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string OfferId, string AgentId, string Reason, string? Detail = null)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Detail { get; init; } = Detail;
}

/// <summary>Staff gave the conversation back to the assistant, which answers from now on.</summary>
public sealed record ReturnedToAssistant(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The customer was told that nobody is there, once for each absence of a hand-over; the message itself follows.</summary>
/// <param name="CallBack">Whether a call-back was offered.</param>
/// <param name="Absence">Number of the queue's absence, from 1; 0 in what older versions wrote.</param>
public sealed record AbsenceAnnounced(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string Queue, long Ticket, bool CallBack, long Absence = 0)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <summary>The customer asked to be called back.</summary>
public sealed record CallBackRequested(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Phone, string? When)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Phone { get; init; } = Phone;

    [Personal]
    public string? When { get; init; } = When;
}

/// <param name="Fence">Number of the assignment; whatever was granted under an older one is stale.</param>
public sealed record Assigned(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string AgentId, string Name, string OfferId, long Fence)
    : ConversationEvent(At, ByKind, ById, ByName);

public sealed record Unassigned(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string AgentId, string Name)
    : ConversationEvent(At, ByKind, ById, ByName);

public sealed record Summarised(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Text, EffectId? Answering = null, IReadOnlyList<SummaryLine>? Lines = null)
    : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Text { get; init; } = Text;

    [Personal]
    public IReadOnlyList<SummaryLine>? Lines { get; init; } = Lines;
}

/// <summary>Something a supervisor should know.</summary>
/// <param name="Kind"><c>angry</c>, <c>urgent</c>, <c>atRisk</c>, <c>valued</c>, <c>slaWarning</c>, <c>slaBreach</c>, or a rule's own.</param>
/// <param name="Tell">Whether the agent concerned and the supervisors are told at once. False in what older versions wrote: those were told otherwise.</param>
public sealed record AlertRaised(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string Kind, string Text, bool Tell = false)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <param name="ClosesAt">When the conversation closes for good, unless it is taken up again.</param>
/// <param name="WrapUp">Time that the agent has to finish it.</param>
public sealed record Resolved(
    DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Disposition, DateTimeOffset ClosesAt, TimeSpan? WrapUp = null)
    : ConversationEvent(At, ByKind, ById, ByName);

/// <param name="Episode">Number of the episode that begins, from 1.</param>
/// <param name="Relink">Whether the customer is asked anew what holds for it. False in what older versions wrote.</param>
public sealed record Reopened(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, int Episode, bool Relink = false)
    : ConversationEvent(At, ByKind, ById, ByName);

public sealed record Closed(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, string? Disposition) : ConversationEvent(At, ByKind, ById, ByName);

public sealed record SurveyOffered(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName) : ConversationEvent(At, ByKind, ById, ByName);

public sealed record Rated(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, int Score, string? Comment) : ConversationEvent(At, ByKind, ById, ByName)
{
    [Personal]
    public string? Comment { get; init; } = Comment;
}

/// <summary>A pending effect is done, or no longer wanted. The grid's own bookkeeping, shown to nobody.</summary>
public sealed record ConversationEffectSettled(DateTimeOffset At, ActorKind ByKind, string ById, string? ByName, EffectId Effect)
    : ConversationEvent(At, ByKind, ById, ByName);
