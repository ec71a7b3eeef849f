// Written by ./grid types from the contracts: change those instead.
#nullable enable
namespace ConversationGrid.Client.Wire;

/// <summary>Types of the conversation's events.</summary>
public static class EventTypes
{
    /// <summary>Seen by everyone.</summary>
    public const string AbsenceAnnounced = "absenceAnnounced";

    /// <summary>Seen by staff.</summary>
    public const string Absorbed = "absorbed";

    /// <summary>Seen by staff.</summary>
    public const string AlertRaised = "alertRaised";

    /// <summary>Seen by everyone.</summary>
    public const string Assigned = "assigned";

    /// <summary>Seen by staff.</summary>
    public const string BlockChanged = "blockChanged";

    /// <summary>Seen by everyone.</summary>
    public const string CallBackRequested = "callBackRequested";

    /// <summary>Seen by everyone.</summary>
    public const string Closed = "closed";

    /// <summary>Seen by everyone.</summary>
    public const string ConversationStarted = "conversationStarted";

    /// <summary>Seen by staff.</summary>
    public const string CustomerIdentified = "customerIdentified";

    /// <summary>Seen by staff.</summary>
    public const string CustomerVerified = "customerVerified";

    /// <summary>Seen by everyone.</summary>
    public const string Erased = "erased";

    /// <summary>Seen by staff.</summary>
    public const string FieldsSet = "fieldsSet";

    /// <summary>Seen by staff.</summary>
    public const string HandoffExplained = "handoffExplained";

    /// <summary>Seen by everyone.</summary>
    public const string HandoffRequested = "handoffRequested";

    /// <summary>Seen by staff.</summary>
    public const string HoldChanged = "holdChanged";

    /// <summary>Seen by everyone.</summary>
    public const string Joined = "joined";

    /// <summary>Seen by staff.</summary>
    public const string Labelled = "labelled";

    /// <summary>Seen by everyone.</summary>
    public const string Left = "left";

    /// <summary>Seen by staff.</summary>
    public const string MacroApplied = "macroApplied";

    /// <summary>Seen by staff.</summary>
    public const string MarkedSpam = "markedSpam";

    /// <summary>Seen by everyone.</summary>
    public const string Merged = "merged";

    /// <summary>Seen by everyone.</summary>
    public const string MessagePosted = "messagePosted";

    /// <summary>Seen by everyone.</summary>
    public const string MessageRedacted = "messageRedacted";

    /// <summary>Seen by staff.</summary>
    public const string NotePosted = "notePosted";

    /// <summary>Seen by staff.</summary>
    public const string NoteRedacted = "noteRedacted";

    /// <summary>Seen by staff.</summary>
    public const string OfferMissed = "offerMissed";

    /// <summary>Seen by staff.</summary>
    public const string OfferWithdrawn = "offerWithdrawn";

    /// <summary>Seen by staff.</summary>
    public const string Offered = "offered";

    /// <summary>Seen by staff.</summary>
    public const string PriorityChanged = "priorityChanged";

    /// <summary>Seen by everyone.</summary>
    public const string Rated = "rated";

    /// <summary>Seen by everyone.</summary>
    public const string Reopened = "reopened";

    /// <summary>Seen by everyone.</summary>
    public const string Resolved = "resolved";

    /// <summary>Seen by everyone.</summary>
    public const string ReturnedToAssistant = "returnedToAssistant";

    /// <summary>Seen by staff.</summary>
    public const string RuleApplied = "ruleApplied";

    /// <summary>Seen by staff.</summary>
    public const string SlaBreached = "slaBreached";

    /// <summary>Seen by staff.</summary>
    public const string SlaClocksSet = "slaClocksSet";

    /// <summary>Seen by staff.</summary>
    public const string SlaEnded = "slaEnded";

    /// <summary>Seen by staff.</summary>
    public const string SlaWarned = "slaWarned";

    /// <summary>Seen by staff.</summary>
    public const string Snoozed = "snoozed";

    /// <summary>Seen by staff.</summary>
    public const string Summarised = "summarised";

    /// <summary>Seen by everyone.</summary>
    public const string SurveyOffered = "surveyOffered";

    /// <summary>Seen by staff.</summary>
    public const string TaskAdvanced = "taskAdvanced";

    /// <summary>Seen by staff.</summary>
    public const string TaskEnded = "taskEnded";

    /// <summary>Seen by everyone.</summary>
    public const string Unassigned = "unassigned";

    /// <summary>Seen by staff.</summary>
    public const string Unsnoozed = "unsnoozed";

    /// <summary>Seen by staff.</summary>
    public const string ValueChanged = "valueChanged";
}

/// <summary>The data of every event type in one shape; what a type does not have is null.</summary>
public sealed record EventData
{
    /// <summary>Of ruleApplied.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Of labelled.</summary>
    public IReadOnlyList<string>? Added { get; init; }

    /// <summary>Of assigned, offerMissed, offerWithdrawn, offered, unassigned.</summary>
    public string? AgentId { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public bool? AiDisclosure { get; init; }

    /// <summary>Of messagePosted.</summary>
    public MessageAnalysis? Analysis { get; init; }

    /// <summary>Of taskAdvanced.</summary>
    public string? Asking { get; init; }

    /// <summary>Of messagePosted.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>Of blockChanged.</summary>
    public bool? Blocked { get; init; }

    /// <summary>Of absenceAnnounced.</summary>
    public bool? CallBack { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public string? Channel { get; init; }

    /// <summary>Of messagePosted.</summary>
    public IReadOnlyList<Citation>? Citations { get; init; }

    /// <summary>Of messagePosted, notePosted.</summary>
    public string? ClientId { get; init; }

    /// <summary>Of slaClocksSet.</summary>
    public IReadOnlyList<SlaClock>? Clocks { get; init; }

    /// <summary>Of rated.</summary>
    public string? Comment { get; init; }

    /// <summary>Of customerIdentified.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Of offerWithdrawn.</summary>
    public string? Detail { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public DisclosureShown? Disclosure { get; init; }

    /// <summary>Of closed, resolved.</summary>
    public string? Disposition { get; init; }

    /// <summary>Of slaBreached, slaWarned.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Of reopened.</summary>
    public long? Episode { get; init; }

    /// <summary>Of offered.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of fieldsSet.</summary>
    public IReadOnlyDictionary<string, string?>? Fields { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public string? FiledById { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public string? FiledByName { get; init; }

    /// <summary>Of absorbed.</summary>
    public string? From { get; init; }

    /// <summary>Of customerVerified.</summary>
    public string? How { get; init; }

    /// <summary>Of merged.</summary>
    public string? Into { get; init; }

    /// <summary>Of alertRaised.</summary>
    public string? Kind { get; init; }

    /// <summary>Of absorbed, erased.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Of summarised.</summary>
    public IReadOnlyList<SummaryLine>? Lines { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public string? Locale { get; init; }

    /// <summary>Of macroApplied.</summary>
    public string? MacroId { get; init; }

    /// <summary>Of messageRedacted, noteRedacted.</summary>
    public long? MessageSeq { get; init; }

    /// <summary>Of slaEnded.</summary>
    public bool? Met { get; init; }

    /// <summary>Of slaBreached, slaEnded, slaWarned.</summary>
    public string? Metric { get; init; }

    /// <summary>Of assigned, offerMissed, offered, unassigned.</summary>
    public string? Name { get; init; }

    /// <summary>Of offerMissed, offerWithdrawn, offered.</summary>
    public string? OfferId { get; init; }

    /// <summary>Of holdChanged.</summary>
    public bool? OnHold { get; init; }

    /// <summary>Of taskEnded.</summary>
    public string? Outcome { get; init; }

    /// <summary>Of callBackRequested.</summary>
    public string? Phone { get; init; }

    /// <summary>Of slaClocksSet.</summary>
    public string? Policy { get; init; }

    /// <summary>Of priorityChanged.</summary>
    public long? Priority { get; init; }

    /// <summary>Of absenceAnnounced, handoffRequested, offered.</summary>
    public string? Queue { get; init; }

    /// <summary>Of messagePosted.</summary>
    public IReadOnlyList<string>? QuickReplies { get; init; }

    /// <summary>Of handoffExplained, handoffRequested, offerWithdrawn, unsnoozed.</summary>
    public string? Reason { get; init; }

    /// <summary>Of labelled.</summary>
    public IReadOnlyList<string>? Removed { get; init; }

    /// <summary>Of messagePosted.</summary>
    public double? Risk { get; init; }

    /// <summary>Of ruleApplied.</summary>
    public string? RuleId { get; init; }

    /// <summary>Of rated.</summary>
    public long? Score { get; init; }

    /// <summary>Of taskAdvanced.</summary>
    public string? Stage { get; init; }

    /// <summary>Of customerVerified.</summary>
    public string? Subject { get; init; }

    /// <summary>Of messagePosted.</summary>
    public SuggestionUse? Suggestion { get; init; }

    /// <summary>Of alertRaised, messagePosted, notePosted, summarised.</summary>
    public string? Text { get; init; }

    /// <summary>Of slaEnded.</summary>
    public double? TookSeconds { get; init; }

    /// <summary>Of taskAdvanced, taskEnded.</summary>
    public string? Tool { get; init; }

    /// <summary>Of conversationStarted.</summary>
    public string? Topic { get; init; }

    /// <summary>Of handoffRequested.</summary>
    public AgentName? TransferredBy { get; init; }

    /// <summary>Of ruleApplied.</summary>
    public string? Trigger { get; init; }

    /// <summary>Of customerVerified, snoozed.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of valueChanged.</summary>
    public long? Value { get; init; }

    /// <summary>Of taskAdvanced, taskEnded.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>Of macroApplied, ruleApplied.</summary>
    public long? Version { get; init; }

    /// <summary>Of messagePosted.</summary>
    public bool? ViaAssistant { get; init; }

    /// <summary>Of callBackRequested.</summary>
    public string? When { get; init; }

    /// <summary>Of notePosted.</summary>
    public bool? Whisper { get; init; }

    /// <summary>Of erased.</summary>
    public string? Why { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record AgentName
{
    /// <summary>As the contract says.</summary>
    public string? Id { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Name { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record Attachment
{
    /// <summary>As the contract says.</summary>
    public string? AttachmentId { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Name { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Type { get; init; }

    /// <summary>As the contract says.</summary>
    public long? Size { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Url { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record Citation
{
    /// <summary>As the contract says.</summary>
    public string? ArticleId { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Title { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Url { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record DisclosureShown
{
    /// <summary>As the contract says.</summary>
    public string? Language { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Version { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Hash { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record IntentReading
{
    /// <summary>As the contract says.</summary>
    public string? Name { get; init; }

    /// <summary>As the contract says.</summary>
    public double? Confidence { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record MessageAnalysis
{
    /// <summary>As the contract says.</summary>
    public string? Language { get; init; }

    /// <summary>As the contract says.</summary>
    public SentimentReading? Sentiment { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Emotion { get; init; }

    /// <summary>As the contract says.</summary>
    public IntentReading? Intent { get; init; }

    /// <summary>As the contract says.</summary>
    public long? Priority { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Model { get; init; }

    /// <summary>As the contract says.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>As the contract says.</summary>
    public bool? Angry { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record SentimentReading
{
    /// <summary>As the contract says.</summary>
    public string? Label { get; init; }

    /// <summary>As the contract says.</summary>
    public double? Score { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record SlaClock
{
    /// <summary>As the contract says.</summary>
    public string? Metric { get; init; }

    /// <summary>As the contract says.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>As the contract says.</summary>
    public DateTimeOffset? WarnAt { get; init; }

    /// <summary>As the contract says.</summary>
    public bool? Done { get; init; }

    /// <summary>As the contract says.</summary>
    public bool? Paused { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record SuggestionUse
{
    /// <summary>As the contract says.</summary>
    public string? Source { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Outcome { get; init; }
}

/// <summary>Part of an event's data.</summary>
public sealed record SummaryLine
{
    /// <summary>As the contract says.</summary>
    public string? Kind { get; init; }

    /// <summary>As the contract says.</summary>
    public IReadOnlyList<long>? Seqs { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Text { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Value { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Emotion { get; init; }

    /// <summary>As the contract says.</summary>
    public string? Course { get; init; }
}
