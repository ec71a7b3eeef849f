using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Queues;

/// <summary>Ask the picked agent for room.</summary>
/// <param name="Weight">Units of its capacity; 0 counts as 1.</param>
public sealed record ReservePicked(string AgentId, string ConversationId, long Ticket, string OfferId, int Weight = 0, string? Channel = null) : Effect;

/// <summary>Send a conversation on to another queue.</summary>
public sealed record SendOn(string ConversationId, long Ticket, string To) : Effect;

/// <summary>Have customers told that nobody is there.</summary>
public sealed record TellAbsence(IReadOnlyList<WaitingPlace> Places, bool Open, long Absence) : Effect;

/// <summary>The same for one, as older versions wrote it.</summary>
public sealed record TellNobodyIsThere(string ConversationId, long Ticket, bool Open) : Effect;

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
/// <param name="Policy">The queue's own policy; null for a plain queue.</param>
/// <param name="IsOpen">Whether it is within the queue's hours.</param>
/// <param name="OpensAt">When a closed queue opens next; null where that is not known.</param>
public sealed record QueueContext(DateTimeOffset Now, QueueOptions Options, QueuePolicy? Policy = null, bool IsOpen = true, DateTimeOffset? OpensAt = null);

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

    /// <summary>Number of the last time that all agents left while somebody waited; 0 before the first.</summary>
    public long Absence { get; init; }

    /// <summary>When those who wait are told that nobody is there; null when they know, or somebody is.</summary>
    public DateTimeOffset? TellAt { get; init; }

    /// <summary>Until when no agent is asked, because the queue is closed with somebody in its line; null while it is open.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>What the rest implies, kept for speed; null after a snapshot was read, and then rebuilt.</summary>
    internal QueueIndex? Built { get; init; }

    internal QueueIndex Index => Built ?? QueueIndex.Of(this);

    public static QueueState Initial(EntityId id) => new() { Id = id };
}

/// <summary>One conversation in the queue.</summary>
/// <param name="Pick">The agent who was picked, until the offer ends.</param>
/// <param name="Terms">What the policy made of it when it joined; null where it asks for nothing.</param>
/// <param name="Stage">Which ring of the terms stands.</param>
/// <param name="Held">Whether only the preferred agent is asked.</param>
/// <param name="SentOn">Whether it was told to go on to another queue.</param>
/// <param name="Told">Number of the absence that its customer knows of; 0 for none.</param>
public sealed record WaitingEntry(
    string ConversationId, long Ticket, DateTimeOffset WaitingSince, int Priority, string Language, string? PreferredAgentId, DateTimeOffset Rank, Pick? Pick,
    QueueTerms? Terms = null, int Stage = 0, bool Held = false, bool SentOn = false, long Told = 0)
{
    private static readonly IReadOnlyList<SkillNeed> NoSkills = [];

    /// <summary>What it asks of an agent now.</summary>
    internal Need Need =>
        new(Language, Terms?.Rings[Stage].NeedsLanguage ?? false, Terms?.Rings[Stage].Skills ?? NoSkills, Terms?.Channel ?? "", Terms?.Weight ?? 1);

    /// <summary>When its terms change by themselves.</summary>
    internal DateTimeOffset? NextAt
    {
        get
        {
            if (Terms is null) return null;
            var next = Stage + 1 < Terms.Rings.Count ? Terms.Rings[Stage + 1].From : (DateTimeOffset?)null;
            if (Held && Terms.HoldUntil is { } hold && !(next <= hold)) next = hold;
            if (!SentOn && Terms.OverflowAt is { } overflow && !(next <= overflow)) next = overflow;
            return next;
        }
    }

    /// <summary>Whether it is time to go on to another queue.</summary>
    internal bool OverflowsBy(DateTimeOffset now) => !SentOn && Pick is null && Terms?.OverflowAt <= now;

    /// <summary>As its terms stand at a time.</summary>
    internal WaitingEntry AsOf(DateTimeOffset now)
    {
        if (Terms is null) return this;
        var stage = Stage;
        while (stage + 1 < Terms.Rings.Count && Terms.Rings[stage + 1].From <= now) stage++;
        var held = Held && Terms.HoldUntil > now;
        return stage == Stage && held == Held ? this : this with { Stage = stage, Held = held };
    }
}

/// <summary>An agent chosen for one conversation.</summary>
public sealed record Pick(string AgentId, string OfferId);

/// <summary>A place in the line: the earlier the rank, the sooner.</summary>
public readonly record struct LinePlace(DateTimeOffset Rank, string ConversationId) : IComparable<LinePlace>
{
    public int CompareTo(LinePlace other) =>
        Rank != other.Rank ? Rank.CompareTo(other.Rank) : string.CompareOrdinal(ConversationId, other.ConversationId);
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
