using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Queues;

/// <summary>Ask the picked agent for room.</summary>
public sealed record ReservePicked(string AgentId, string ConversationId, long Ticket, string OfferId) : Effect;

/// <summary>How queues choose. Section <c>Grid:Queues</c>.</summary>
public sealed class QueueOptions
{
    /// <summary>How long an agent who let an offer go is not asked again for the same conversation. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ExcludeAfterOffer { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Head start of each step of priority over those who wait longer. Because it is a time, waiting wins in the end and nobody starves.
    /// Default: 5 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PriorityHeadStart { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>What a decision about a queue may know beside its state.</summary>
public sealed record QueueContext(DateTimeOffset Now, QueueOptions Options);

/// <summary>What decisions about a queue need: who waits, and who could take them.</summary>
public sealed record QueueState
{
    public required EntityId Id { get; init; }
    public long Seq { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public ImmutableDictionary<string, WaitingEntry> Entries { get; init; } = ImmutableDictionary<string, WaitingEntry>.Empty;

    /// <summary>Those of <see cref="Entries"/> for whom nobody is picked, in the order in which they are served.</summary>
    public ImmutableSortedSet<LinePlace> Line { get; init; } = ImmutableSortedSet<LinePlace>.Empty;
    public ImmutableDictionary<string, AgentSeat> Agents { get; init; } = ImmutableDictionary<string, AgentSeat>.Empty;
    public ImmutableSortedSet<Exclusion> Exclusions { get; init; } = ImmutableSortedSet<Exclusion>.Empty;
    public ImmutableList<PendingEffect> Pending { get; init; } = [];

    public static QueueState Initial(EntityId id) => new() { Id = id };
}

/// <summary>One conversation in the queue.</summary>
/// <param name="Pick">The agent who was picked, until the offer ends.</param>
public sealed record WaitingEntry(
    string ConversationId, long Ticket, DateTimeOffset WaitingSince, int Priority, string Language, string? PreferredAgentId, DateTimeOffset Rank, Pick? Pick);

/// <summary>An agent chosen for one conversation.</summary>
public sealed record Pick(string AgentId, string OfferId);

/// <summary>A place in the line: the earlier the rank, the sooner.</summary>
public readonly record struct LinePlace(DateTimeOffset Rank, string ConversationId) : IComparable<LinePlace>
{
    public int CompareTo(LinePlace other) =>
        Rank != other.Rank ? Rank.CompareTo(other.Rank) : string.CompareOrdinal(ConversationId, other.ConversationId);
}

/// <summary>An agent as this queue knows it.</summary>
/// <param name="InFlight">Picks that the report cannot count yet.</param>
public sealed record AgentSeat(AgentReport Report, int InFlight)
{
    public int Free => Report.Status == PresenceStatus.Online ? Report.Free - InFlight : 0;
}

/// <summary>An agent who is not asked again for a conversation before <paramref name="Until"/>.</summary>
public readonly record struct Exclusion(DateTimeOffset Until, string ConversationId, string AgentId) : IComparable<Exclusion>
{
    public int CompareTo(Exclusion other)
    {
        var order = Until.CompareTo(other.Until);
        if (order == 0) order = string.CompareOrdinal(ConversationId, other.ConversationId);
        return order != 0 ? order : string.CompareOrdinal(AgentId, other.AgentId);
    }
}
