using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Handoff;

/// <summary>Offers to agents: made, accepted, declined, expired, and the conversation that an agent gives back.</summary>
internal static class Offers
{
    public static Decision Offer(ConversationState s, OfferToAgent c, ConversationContext context)
    {
        var h = s.Handoff;
        if (h.Offer?.OfferId == c.OfferId) return Decision.Already(s.Current);
        if (h.Assignment?.OfferId == c.OfferId) return Decision.Already(new(h.Assignment.Fence, h.Assignment.At));
        if (s.Status != ConversationStatus.Waiting || h.Ticket != c.Ticket || h.PastOffers.Contains(c.OfferId))
        {
            // Retryable tells the saga that the customer still waits under this ticket, so the queue must keep it in line.
            var refusal = Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName} with ticket {h.Ticket}, the offer is for {c.Ticket}.");
            return Decision.Refuse(refusal with { Retryable = h.WaitingSince is not null && h.Ticket == c.Ticket });
        }
        var now = s.At(context);
        var policy = context.Routing?.PolicyOf(s.Id.Workspace, c.Queue);
        var until = now + (policy?.OfferTimeout ?? context.Options.OfferTimeout);
        var offered = new Offered(c.OfferId, c.AgentId, c.AgentName, c.Queue, until, c.Pick) { At = now, By = Actor.System };
        if (policy?.AutoAccept != true) return Decision.Accept(offered);
        var taken = new Assigned(c.AgentId, c.AgentName, c.OfferId, s.Seq + 2) { At = now, By = new(ActorKind.Agent, c.AgentId, c.AgentName) };
        return Decision.Accept(offered, taken);
    }

    public static Decision Accept(ConversationState s, AcceptOffer c, ConversationContext context)
    {
        var a = c.By.Actor;
        if (s.Handoff.Assignment is { } held && held.OfferId == c.OfferId && held.AgentId == a.Id) return Decision.Already(new(held.Fence, held.At));
        if (!Stands(s, c.OfferId, a.Id, context)) return Decision.Refuse(Gone(c.OfferId));
        return Decision.Accept(new Assigned(a.Id, s.Handoff.Offer!.AgentName, c.OfferId, s.Seq + 1) { At = s.At(context), By = a });
    }

    public static Decision Decline(ConversationState s, DeclineOffer c, ConversationContext context)
    {
        if (Checks.Short(c.Reason, "reason") is { } badReason) return Decision.Refuse(badReason);
        var a = c.By.Actor;
        if (!Stands(s, c.OfferId, a.Id, context)) return Decision.Refuse(Gone(c.OfferId));
        var reason = string.IsNullOrWhiteSpace(c.Reason) ? null : c.Reason.Trim();
        return Decision.Accept(new OfferWithdrawn(c.OfferId, a.Id, WithdrawalReason.Declined, reason) { At = s.At(context), By = a });
    }

    public static Decision GiveBack(ConversationState s, GiveBackConversation c, ConversationContext context)
    {
        var (now, a) = (s.At(context), Actor.System);
        if (s.Handoff.Offer is { } offer && offer.OfferId == c.OfferId)
            return Decision.Accept(new OfferWithdrawn(c.OfferId, c.AgentId, WithdrawalReason.Withdrawn) { At = now, By = a });
        if (s.Handoff.Assignment is not { } held || held.OfferId != c.OfferId) return Decision.Already(s.Current);
        return Decision.Accept(
            new Unassigned(held.AgentId, held.Name) { At = now, By = a },
            HandoffRequests.Event(s, now, a, "the agent left", context.QueueOrHome(s.Handoff.Queue)) with { PreferredAgentId = null });
    }

    /// <summary>An offer whose time is over is withdrawn, and staff see who missed it; nothing while it stands or where there is none.</summary>
    public static IReadOnlyList<ConversationEvent> Expired(ConversationState s, ConversationContext context)
    {
        if (s.Handoff.Offer is not { } offer || offer.ExpiresAt > context.Now) return [];
        var reason = offer.ExpiresAt < context.AgentsBackBy ? WithdrawalReason.Interrupted : WithdrawalReason.Expired;
        var withdrawn = new OfferWithdrawn(offer.OfferId, offer.AgentId, reason) { At = s.At(context), By = Actor.System };
        return reason == WithdrawalReason.Interrupted
            ? [withdrawn]
            : [withdrawn, new OfferMissed(offer.OfferId, offer.AgentId, offer.AgentName) { At = withdrawn.At, By = Actor.System }];
    }

    /// <summary>An agent who was once offered the conversation is told that the offer is gone; null for anyone else.</summary>
    public static Refusal? Missed(ConversationState s, ConversationCommand command) => command switch
    {
        AcceptOffer c when s.Handoff.PastOffers.Contains(c.OfferId) => Gone(c.OfferId),
        DeclineOffer c when s.Handoff.PastOffers.Contains(c.OfferId) => Gone(c.OfferId),
        _ => null,
    };

    /// <summary>Why the agent's place becomes free.</summary>
    public static ReleaseReason ReleaseOf(WithdrawalReason reason) => reason switch
    {
        WithdrawalReason.Declined => ReleaseReason.Declined,
        WithdrawalReason.Expired => ReleaseReason.Expired,
        WithdrawalReason.Interrupted => ReleaseReason.Interrupted,
        _ => ReleaseReason.Withdrawn,
    };

    private static bool Stands(ConversationState s, string offerId, string agentId, ConversationContext context) =>
        s.Handoff.Offer is { } offer && offer.OfferId == offerId && offer.AgentId == agentId && context.Now < offer.ExpiresAt;

    private static Refusal Gone(string offerId) => Refusal.Conflict($"Offer '{offerId}' no longer stands.");
}
