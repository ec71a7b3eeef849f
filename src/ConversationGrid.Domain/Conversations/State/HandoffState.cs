using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>The way to a human: the line in which the conversation waits, its offer and its assignment.</summary>
public sealed record HandoffState : ISubState
{
    public static readonly HandoffState Empty = new();

    /// <summary>Number of the last hand-over or place in line; what carries an older one is stale.</summary>
    public long Ticket { get; init; }

    /// <summary>The ticket under which the customer was last told that nobody is there.</summary>
    public long AbsenceTold { get; init; }

    /// <summary>The absence of which it was told; null for what older versions wrote.</summary>
    public KnownAbsence? Absence { get; init; }

    /// <summary>The receipt of the last hand-over.</summary>
    public Receipt Requested { get; init; }
    public string? Queue { get; init; }

    /// <summary>Since when the customer waits for a human; null while it does not.</summary>
    public DateTimeOffset? WaitingSince { get; init; }
    public string? PreferredAgentId { get; init; }

    /// <summary>The colleague who transferred it here; null where the last hand-over was no transfer.</summary>
    public AgentName? Sender { get; init; }

    /// <summary>Agents who gave it away in this episode, and until when it is not offered to them again.</summary>
    public ImmutableList<ExcludedAgent> NotTo { get; init; } = [];
    public CurrentOffer? Offer { get; init; }
    public Assignment? Assignment { get; init; }
    public ImmutableList<string> PastOffers { get; init; } = [];

    /// <summary>Supervisors who joined the agent, and write too.</summary>
    public ImmutableList<string> Joined { get; init; } = [];

    /// <summary>The customer's wish of this episode to be called.</summary>
    public Receipt? CallBackAsked { get; init; }

    /// <summary>The queue in whose line the conversation stands; null where it stands in none.</summary>
    internal string? Line => WaitingSince is null ? null : Queue;
}

/// <summary>An absence of a queue's agents, and where the customer was told of it.</summary>
public sealed record KnownAbsence(string Queue, long Number, long Seq);

/// <summary>An offer that stands.</summary>
public sealed record CurrentOffer(string OfferId, string AgentId, string AgentName, string Queue, DateTimeOffset ExpiresAt);

/// <summary>The one agent who answers. A granted right carries the fence of its assignment.</summary>
public sealed record Assignment(string AgentId, string Name, string OfferId, long Fence, DateTimeOffset At);
