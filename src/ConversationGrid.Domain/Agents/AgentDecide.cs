using System.Collections.Immutable;
using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.AgentEvent>;

namespace ConversationGrid.Domain.Agents;

/// <content>What each order to an agent leads to.</content>
public static partial class Agent
{
    /// <summary>Most skills, and most channels with a limit of their own, that an agent can be configured with.</summary>
    private const int SkillsMax = 64;

    private static Decision Configure(AgentState s, ConfigureAgent c, DateTimeOffset now)
    {
        if (c.Capacity is < 1 or > AgentState.CapacityMax)
            return Decision.Refuse(Refusal.Invalid($"A capacity is 1 to {AgentState.CapacityMax}, not {c.Capacity}."));
        if (c.Skills?.FirstOrDefault(x => x.Value is < 1 or > 10) is { Key: not null } skill)
            return Decision.Refuse(Refusal.Invalid($"A level is 1 to 10, not {skill.Value} for '{skill.Key}'."));
        if (c.Channels?.FirstOrDefault(x => x.Value is < 0 or > AgentState.CapacityMax) is { Key: not null } channel)
            return Decision.Refuse(Refusal.Invalid($"A channel's limit is 0 to {AgentState.CapacityMax}, not {channel.Value} for '{channel.Key}'."));
        if (c.Skills?.Count > SkillsMax || c.Channels?.Count > SkillsMax)
            return Decision.Refuse(Refusal.TooLarge($"An agent has at most {SkillsMax} skills and {SkillsMax} channels with a limit."));
        var same = s.Name == c.Name && s.Capacity == c.Capacity && s.Queues.SequenceEqual(c.Queues) && s.Languages.SequenceEqual(c.Languages)
            && s.Skills.SequenceEqual(Sorted(c.Skills)) && s.Channels.SequenceEqual(Sorted(c.Channels));
        return same ? Nothing(s)
            : Decision.Accept(new AgentConfigured(c.Name, c.Queues, c.Languages, c.Capacity, c.Skills, c.Channels, LeftOffers(s, c.Queues).Any()) { At = now });
    }

    /// <summary>Lost permanently: what it was offered and assigned goes back by the same way as that of an agent whose last lease ended.</summary>
    private static Decision Retire(AgentState s, DateTimeOffset now)
    {
        var events = new List<AgentEvent>(2);
        if (s.Status != PresenceStatus.Offline || s.Slots.Exists(slot => slot.WrapUpUntil is null))
            events.Add(new PresenceChanged(PresenceStatus.Offline, Lost: true) { At = now });
        if (!s.Queues.IsEmpty) events.Add(new AgentConfigured(s.Name ?? s.Id.Id, [], s.Languages, s.Capacity, s.Skills, s.Channels) { At = now });
        return events.Count == 0 ? Nothing(s) : Decision.Accept(events);
    }

    private static Decision SetPresence(AgentState s, SetPresence c, DateTimeOffset now)
    {
        if (c.Status == PresenceStatus.None) return Decision.Refuse(Refusal.Invalid("A status is online, away or offline."));
        if (c.Reason?.Length > Limits.ShortTextMax)
            return Decision.Refuse(Refusal.TooLarge($"A reason has at most {Limits.ShortTextMax} characters, not {c.Reason.Length}."));
        // Who was lost may choose to be offline: then it stays so when it comes back.
        if (c.Status == s.Status && c.Reason == s.Reason && s.Chosen is null) return Nothing(s);
        var changed = new PresenceChanged(c.Status, Lost: false, c.Reason) { At = now };
        if (c.Status != PresenceStatus.Offline) return Decision.Accept(changed);
        var work = s.Slots.Where(slot => slot is { Assigned: true, WrapUpUntil: null });
        return Decision.Accept([changed, .. work.Select(slot => GivenBack(slot, now))], receiptIndex: 0);
    }

    private static Decision Reserve(AgentState s, ReserveAgent c, DateTimeOffset now)
    {
        if (Find(s, c.OfferId) is not null) return Nothing(s);
        var units = Math.Max(1, c.Weight);
        if (s.Free < units)
            return Decision.Refuse(Refusal.Conflict($"Agent '{s.Id.Id}' is {s.Status} with {s.Load} of {s.Capacity} units taken, and {units} are asked for."));
        if (!s.Queues.Contains(c.Queue)) return Decision.Refuse(Refusal.Conflict($"Agent '{s.Id.Id}' does not serve queue '{c.Queue}'."));
        if (c.Channel is { } channel && s.Channels.TryGetValue(channel, out var most) && s.Slots.Count(slot => slot.Channel == channel) >= most)
            return Decision.Refuse(Refusal.Conflict($"Agent '{s.Id.Id}' has {most} conversations of channel '{channel}', the most it takes."));
        return Decision.Accept(new SlotReserved(c.OfferId, c.ConversationId, c.Queue, c.Ticket, c.Weight, c.Channel, c.Pick) { At = now });
    }

    private static Decision Offered(AgentState s, ConfirmOffer c, DateTimeOffset now)
    {
        if (c.Offering is { } offering && !s.Pending.Has(offering)) return Nothing(s);
        if (Find(s, c.OfferId) is not { Assigned: false, OfferExpiresAt: null } slot) return Nothing(s);
        var made = new OfferMade(c.OfferId, slot.ConversationId, slot.Queue, c.ExpiresAt) { At = now };
        // It left while the offer was on its way.
        return s.Status == PresenceStatus.Offline || !s.IsReachable ? Decision.Accept([made, GivenBack(slot, now)], receiptIndex: 0) : Decision.Accept(made);
    }

    /// <summary>A gateway's word; and who comes back after it was lost has the presence again that it chose.</summary>
    private static Decision Lease(AgentState s, LeaseAgent c, DateTimeOffset now)
    {
        var known = s.Leases.GetValueOrDefault(c.Gateway);
        if (known == new GatewayLease(c.Until, c.Connected)) return Nothing(s);
        var leased = new AgentLeased(c.Gateway, c.Until, c.Connected, Returned: c.Connected && !known.Connected) { At = now };
        return c.Connected && s.Chosen is { } chosen
            ? Decision.Accept([leased, new PresenceChanged(chosen.Status, Lost: false, chosen.Reason) { At = now }], receiptIndex: 0)
            : Decision.Accept(leased);
    }

    /// <summary>An agent who lets offers run out is away: the next customers do not wait for it.</summary>
    private static Decision Release(AgentState s, ReleaseAgent c, DateTimeOffset now, AgentOptions options)
    {
        if (Find(s, c.OfferId) is not { } slot) return Nothing(s);
        if (c.WrapUp > TimeSpan.Zero && slot.Assigned)
            return slot.WrapUpUntil is null ? Decision.Accept(new SlotWrapping(c.OfferId, slot.ConversationId, now + c.WrapUp.Value) { At = now }) : Nothing(s);
        var released = Released(slot, now, c.Reason, null);
        return s.Status == PresenceStatus.Online && options.MissedOffersMax > 0 && IsMissed(s, released) && s.MissedOffers + 1 >= options.MissedOffersMax
            ? Decision.Accept([released, new PresenceChanged(PresenceStatus.Away, Lost: false, PresenceReasons.MissedOffers) { At = now }], receiptIndex: 0)
            : Decision.Accept(released);
    }

    /// <summary>Whether an offer ran out that the agent could see all the time.</summary>
    private static bool IsMissed(AgentState s, SlotReleased e) =>
        e is { WasOffered: true, WasAssigned: false, Reason: ReleaseReason.Expired } && s.IsReachable && Find(s, e.OfferId) is { Excused: false };

    private static Decision Finish(AgentState s, FinishWrapUp c, DateTimeOffset now)
    {
        if (c.Code?.Length > Limits.ShortTextMax)
            return Decision.Refuse(Refusal.TooLarge($"A code has at most {Limits.ShortTextMax} characters, not {c.Code.Length}."));
        return Find(s, c.OfferId) is { WrapUpUntil: not null } slot ? Decision.Accept(Released(slot, now, ReleaseReason.WrappedUp, c.Code)) : Nothing(s);
    }

    /// <summary>
    /// Time to wrap up ends, and agents without a living gateway become offline. Time in which no agent could reach the host does not
    /// count: whatever ended meanwhile lasts until agents had their time to come back.
    /// </summary>
    private static Decision Tick(AgentState s, DateTimeOffset now, AgentContext context)
    {
        var events = new List<AgentEvent>(2);
        foreach (var slot in s.Slots)
            if (slot.WrapUpUntil <= now)
                events.Add(now < context.BackBy
                    ? new SlotWrapping(slot.OfferId, slot.ConversationId, context.BackBy) { At = now }
                    : Released(slot, now, ReleaseReason.WrapUpEnded, null));
        if (LostAt(s) <= now)
        {
            var (gateway, lease) = s.Leases.MaxBy(l => l.Value.Until);
            events.Add(now < context.BackBy
                ? new AgentLeased(gateway, context.BackBy, lease.Connected) { At = now }
                : new PresenceChanged(PresenceStatus.Offline, Lost: true, Chosen: new(s.Status, s.Reason)) { At = now });
        }
        return events.Count == 0 ? Nothing(s) : Decision.Accept(events);
    }

    private static DateTimeOffset? LostAt(AgentState s) =>
        s.Status == PresenceStatus.Offline || s.Leases.IsEmpty ? null : s.Leases.Values.Max(lease => lease.Until);

    private static SlotGivenBack GivenBack(Slot slot, DateTimeOffset now) => new(slot.OfferId, slot.ConversationId) { At = now };

    private static SlotReleased Released(Slot slot, DateTimeOffset now, ReleaseReason reason, string? code) =>
        new(slot.OfferId, slot.ConversationId, slot.OfferExpiresAt is not null, slot.Assigned, reason, code, slot.WrapUpSince is { } since ? now - since
            : null) { At = now };

    private static ImmutableSortedDictionary<string, int> Sorted(IReadOnlyDictionary<string, int>? map) =>
        map is { Count: > 0 } ? map.ToImmutableSortedDictionary(StringComparer.Ordinal) : ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>An order of a supervisor brings its own place: it was reserved by nobody, and stands above capacity.</summary>
    private static Decision Confirm(AgentState s, ConfirmAssignment c, DateTimeOffset now) => Find(s, c.OfferId) switch
    {
        // It left while the assignment was on its way.
        { Assigned: false } slot when s.Status == PresenceStatus.Offline =>
            Decision.Accept([new SlotAssigned(c.OfferId, slot.ConversationId) { At = now }, GivenBack(slot, now)], receiptIndex: 0),
        { Assigned: false } slot => Decision.Accept(new SlotAssigned(c.OfferId, slot.ConversationId) { At = now }),
        null when c.Takes =>
            Decision.Accept(new SlotReserved(c.OfferId, c.ConversationId, "", 0) { At = now }, new SlotAssigned(c.OfferId, c.ConversationId) { At = now }),
        _ => Nothing(s),
    };
}
