using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Handoff;

/// <summary>How the way to a human evolves, and the effects that queues and agents need for it.</summary>
internal static class HandoffEvolve
{
    public static ConversationState Requested(ConversationState s, long seq, HandoffRequested e)
    {
        var h = s.Handoff;
        var since = h.WaitingSince ?? e.At;
        var pending = s.Pending.WithoutAll<AskAssistant>().WithoutAll<SummariseForHandoff>();
        if (e.Answering is { } answered) pending = pending.Without(answered);
        Effect join = new JoinQueue(e.Queue, e.Ticket, since, e.Priority, e.Language, e.PreferredAgentId, e.Channel, e.Value, e.NotTo);
        Effect summarise = new SummariseForHandoff(e.Ticket);
        // A transfer out of a line leaves it first; the ticket tells the two apart where both are the same queue.
        var effects = h.Line is { } left ? [join, summarise, new LeaveQueue(left, h.Ticket)] : (Effect[])[join, summarise];
        return s with
        {
            Status = ConversationStatus.Waiting,
            Handoff = h with
            {
                Queue = e.Queue,
                Ticket = e.Ticket,
                Requested = new(seq, e.At),
                WaitingSince = since,
                PreferredAgentId = e.PreferredAgentId,
                Sender = e.TransferredBy,
                NotTo = [.. e.NotTo ?? []],
            },
            Pending = pending.With(seq, e.At, effects),
        };
    }

    public static ConversationState Offered(ConversationState s, Offered e) => s with
    {
        Status = ConversationStatus.Offered,
        Handoff = s.Handoff with { Offer = new(e.OfferId, e.AgentId, e.AgentName, e.Queue, e.ExpiresAt) },
    };

    public static ConversationState Withdrawn(ConversationState s, long seq, OfferWithdrawn e)
    {
        if (s.Handoff.Offer is not { } offer || offer.OfferId != e.OfferId) return s;
        return s with
        {
            Status = ConversationStatus.Waiting,
            Handoff = s.Handoff with { Offer = null, PastOffers = s.Handoff.PastOffers.AddLast(e.OfferId) },
            Pending = s.Pending.With(
                seq, e.At, new FreeAgent(e.AgentId, e.OfferId, Offers.ReleaseOf(e.Reason)),
                new RejoinQueue(offer.Queue, s.Handoff.Ticket, e.OfferId, e.AgentId, e.Reason == WithdrawalReason.Interrupted)),
        };
    }

    public static ConversationState Assigned(ConversationState s, long seq, Assigned e)
    {
        var h = s.Handoff;
        // An assignment without an offer was ordered, so no place was reserved for it.
        var confirm = new ConfirmToAgent(e.AgentId, e.OfferId, h.Offer?.OfferId != e.OfferId);
        var pending = s.Pending.WithoutAll<AskAssistant>();
        return s with
        {
            Status = ConversationStatus.Assigned,
            Handoff = h with { Assignment = new(e.AgentId, e.Name, e.OfferId, e.Fence, e.At), Offer = null, WaitingSince = null },
            Pending = h.Line is { } queue ? pending.With(seq, e.At, confirm, new LeaveQueue(queue, h.Ticket)) : pending.With(seq, e.At, confirm),
        };
    }

    public static ConversationState Unassigned(ConversationState s, long seq, Unassigned e) => s.Handoff.Assignment is not { } a ? s : s with
    {
        Handoff = s.Handoff with { Assignment = null },
        Pending = s.Pending.With(seq, e.At, new FreeAgent(a.AgentId, a.OfferId, ReleaseReason.TakenAway)),
    };

    /// <summary>The assistant answers what comes next. The agent and the offer were released by the events before.</summary>
    public static ConversationState Returned(ConversationState s, long seq, ReturnedToAssistant e)
    {
        var pending = s.Pending.WithoutAll<SummariseForHandoff>();
        return s with
        {
            Status = ConversationStatus.Bot,
            Handoff = s.Handoff with { Offer = null, WaitingSince = null },
            Pending = s.Handoff.Line is { } queue ? pending.With(seq, e.At, new LeaveQueue(queue, s.Handoff.Ticket)) : pending,
        };
    }

    public static ConversationState Announced(ConversationState s, long seq, AbsenceAnnounced e) => s with
    {
        Handoff = s.Handoff with { AbsenceTold = e.Ticket, Absence = e.Absence == 0 ? s.Handoff.Absence : new(e.Queue, e.Absence, seq) },
    };

    public static ConversationState CallBackRequested(ConversationState s, long seq, CallBackRequested e) =>
        s with { Handoff = s.Handoff with { CallBackAsked = new Receipt(seq, e.At) } };

    public static ConversationState Joined(ConversationState s, Joined e) =>
        s.Handoff.Joined.Contains(e.ById) ? s : s with { Handoff = s.Handoff with { Joined = s.Handoff.Joined.Add(e.ById) } };

    public static ConversationState Left(ConversationState s, Left e) => s with { Handoff = s.Handoff with { Joined = s.Handoff.Joined.Remove(e.ById) } };

    /// <summary>In another place of the same line, by the priority and value of now: the newer ticket takes the older one's place.</summary>
    public static ConversationState Placed(ConversationState s, long seq, DateTimeOffset at, long ticket)
    {
        var h = s.Handoff;
        if (ticket == 0 || h.Queue is not { } queue || h.WaitingSince is not { } since) return s;
        var join = new JoinQueue(
            queue, ticket, since, s.Labels.Priority, s.Messages.Language, h.PreferredAgentId, s.Channel, s.Labels.Value,
            NotTo: h.NotTo.IsEmpty ? null : h.NotTo);
        return s with { Handoff = h with { Ticket = ticket }, Pending = s.Pending.With(seq, at, join, new LeaveQueue(queue, h.Ticket)) };
    }

    /// <summary>A snooze frees the agent and the place in line.</summary>
    public static ConversationState Slept(ConversationState s, long seq, Snoozed e)
    {
        var h = s.Handoff;
        var effects = new List<Effect>(2);
        if (h.Assignment is { } a) effects.Add(new FreeAgent(a.AgentId, a.OfferId, ReleaseReason.PutAside));
        if (h.Line is { } queue) effects.Add(new LeaveQueue(queue, h.Ticket));
        return s with
        {
            Handoff = h with { Assignment = null, WaitingSince = null, Joined = [] },
            Pending = s.Pending.WithoutAll<SummariseForHandoff>().With(seq, e.At, [.. effects]),
        };
    }

    /// <summary>The agent who had it, the agent who was offered it and the queue where it waited are told that it is over.</summary>
    public static ConversationState Over(ConversationState s, long seq, DateTimeOffset at, TimeSpan? wrapUp)
    {
        var h = s.Handoff;
        var effects = new List<Effect>(2);
        if (h.Assignment is { } a) effects.Add(new FreeAgent(a.AgentId, a.OfferId, ReleaseReason.Over, wrapUp));
        if (h.Offer is { } o) effects.Add(new FreeAgent(o.AgentId, o.OfferId, ReleaseReason.Over));
        if (h.Line is { } queue) effects.Add(new LeaveQueue(queue, h.Ticket));
        return s with
        {
            Handoff = h with
            {
                Assignment = null,
                Offer = null,
                WaitingSince = null,
                Joined = [],
                PastOffers = h.Offer is { } gone ? h.PastOffers.AddLast(gone.OfferId) : h.PastOffers,
            },
            Pending = s.Pending.WithoutAll<AskAssistant>().WithoutAll<SummariseForHandoff>().With(seq, at, [.. effects]),
        };
    }

    /// <summary>The next episode asks all agents again, and for no call yet.</summary>
    public static HandoffState ForNextEpisode(HandoffState h) => h with { NotTo = [], CallBackAsked = null };
}
