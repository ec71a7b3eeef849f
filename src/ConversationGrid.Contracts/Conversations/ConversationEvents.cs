namespace ConversationGrid.Contracts;

/// <summary>A fact of a conversation, and who caused it. The name is personal, so the journal keeps it apart from the rest.</summary>
public abstract record ConversationEvent : DomainEvent
{
    /// <summary>Who caused it.</summary>
    [NotStored]
    public required Actor By { get; init; }

    /// <summary>Kind of the actor, as stored.</summary>
    public ActorKind ByKind
    {
        get => By.Kind;
        init => By = By with { Kind = value };
    }

    /// <summary>Id of the actor, as stored.</summary>
    public string ById
    {
        get => By.Id;
        init => By = By with { Id = value };
    }

    /// <inheritdoc cref="Actor.Name"/>
    [Personal]
    public string? ByName
    {
        get => By.Name;
        init => By = By with { Name = value };
    }
}

/// <summary>A customer began the conversation.</summary>
[Event("conversationStarted", Audience.Everyone)]
public sealed record ConversationStarted(
    [property: SeenBy(Audience.Internal)] string CustomerId,
    string Channel,
    string Locale,
    bool AiDisclosure,
    [property: Personal] string? Topic) : ConversationEvent
{
    /// <summary>What the customer was told about the assistant; null where none answers, and in what older versions wrote.</summary>
    [SeenBy(Audience.Staff)]
    public DisclosureShown? Disclosure { get; init; }

    /// <summary>Id of the member of staff or the key that filed it in the customer's name; null where the customer itself wrote.</summary>
    [SeenBy(Audience.Staff)]
    public string? FiledById { get; init; }

    /// <summary>Its name.</summary>
    [Personal, SeenBy(Audience.Staff)]
    public string? FiledByName { get; init; }
}

/// <summary>A message that everyone sees; <paramref name="Analysis"/> is for agents only.</summary>
/// <param name="ClientKey">Fingerprint of sender and client id (see <see cref="ClientKeys"/>); 0 where the grid itself speaks.</param>
/// <param name="ClosesAt">When the conversation closes if nothing more is written; null where the message sets no such time.</param>
[Event("messagePosted", Audience.Everyone)]
public sealed record MessagePosted(
    [property: Personal] string? Text,
    [property: Personal] string? ClientId,
    [property: SeenBy(Audience.Internal)] long ClientKey,
    [property: SeenBy(Audience.Staff)] MessageAnalysis? Analysis = null,
    IReadOnlyList<Citation>? Citations = null,
    [property: Personal] IReadOnlyList<string>? QuickReplies = null,
    [property: SeenBy(Audience.Internal)] EffectId? Answering = null,
    [property: Personal, SeenBy(Audience.Internal)] ConversationCourse? Course = null,
    [property: SeenBy(Audience.Internal)] DateTimeOffset? ClosesAt = null) : ConversationEvent
{
    /// <summary>What its writer made of a suggestion.</summary>
    [SeenBy(Audience.Staff)]
    public SuggestionUse? Suggestion { get; init; }

    /// <summary>How likely the customer is to lose patience, 0 (calm) to 1.</summary>
    [NotStored, SeenBy(Audience.Staff)]
    public double? Risk => Course?.Risk;

    /// <summary>What was written, where card numbers and other secrets of it are not shown; null where it holds none. Read by who has the right to.</summary>
    [Personal, SeenBy(Audience.Internal)]
    public string? Original { get; init; }

    /// <summary>The words of the message that carried its analysis, as stored: they are the customer's. The figures of the analysis stay after an
    /// erasure.</summary>
    [Personal, SeenBy(Audience.Internal)]
    public IReadOnlyList<string>? AnalysisReasons
    {
        get => Analysis?.Reasons;
        init => Analysis = Analysis is null ? null : Analysis with { Reasons = value };
    }

    /// <summary>Files that belong to it; null for none.</summary>
    [Personal]
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>True where the session that wrote it proved by a signature which customer it is; else null. Tools rely on nothing else.</summary>
    [SeenBy(Audience.Internal)]
    public bool? Proven { get; init; }

    /// <summary>True where the customer's own assistant wrote it in the customer's name; else null.</summary>
    public bool? ViaAssistant { get; init; }

    /// <summary>What that assistant may do; null where nothing limits it.</summary>
    [SeenBy(Audience.Internal)]
    public AssistantMandate? Mandate { get; init; }
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

/// <summary>Something that a member of staff says to colleagues only.</summary>
/// <param name="Whisper">Whether it was for the agent's ear at once.</param>
[Event("notePosted", Audience.Staff)]
public sealed record NotePosted(
    [property: Personal] string? Text,
    [property: Personal] string? ClientId,
    [property: SeenBy(Audience.Internal)] long ClientKey,
    bool Whisper = false) : ConversationEvent
{
    /// <inheritdoc cref="MessagePosted.Original"/>
    [Personal, SeenBy(Audience.Internal)]
    public string? Original { get; init; }
}

/// <summary>The conversation waits in a queue for a human.</summary>
/// <param name="Ticket">Number of this hand-over; whatever belongs to an older one is stale.</param>
/// <param name="PreferredAgentId">Whom the queue tries first.</param>
/// <param name="Answering">The assistant's effect that ended in this hand-over, if one did.</param>
/// <param name="Channel">Where the customer writes.</param>
/// <param name="TransferredBy">The member of staff who transferred it.</param>
/// <param name="ReasonKey">Key of the customer's words, by which the same request is known again; 0 for none.</param>
[Event("handoffRequested", Audience.Everyone)]
public sealed record HandoffRequested(
    [property: Personal, SeenBy(Audience.Staff)] string? Reason,
    string Queue,
    [property: SeenBy(Audience.Internal)] long Ticket,
    [property: SeenBy(Audience.Internal)] int Priority,
    [property: SeenBy(Audience.Internal)] string Language,
    [property: SeenBy(Audience.Internal)] string? PreferredAgentId,
    [property: SeenBy(Audience.Internal)] EffectId? Answering = null,
    [property: SeenBy(Audience.Internal)] string? Channel = null,
    [property: SeenBy(Audience.Internal)] int Value = 0,
    [property: SeenBy(Audience.Internal)] IReadOnlyList<ExcludedAgent>? NotTo = null,
    [property: SeenBy(Audience.Staff)] AgentName? TransferredBy = null,
    [property: SeenBy(Audience.Internal)] long ReasonKey = 0) : ConversationEvent;

/// <summary>The customer, who waits for a human or has one, said why: the assistant, a rule or a colleague asked for the human before the words came.</summary>
/// <param name="ReasonKey">Key of the words, by which the same request is known again.</param>
[Event("handoffExplained", Audience.Staff)]
public sealed record HandoffExplained([property: Personal] string? Reason, [property: SeenBy(Audience.Internal)] long ReasonKey) : ConversationEvent;

/// <summary>One agent may take the conversation until a moment.</summary>
/// <param name="OfferId">Opaque; nothing is read out of it.</param>
/// <param name="Pick">Sequence number of the choice in the queue's journal; 0 in what older versions wrote.</param>
[Event("offered", Audience.Staff)]
public sealed record Offered(
    string OfferId,
    string AgentId,
    [property: WireName("name")] string AgentName,
    string Queue,
    DateTimeOffset ExpiresAt,
    [property: SeenBy(Audience.Internal)] long Pick = 0) : ConversationEvent;

/// <summary>The offer ended without an assignment.</summary>
/// <param name="Detail">What the agent said who declined.</param>
[Event("offerWithdrawn", Audience.Staff)]
public sealed record OfferWithdrawn(string OfferId, string AgentId, WithdrawalReason Reason, [property: Personal] string? Detail = null) : ConversationEvent;

/// <summary>An agent did not answer an offer while it stood, though it could have.</summary>
[Event("offerMissed", Audience.Staff)]
public sealed record OfferMissed(string OfferId, string AgentId, [property: WireName("name")] string AgentName) : ConversationEvent;

/// <summary>Staff gave the conversation back to the assistant, which answers from now on.</summary>
[Event("returnedToAssistant", Audience.Everyone)]
public sealed record ReturnedToAssistant : ConversationEvent;

/// <summary>The customer was told that nobody is there, once for each absence of a hand-over; the message itself follows.</summary>
/// <param name="CallBack">Whether a call-back was offered.</param>
/// <param name="Absence">Number of the queue's absence, from 1; 0 in what older versions wrote.</param>
[Event("absenceAnnounced", Audience.Everyone)]
public sealed record AbsenceAnnounced(
    string Queue,
    [property: SeenBy(Audience.Internal)] long Ticket,
    bool CallBack,
    [property: SeenBy(Audience.Internal)] long Absence = 0) : ConversationEvent;

/// <summary>The customer asked to be called back.</summary>
[Event("callBackRequested", Audience.Everyone)]
public sealed record CallBackRequested([property: Personal] string? Phone, [property: Personal] string? When) : ConversationEvent;

/// <summary>An agent has the conversation.</summary>
/// <param name="Fence">Number of the assignment; whatever was granted under an older one is stale.</param>
[Event("assigned", Audience.Everyone)]
public sealed record Assigned(
    string AgentId,
    string Name,
    [property: SeenBy(Audience.Internal)] string OfferId,
    [property: SeenBy(Audience.Internal)] long Fence) : ConversationEvent;

/// <summary>The agent has it no longer.</summary>
[Event("unassigned", Audience.Everyone)]
public sealed record Unassigned(string AgentId, string Name) : ConversationEvent;

/// <summary>What a human should know at hand-over.</summary>
[Event("summarised", Audience.Staff)]
public sealed record Summarised(
    [property: Personal] string? Text,
    [property: SeenBy(Audience.Internal)] EffectId? Answering = null,
    [property: Personal] IReadOnlyList<SummaryLine>? Lines = null) : ConversationEvent;

/// <summary>Something a supervisor should know.</summary>
/// <param name="Kind">The word of an <see cref="AlertKind"/>, or a rule's own.</param>
/// <param name="Tell">Whether the agent concerned and the supervisors are told at once. False in what older versions wrote: those were told otherwise.</param>
[Event("alertRaised", Audience.Staff)]
public sealed record AlertRaised(string Kind, [property: Personal] string? Text, [property: SeenBy(Audience.Internal)] bool Tell = false) : ConversationEvent
{
    /// <summary>An alert of which staff are told at once.</summary>
    public static AlertRaised Of(AlertKind kind, string text, Actor by, DateTimeOffset at) => new(kind.Word(), text, Tell: true) { At = at, By = by };
}

/// <summary>The matter is solved; a survey may follow, and a new message begins a new episode.</summary>
/// <param name="ClosesAt">When the conversation closes permanently, unless it is taken up again.</param>
/// <param name="WrapUp">Time that the agent has to finish it.</param>
[Event("resolved", Audience.Everyone)]
public sealed record Resolved(
    [property: Personal] string? Disposition,
    [property: SeenBy(Audience.Internal)] DateTimeOffset ClosesAt,
    [property: SeenBy(Audience.Internal)] TimeSpan? WrapUp = null) : ConversationEvent;

/// <summary>The next episode begins.</summary>
/// <param name="Episode">Number of the episode that begins, from 1.</param>
/// <param name="Relink">Whether the customer is asked again what holds for it. False in what older versions wrote.</param>
/// <param name="CalmsMood">Whether the mood of the last episode is forgotten. False in what older versions wrote.</param>
[Event("reopened", Audience.Everyone)]
public sealed record Reopened(
    int Episode,
    [property: SeenBy(Audience.Internal)] bool Relink = false,
    [property: SeenBy(Audience.Internal)] bool CalmsMood = false) : ConversationEvent;

/// <summary>The conversation ended.</summary>
[Event("closed", Audience.Everyone)]
public sealed record Closed(string? Disposition) : ConversationEvent;

/// <summary>Dispositions that the grid itself gives to a conversation that it closes.</summary>
public static class ClosedReasons
{
    /// <summary>The assistant answered, and nothing more was written for a while.</summary>
    public const string Quiet = "quiet";
}

/// <summary>The customer is asked to rate the episode.</summary>
[Event("surveyOffered", Audience.Everyone)]
public sealed record SurveyOffered : ConversationEvent;

/// <summary>The customer rated the episode.</summary>
/// <param name="MayBeCorrected">Whether another score may replace this one for a while. False in what older versions wrote.</param>
[Event("rated", Audience.Everyone)]
public sealed record Rated(
    int Score,
    [property: Personal] string? Comment,
    [property: SeenBy(Audience.Internal)] bool MayBeCorrected = false) : ConversationEvent;

/// <summary>A pending effect is done, or no longer wanted. The grid's own bookkeeping, shown to nobody.</summary>
[Event("effectSettled")]
public sealed record ConversationEffectSettled(EffectId Effect) : ConversationEvent;
