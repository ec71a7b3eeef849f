using System.Collections.Immutable;
using System.Diagnostics;
using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.AgentEvent>;

namespace ConversationGrid.Domain.Agents;

/// <summary>Offer a conversation for which room was reserved.</summary>
/// <param name="Pick">Sequence number of the choice in the queue's journal.</param>
public sealed record OfferConversation(string ConversationId, string OfferId, string Queue, long Ticket, long Pick = 0) : Effect;

/// <summary>Tell queues how much room the agent has for them. A newer report takes the place of an older one.</summary>
public sealed record TellQueues(IReadOnlyList<string> Queues, AgentReport Report) : Effect;

/// <summary>Tell a conversation that its agent is gone.</summary>
public sealed record GiveBack(string ConversationId, string OfferId) : Effect;

/// <summary>What decisions about an agent need.</summary>
public sealed record AgentState
{
    /// <summary>Most conversations an agent can be configured for.</summary>
    public const int CapacityMax = 100;

    public required EntityId Id { get; init; }
    public long Seq { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string? Name { get; init; }
    public ImmutableList<string> Queues { get; init; } = [];
    public ImmutableList<string> Languages { get; init; } = [];
    public int Capacity { get; init; }
    public ImmutableSortedDictionary<string, int> Skills { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Most conversations of a channel, for channels with a limit of their own.</summary>
    public ImmutableSortedDictionary<string, int> Channels { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Why it has its status, where it said so.</summary>
    public string? Reason { get; init; }
    public PresenceStatus Status { get; init; } = PresenceStatus.Offline;

    /// <summary>Of a lost agent, the presence that it gets again when it comes back.</summary>
    public ChosenPresence? Chosen { get; init; }

    /// <summary>Offers in a row that ran out while the agent was connected.</summary>
    public int MissedOffers { get; init; }
    public DateTimeOffset IdleSince { get; init; }

    /// <summary>Which gateways answer for this agent, and until when.</summary>
    public ImmutableDictionary<string, GatewayLease> Leases { get; init; } = ImmutableDictionary<string, GatewayLease>.Empty;
    public ImmutableList<Slot> Slots { get; init; } = [];
    public ImmutableList<PendingEffect> Pending { get; init; } = [];

    /// <summary>Whether somebody is there to see an offer. An agent that no gateway ever answered for is taken at its word.</summary>
    public bool IsReachable
    {
        get
        {
            if (Leases.IsEmpty) return true;
            foreach (var (_, lease) in Leases)
                if (lease.Connected) return true;
            return false;
        }
    }

    /// <summary>Units of capacity taken. What is being wrapped up still takes its own.</summary>
    public int Load => Slots.Sum(slot => slot.Units);

    /// <summary>Units left for new work. While anything is being wrapped up there is none.</summary>
    public int Free
    {
        get
        {
            if (Status != PresenceStatus.Online || !IsReachable) return 0;
            var free = Capacity;
            foreach (var slot in Slots)
            {
                if (slot.WrapUpUntil is not null) return 0;
                free -= slot.Units;
            }
            return Math.Max(0, free);
        }
    }

    public static AgentState Initial(EntityId id) => new() { Id = id };
}

/// <summary>One gateway's word for an agent.</summary>
public readonly record struct GatewayLease(DateTimeOffset Until, bool Connected);

/// <summary>One place of an agent's capacity that is taken.</summary>
/// <param name="Weight">Units; 0 counts as 1.</param>
/// <param name="Excused">Whether the agent was not connected for all the time of the offer.</param>
/// <param name="WrapUpUntil">Set once the conversation is over and the agent finishes it.</param>
public sealed record Slot(
    string OfferId, string ConversationId, string Queue, bool Assigned, DateTimeOffset? OfferExpiresAt, int Weight = 0, string? Channel = null,
    DateTimeOffset? WrapUpSince = null, DateTimeOffset? WrapUpUntil = null, bool Excused = false)
{
    public int Units => Math.Max(1, Weight);
}

/// <summary>
/// Presence and capacity. A reservation takes room before the conversation is offered, so however many queues and conversations ask at
/// once, an agent is never over capacity.
/// </summary>
public static partial class Agent
{
    public static Decision Decide(AgentState s, AgentCommand command, AgentContext context)
    {
        var now = context.Now < s.UpdatedAt ? s.UpdatedAt : context.Now;
        return command switch
        {
            ConfigureAgent c => Configure(s, c, now),
            RetireAgent => Retire(s, now),
            SetPresence c => SetPresence(s, c, now),
            ReserveAgent c => Reserve(s, c, now),
            ConfirmOffer c => Offered(s, c, now),
            ConfirmAssignment c => Confirm(s, c, now),
            ReleaseAgent c => Release(s, c, now, context.Options),
            FinishWrapUp c => Finish(s, c, now),
            SettleAgentEffect c => s.Pending.Has(c.Effect) ? Decision.Accept(new AgentEffectSettled(c.Effect) { At = now }) : Nothing(s),
            LeaseAgent c => Lease(s, c, now),
            TickAgent => Tick(s, now, context),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    /// <summary>When the last lease ends, for an agent who has any and is not offline already, or time to wrap up is over.</summary>
    public static DateTimeOffset? DueAt(AgentState s)
    {
        var due = LostAt(s);
        foreach (var slot in s.Slots)
            if (slot.WrapUpUntil is { } until && !(due <= until)) due = until;
        return due;
    }

    public static AgentState Evolve(AgentState s, long seq, AgentEvent e)
    {
        var next = Apply(s, e) with { Seq = seq, UpdatedAt = e.At };
        var effects = new List<Effect>(2);
        effects.AddRange(GivenBack(s, next, e));
        if (e is SlotReserved r) effects.Add(new OfferConversation(r.ConversationId, r.OfferId, r.Queue, r.Ticket, r.Pick));
        if (next.Free != s.Free || next.Status != s.Status || next.Queues != s.Queues || next.Skills != s.Skills
            || (s.Channels.Count > 0 && next.Slots != s.Slots))
        {
            // A queue that the agent left hears that there is nobody; what it was told earlier must still arrive, unless it is told again.
            var left = s.Queues.RemoveAll(next.Queues.Contains);
            if (!left.IsEmpty) effects.Add(new TellQueues(left, Report(next) with { Status = PresenceStatus.Offline, Free = 0 }));
            if (!next.Queues.IsEmpty) effects.Add(new TellQueues(next.Queues, Report(next)));
            next = next with { Pending = next.Pending.RemoveAll(p => p.Effect is TellQueues old && old.Queues.All(next.Queues.Contains)) };
        }
        return effects.Count == 0 ? next : next with { Pending = next.Pending.With(seq, e.At, [.. effects]) };
    }

    public static AgentReport Report(AgentState s) => new(
        s.Id.Id, s.Name ?? s.Id.Id, s.Seq, s.Status, s.Free, s.IdleSince, s.Languages, s.Skills.IsEmpty ? null : s.Skills,
        s.Channels.IsEmpty ? null : s.Channels.ToImmutableSortedDictionary(c => c.Key, c => c.Value - s.Slots.Count(slot => slot.Channel == c.Key)));

    public static AgentView View(AgentState s) => new(
        s.Id.Id, s.Name, s.Status, s.Load, s.Capacity, s.Queues,
        [.. s.Slots.Select(x => new SlotView(x.OfferId, x.ConversationId, x.Queue, x.Assigned, x.Assigned ? null : x.OfferExpiresAt, x.Units, x.WrapUpUntil))],
        s.Reason, s.Skills.IsEmpty ? null : s.Skills, s.Languages, s.Free);

    /// <summary>
    /// Offers that nobody is there to see, or that come from a queue which the agent left, go on at once; assigned work goes back when the agent
    /// is lost permanently.
    /// </summary>
    private static IEnumerable<Effect> GivenBack(AgentState s, AgentState next, AgentEvent e)
    {
        if (e is SlotGivenBack back) return [new GiveBack(back.ConversationId, back.OfferId)];
        if (e is AgentConfigured { WithdrawsOffers: true }) return LeftOffers(s, next.Queues).Select(slot => new GiveBack(slot.ConversationId, slot.OfferId));
        var left = e is PresenceChanged { Status: PresenceStatus.Offline } || (s.IsReachable && !next.IsReachable);
        if (!left) return [];
        var lost = e is PresenceChanged { Lost: true };
        return s.Slots.Where(slot => slot.WrapUpUntil is null && (lost || !slot.Assigned)).Select(slot => new GiveBack(slot.ConversationId, slot.OfferId));
    }

    /// <summary>What is offered from queues that are not among these; an order comes from none.</summary>
    private static IEnumerable<Slot> LeftOffers(AgentState s, IReadOnlyList<string> queues) =>
        s.Slots.Where(slot => slot is { Assigned: false, Queue.Length: > 0 } && !queues.Contains(slot.Queue));

    private static AgentState Apply(AgentState s, AgentEvent e) => e switch
    {
        AgentConfigured x => s with
        {
            Name = x.Name, Queues = [.. x.Queues], Languages = [.. x.Languages], Capacity = x.Capacity, Skills = Sorted(x.Skills),
                Channels = Sorted(x.Channels),
        },
        PresenceChanged x => s with
        {
            Status = x.Status,
            Reason = x.Reason,
            Chosen = x.Chosen,
            MissedOffers = 0,
            IdleSince = x.Status == PresenceStatus.Online ? x.At : s.IdleSince,
            Leases = x.Lost ? s.Leases.Clear() : s.Leases,
        },
        AgentLeased x => s with
        {
            Leases = s.Leases.RemoveRange(s.Leases.Where(l => l.Value.Until <= x.At).Select(l => l.Key)).SetItem(x.Gateway, new(x.Until, x.Connected)),
            Slots = x.Returned ? Excused(s.Slots) : s.Slots,
        },
        SlotReserved x => s with { Slots = s.Slots.Add(new(x.OfferId, x.ConversationId, x.Queue, false, null, x.Weight, x.Channel)) },
        OfferMade x => WithSlot(s, x.OfferId, slot => slot with { OfferExpiresAt = x.ExpiresAt }) with { Pending = WithoutOffer(s, x.OfferId) },
        SlotAssigned x => WithSlot(s, x.OfferId, slot => slot with { Assigned = true, OfferExpiresAt = null }) with
        {
            Pending = WithoutOffer(s, x.OfferId),
            MissedOffers = 0,
        },
        SlotWrapping x => WithSlot(s, x.OfferId, slot => slot with { WrapUpSince = slot.WrapUpSince ?? x.At, WrapUpUntil = x.Until }),
        SlotReleased x => s with
        {
            Slots = s.Slots.RemoveAll(slot => slot.OfferId == x.OfferId),
            Pending = WithoutOffer(s, x.OfferId),
            IdleSince = x.WasAssigned ? x.At : s.IdleSince,
            MissedOffers = IsMissed(s, x) ? s.MissedOffers + 1 : x.Reason == ReleaseReason.Declined ? 0 : s.MissedOffers,
        },
        SlotGivenBack => s,
        AgentEffectSettled x => s with { Pending = s.Pending.Without(x.Effect) },
        _ => throw new UnreachableException(e.GetType().Name),
    };

    private static Slot? Find(AgentState s, string offerId) => s.Slots.Find(slot => slot.OfferId == offerId);

    private static AgentState WithSlot(AgentState s, string offerId, Func<Slot, Slot> change)
    {
        var index = s.Slots.FindIndex(slot => slot.OfferId == offerId);
        return index < 0 ? s : s with { Slots = s.Slots.SetItem(index, change(s.Slots[index])) };
    }

    private static ImmutableList<Slot> Excused(ImmutableList<Slot> slots) =>
        slots.Exists(slot => !slot.Assigned) ? slots.ConvertAll(slot => slot.Assigned ? slot : slot with { Excused = true }) : slots;

    private static ImmutableList<PendingEffect> WithoutOffer(AgentState s, string offerId) =>
        s.Pending.RemoveAll(p => p.Effect is OfferConversation o && o.OfferId == offerId);

    private static Decision Nothing(AgentState s) => Decision.Already(new(s.Seq, s.UpdatedAt));
}
