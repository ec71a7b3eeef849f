using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations;

/// <content>The way to a human and back: hand-over, offers, transfer, the end of an episode.</content>
public static partial class Conversation
{
    private static Decision Handoff(ConversationState s, RequestHandoff c, ConversationContext context)
    {
        if (CheckShort(c.Reason, "reason") is { } badReason) return Decision.Refuse(badReason);
        var queue = c.Queue ?? QueueFor(s, context);
        if (!context.KnowsQueue(queue)) return Decision.Refuse(Refusal.NotFound("queue"));
        if (Shut(s, c.By) is { } shut) return Decision.Refuse(shut);
        if (s.Status is ConversationStatus.Waiting or ConversationStatus.Offered or ConversationStatus.Assigned) return Decision.Already(s.Handoff);
        var a = c.By.Actor;
        var handoff = HandoffEvent(s, At(s, context), a, c.Reason, queue);
        if (s.Status == ConversationStatus.Snoozed) return Decision.Accept(Return(s, At(s, context), a, c.By.Role == CallerRole.Customer ? "customer" : "agent", context));
        return s.IsOver
            ? Decision.Accept(Anew(s, a, context), handoff)
            : Decision.Accept(handoff);
    }

    private static Decision Offer(ConversationState s, OfferToAgent c, ConversationContext context)
    {
        if (s.Offer?.OfferId == c.OfferId) return Decision.Already(Current(s));
        if (s.Assignment?.OfferId == c.OfferId) return Decision.Already(new(s.Assignment.Fence, s.Assignment.At));
        if (s.Status != ConversationStatus.Waiting || s.Ticket != c.Ticket || s.PastOffers.Contains(c.OfferId))
        {
            // Retryable tells the saga that the customer still waits under this ticket, so the queue must keep it in line.
            var refusal = Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)} with ticket {s.Ticket}, the offer is for {c.Ticket}.");
            return Decision.Refuse(refusal with { Retryable = s.WaitingSince is not null && s.Ticket == c.Ticket });
        }
        var system = Actor.System;
        var now = At(s, context);
        var policy = context.Routing?.PolicyOf(s.Id.Workspace, c.Queue);
        var offered = new Offered(c.OfferId, c.AgentId, c.AgentName, c.Queue, now + (policy?.OfferTimeout ?? context.Options.OfferTimeout)) { At = now, By = system };
        if (policy?.AutoAccept != true) return Decision.Accept(offered);
        var taken = new Assigned(c.AgentId, c.AgentName, c.OfferId, s.Seq + 2) { At = now, By = new(ActorKind.Agent, c.AgentId, c.AgentName) };
        return Decision.Accept(offered, taken);
    }

    private static Decision Accept(ConversationState s, AcceptOffer c, ConversationContext context)
    {
        var a = c.By.Actor;
        if (s.Assignment is { } held && held.OfferId == c.OfferId && held.AgentId == a.Id) return Decision.Already(new(held.Fence, held.At));
        if (!Stands(s, c.OfferId, a.Id, context)) return Decision.Refuse(OfferGone(c.OfferId));
        return Decision.Accept(new Assigned(a.Id, s.Offer!.AgentName, c.OfferId, s.Seq + 1) { At = At(s, context), By = a });
    }

    private static Decision Decline(ConversationState s, DeclineOffer c, ConversationContext context)
    {
        if (CheckShort(c.Reason, "reason") is { } badReason) return Decision.Refuse(badReason);
        var a = c.By.Actor;
        if (!Stands(s, c.OfferId, a.Id, context)) return Decision.Refuse(OfferGone(c.OfferId));
        return Decision.Accept(new OfferWithdrawn(c.OfferId, a.Id, "declined", string.IsNullOrWhiteSpace(c.Reason) ? null : c.Reason.Trim()) { At = At(s, context), By = a });
    }

    private static Decision GiveBack(ConversationState s, GiveBackConversation c, ConversationContext context)
    {
        var (now, a) = (At(s, context), Actor.System);
        if (s.Offer is { } offer && offer.OfferId == c.OfferId)
            return Decision.Accept(new OfferWithdrawn(c.OfferId, c.AgentId, "withdrawn") { At = now, By = a });
        if (s.Assignment is not { } held || held.OfferId != c.OfferId) return Decision.Already(Current(s));
        return Decision.Accept(
            new Unassigned(held.AgentId, held.Name) { At = now, By = a },
            HandoffEvent(s, now, a, "the agent left", context.QueueOrHome(s.Queue)) with { PreferredAgentId = null });
    }

    private static Decision Transfer(ConversationState s, TransferConversation c, ConversationContext context)
    {
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; reopen it first."));
        if (c.ToAssistant ? c.Queue is not null || c.AgentId is not null : c.Queue is null && c.AgentId is null)
            return Decision.Refuse(Refusal.Invalid("A transfer names a queue, an agent or the assistant."));
        if (c.AgentId is { } receiver && receiver == s.Assignment?.AgentId)
            return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is assigned to '{receiver}' already."));
        if (c.ToAssistant && !context.Options.AssistantEnabled) return Decision.Refuse(Refusal.Conflict("The assistant is off."));
        var note = c.Note?.Trim();
        if (note?.Length > Limits.MessageTextMax) return Decision.Refuse(TooLong(note.Length));
        var queue = c.Queue ?? context.QueueOrHome(s.Queue);
        if (!context.KnowsQueue(queue)) return Decision.Refuse(Refusal.NotFound("queue"));

        var a = c.By.Actor;
        var now = At(s, context);
        var events = new List<ConversationEvent>(4);
        if (!string.IsNullOrEmpty(note)) events.Add(new NotePosted(note, null, 0) { At = now, By = a });
        events.AddRange(Moved(s, queue, "transfer", a, now));
        var sender = s.Assignment is { } held && context.Options.ExcludeSenderFor > TimeSpan.Zero ? new ExcludedAgent(held.AgentId, now + context.Options.ExcludeSenderFor) : null;
        events[^1] = c.ToAssistant
            ? new ReturnedToAssistant { At = now, By = a }
            : (HandoffRequested)events[^1] with { PreferredAgentId = c.AgentId, NotTo = NotTo(s, now, sender, c.AgentId) };
        return Decision.Accept(events);
    }

    private static Decision Resolve(ConversationState s, ResolveConversation c, ConversationContext context)
    {
        if (s.Status == ConversationStatus.Resolved) return Decision.Already(s.Ended);
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.Status == ConversationStatus.Closed) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is closed."));
        if (CheckShort(c.Disposition, "disposition") is { } badDisposition) return Decision.Refuse(badDisposition);
        var a = c.By.Actor;
        var now = At(s, context);
        return Decision.Accept(
            [
                new Resolved(c.Disposition, now + context.Options.CloseAfterResolved, WrapUpOf(s, context)) { At = now, By = a },
                new SurveyOffered { At = now, By = Actor.System },
            ],
            receiptIndex: 0);
    }

    private static Decision Reopen(ConversationState s, ReopenConversation c, ConversationContext context)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Only staff reopen; a customer just writes."));
        if (!s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}, not over."));
        if (s.MergedInto is { } into) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' goes on in '{into}'."));
        var a = c.By.Actor;
        var now = At(s, context);
        return Decision.Accept(
            [
                Anew(s, a, context),
                HandoffEvent(s, now, a, "reopened by an agent", context.QueueOrHome(s.Queue)) with { PreferredAgentId = a.Id },
            ],
            receiptIndex: 0);
    }

    private static Decision Close(ConversationState s, CloseConversation c, ConversationContext context)
    {
        if (s.Status == ConversationStatus.Closed) return Decision.Already(s.Ended);
        if (c.By.Role != CallerRole.Customer && MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        var a = c.By.Actor;
        var now = At(s, context);
        var closed = new Closed(null) { At = now, By = a };
        return s.Status == ConversationStatus.Resolved
            ? Decision.Accept(closed)
            : Decision.Accept([closed, new SurveyOffered { At = now, By = Actor.System }], receiptIndex: 0);
    }

    private static Decision Rate(ConversationState s, RateConversation c, ConversationContext context)
    {
        if (c.By.Role != CallerRole.Customer) return Decision.Refuse(Refusal.Forbidden("Only the customer rates."));
        if (c.Score is < 1 or > 5) return Decision.Refuse(Refusal.Invalid($"A score is 1 to 5, not {c.Score}."));
        if (c.Comment?.Length > Limits.MessageTextMax) return Decision.Refuse(TooLong(c.Comment.Length));
        if (s.Rating is { } rated && !MayCorrect(s, rated, c, context)) return Decision.Already(rated);
        if (!s.SurveyOpen) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; there is nothing to rate yet."));
        var a = c.By.Actor;
        return Decision.Accept(new Rated(c.Score, c.Comment, context.Options.RatingCorrectedWithin > TimeSpan.Zero) { At = At(s, context), By = a });
    }

    /// <summary>Another score soon after the first is a correction; the same one is the same answer sent again.</summary>
    private static bool MayCorrect(ConversationState s, Receipt rated, RateConversation c, ConversationContext context) =>
        s.RatedScore != 0 && s.RatedScore != c.Score && s.SurveyOpen && At(s, context) - rated.At < context.Options.RatingCorrectedWithin;

    /// <summary>The next episode begins.</summary>
    private static Reopened Anew(ConversationState s, Actor a, ConversationContext context) => new(s.Episode + 1, Relink: true, CalmsMood: true) { At = At(s, context), By = a };

    /// <summary>Out of whatever hands it is in, into a queue's line.</summary>
    internal static IReadOnlyList<ConversationEvent> Moved(ConversationState s, string queue, string reason, Actor a, DateTimeOffset now)
    {
        var events = new List<ConversationEvent>(3);
        if (s.Assignment is { } held) events.Add(new Unassigned(held.AgentId, held.Name) { At = now, By = a });
        if (s.Offer is { } offer) events.Add(new OfferWithdrawn(offer.OfferId, offer.AgentId, "withdrawn") { At = now, By = a });
        events.Add(HandoffEvent(s, now, a, reason, queue));
        return events;
    }

    private static HandoffRequested HandoffEvent(ConversationState s, DateTimeOffset now, Actor a, string? reason, string queue, string? language = null) =>
        new(reason, queue, s.Ticket + 1, s.Priority, language ?? s.Language, PreferredOf(s, now), Channel: s.Channel, Value: s.Value,
            NotTo: NotTo(s, now, null, null)) { At = now, By = a };

    /// <summary>Who had it last, unless it gave it away a moment ago.</summary>
    private static string? PreferredOf(ConversationState s, DateTimeOffset now) =>
        ConversationAccess.LastAgentOf(s.Parties) is { } last && NotTo(s, now, null, null)?.Any(x => x.AgentId == last) != true ? last : null;

    /// <summary>Who is not asked: those who gave it away in this episode, with one who does so now; null for nobody.</summary>
    private static IReadOnlyList<ExcludedAgent>? NotTo(ConversationState s, DateTimeOffset now, ExcludedAgent? sender, string? receiver)
    {
        if (s.IsOver || (s.NotTo.IsEmpty && sender is null)) return null;
        var all = s.NotTo.Where(x => x.Until > now && x.AgentId != sender?.AgentId).Concat(sender is null ? [] : [sender])
            .Where(x => x.AgentId != receiver).TakeLast(ConversationState.PastMax).ToList();
        return all.Count == 0 ? null : all;
    }

    private static bool Stands(ConversationState s, string offerId, string agentId, ConversationContext context) =>
        s.Offer is { } offer && offer.OfferId == offerId && offer.AgentId == agentId && context.Now < offer.ExpiresAt;

    private static Refusal OfferGone(string offerId) => Refusal.Conflict($"Offer '{offerId}' no longer stands.");
}
