using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What decisions about a conversation need, and no more. The transcript is the journal's.</summary>
public sealed record ConversationState
{
    /// <summary>Agents and offers remembered; the oldest are forgotten.</summary>
    public const int PastMax = 32;

    public required EntityId Id { get; init; }
    public ConversationStatus Status { get; init; }

    /// <summary>Sequence number of the last event.</summary>
    public long Seq { get; init; }

    /// <summary>Sequence numbers of the last events that everyone, and that staff, may see.</summary>
    public long LastSeqEveryone { get; init; }
    public long LastSeqStaff { get; init; }

    /// <summary>Whose it is and was: what decides who may see it.</summary>
    public ConversationParties Parties { get; init; } = ConversationParties.None;

    public string CustomerId { get; init; } = "";
    public string? CustomerName { get; init; }
    public string Channel { get; init; } = "";
    public string Locale { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The receipt of the start: the last event of the first append.</summary>
    public Receipt Start { get; init; }
    public PostMemory Posts { get; init; }

    /// <summary>From 1; a reopened conversation begins the next.</summary>
    public int Episode { get; init; }

    /// <summary>The receipt of the event that ended the last episode.</summary>
    public Receipt Ended { get; init; }
    public bool SurveyOpen { get; init; }
    public Receipt? Rating { get; init; }

    /// <summary>The score of <see cref="Rating"/>; 0 where it may not be corrected.</summary>
    public int RatedScore { get; init; }

    /// <summary>The customer's wish of this episode to be called.</summary>
    public Receipt? CallBackAsked { get; init; }
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Number of the last hand-over; what carries an older one is stale.</summary>
    public long Ticket { get; init; }

    /// <summary>The ticket under which the customer was last told that nobody is there.</summary>
    public long AbsenceTold { get; init; }

    /// <summary>The absence of which it was told; null for what older versions wrote.</summary>
    public KnownAbsence? Absence { get; init; }
    public Receipt Handoff { get; init; }
    public string? Queue { get; init; }
    public DateTimeOffset? WaitingSince { get; init; }
    public string? PreferredAgentId { get; init; }

    /// <summary>Agents who gave it away in this episode, and until when it is not offered to them again.</summary>
    public ImmutableList<ExcludedAgent> NotTo { get; init; } = [];
    public CurrentOffer? Offer { get; init; }
    public Assignment? Assignment { get; init; }
    public ImmutableList<string> PastOffers { get; init; } = [];

    public string Language { get; init; } = "";
    public string? Intent { get; init; }
    public double Mood { get; init; }
    public ConversationCourse? Course { get; init; }

    /// <summary>When the message came that <see cref="Course"/> ends with.</summary>
    public DateTimeOffset? HeardAt { get; init; }
    public int Priority { get; init; }

    /// <summary>What the customer is worth to the company, 0 to 3.</summary>
    public int Value { get; init; }

    /// <summary>Kinds of alert raised in this episode; each is raised once.</summary>
    public ImmutableList<string> Alerts { get; init; } = [];

    /// <summary>Labels in order, and custom fields in order of their names.</summary>
    public ImmutableList<string> Labels { get; init; } = [];
    public ImmutableList<CustomField> Fields { get; init; } = [];

    public DateTimeOffset? SnoozedUntil { get; init; }
    public bool OnHold { get; init; }
    public string? MergedInto { get; init; }
    public ImmutableList<string> Absorbed { get; init; } = [];
    public bool IsBlocked { get; init; }

    /// <summary>Supervisors who write beside the agent.</summary>
    public ImmutableList<string> Beside { get; init; } = [];

    /// <summary>The service level's clocks of this episode; null where no policy applies.</summary>
    public SlaState? Sla { get; init; }

    /// <summary>Time rules that wait, and how often each rule has run in this episode.</summary>
    public ImmutableList<RuleTimer> RuleTimers { get; init; } = [];
    public ImmutableDictionary<string, int> RuleRuns { get; init; } = ImmutableDictionary<string, int>.Empty;
    /// <summary>What the assistant remembers of this episode; null: nothing.</summary>
    public AssistantMemory? Assistant { get; init; }

    public ImmutableList<PendingEffect> Pending { get; init; } = [];

    public bool Exists => Status != ConversationStatus.None;
    public bool IsOver => Status is ConversationStatus.Resolved or ConversationStatus.Closed;

    public static ConversationState Initial(EntityId id) => new() { Id = id };
}

/// <summary>An absence of a queue's agents, and where the customer was told of it.</summary>
public sealed record KnownAbsence(string Queue, long Number, long Seq);

/// <summary>An offer that stands.</summary>
public sealed record CurrentOffer(string OfferId, string AgentId, string AgentName, string Queue, DateTimeOffset ExpiresAt);

/// <summary>The one agent who answers. A granted right carries the fence of its assignment.</summary>
public sealed record Assignment(string AgentId, string Name, string OfferId, long Fence, DateTimeOffset At);

/// <summary>The clocks of an episode, and the policy that set them.</summary>
public sealed record SlaState(string Policy, string Basis, ImmutableList<SlaClock> Clocks);

/// <summary>A time rule that waits for its moment.</summary>
public sealed record RuleTimer(string RuleId, DateTimeOffset DueAt);
