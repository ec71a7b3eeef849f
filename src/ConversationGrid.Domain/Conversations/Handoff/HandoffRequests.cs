using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Merge;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Handoff;

/// <summary>Hand-overs into a queue's line, and from one line into another.</summary>
internal static class HandoffRequests
{
    /// <summary>A human is asked for. Out of a snooze or after the end more belongs to it, which the root adds.</summary>
    public static Decision Request(ConversationState s, RequestHandoff c, ConversationContext context)
    {
        if (Checks.Short(c.Reason, "reason") is { } badReason) return Decision.Refuse(badReason);
        var queue = c.Queue ?? QueueFor(s, context);
        if (!context.KnowsQueue(queue)) return Decision.Refuse(Refusal.NotFound("queue"));
        if (Checks.Shut(s, c.By) is { } shut) return Decision.Refuse(shut);
        if (s.Status is not (ConversationStatus.Waiting or ConversationStatus.Offered or ConversationStatus.Assigned))
            return Decision.Accept(Event(s, s.At(context), c.By.Actor, c.Reason, queue) with { ReasonKey = KeyOf(c) });
        return Explained(s, c, context) is { } explained ? Decision.Accept(explained) : Decision.Already(s.Handoff.Requested);
    }

    /// <summary>What the customer says of a hand-over that it did not begin: the human is on the way already, but staff do not know the words. Null where there
    /// are none, or the same were said before.</summary>
    public static HandoffExplained? Explained(ConversationState s, RequestHandoff c, ConversationContext context) =>
        KeyOf(c) is var key && key != 0 && Identifying.Posted(s, c.By, IdOf(c)) is null
            ? new HandoffExplained(c.Reason, key) { At = s.At(context), By = c.By.Actor }
            : null;

    /// <summary>It goes on to the other queue with its true start of waiting, and gets a new place there.</summary>
    public static Decision Overflow(ConversationState s, OverflowConversation c, ConversationContext context)
    {
        var h = s.Handoff;
        if (s.Status != ConversationStatus.Waiting || h.Ticket != c.Ticket || h.Queue != c.Queue || !context.KnowsQueue(c.To))
            return Decision.Already(s.Current);
        return Decision.Accept(Event(s, s.At(context), Actor.System, "overflow", c.To));
    }

    /// <summary>Nobody serves a queue that is gone; a conversation that waits there goes to the home queue.</summary>
    public static Decision LeaveLost(ConversationState s, LeaveLostQueue c, ConversationContext context) =>
        s.Status != ConversationStatus.Waiting || s.Handoff.Queue != c.Queue || context.KnowsQueue(c.Queue) || !context.KnowsQueue(context.HomeQueue)
            ? Decision.Already(s.Current)
            : Decision.Accept(Event(s, s.At(context), Actor.System, "its queue is gone", context.HomeQueue));

    /// <summary>The queue whose entry rules take it as it stands.</summary>
    public static string QueueFor(ConversationState s, ConversationContext context)
    {
        if (s.EntryQueue is { } own && context.KnowsQueue(own)) return own;
        if (context.Routing is not { } routing) return context.HomeQueue;
        var facts = new RoutingFacts(s.Messages.Intent, s.Channel, s.Messages.Language, s.Labels.Priority, s.Labels.Value);
        return routing.QueueFor(s.Id.Workspace, facts, context.HomeQueue, context.Now);
    }

    /// <summary>Takes it from its agent or offer and puts it into a queue's line.</summary>
    public static List<ConversationEvent> Moved(ConversationState s, string queue, string reason, Actor a, DateTimeOffset now)
    {
        var events = Released(s, a, now);
        events.Add(Event(s, now, a, reason, queue));
        return events;
    }

    /// <summary>Takes it from its agent or offer.</summary>
    public static List<ConversationEvent> Released(ConversationState s, Actor a, DateTimeOffset now)
    {
        var events = new List<ConversationEvent>(3);
        if (s.Handoff.Assignment is { } held) events.Add(new Unassigned(held.AgentId, held.Name) { At = now, By = a });
        if (s.Handoff.Offer is { } offer) events.Add(new OfferWithdrawn(offer.OfferId, offer.AgentId, WithdrawalReason.Withdrawn) { At = now, By = a });
        return events;
    }

    public static HandoffRequested Event(ConversationState s, DateTimeOffset now, Actor a, string? reason, string queue, string? language = null) =>
        new(reason, queue, s.Handoff.Ticket + 1, s.Labels.Priority, language ?? s.Messages.Language, PreferredOf(s, now),
            Channel: s.Channel, Value: s.Labels.Value, NotTo: NotTo(s, now, null, null)) { At = now, By = a };

    /// <summary>Only what a customer says is known again: others give no words of their own.</summary>
    private static long KeyOf(RequestHandoff c) =>
        c.By.Role == CallerRole.Customer && !string.IsNullOrWhiteSpace(c.Reason) ? ClientKeys.Of(c.By.Actor.Id, IdOf(c)) : 0;

    private static string IdOf(RequestHandoff c) => $"reason {c.Reason}";

    /// <summary>Number of another place in the same line; 0 where it waits in none.</summary>
    public static long NewPlace(ConversationState s) => s.Status == ConversationStatus.Waiting ? s.Handoff.Ticket + 1 : 0;

    /// <summary>Agents who are not asked: those who gave it away in this episode, with one who does so now; null for none.</summary>
    public static IReadOnlyList<ExcludedAgent>? NotTo(ConversationState s, DateTimeOffset now, ExcludedAgent? sender, string? receiver)
    {
        if (s.IsOver || (s.Handoff.NotTo.IsEmpty && sender is null)) return null;
        var all = s.Handoff.NotTo.Where(x => x.Until > now && x.AgentId != sender?.AgentId).Concat(sender is null ? [] : [sender])
            .Where(x => x.AgentId != receiver).TakeLast(ConversationState.PastMax).ToList();
        return all.Count == 0 ? null : all;
    }

    /// <summary>The agent who had it last, unless that agent gave it away a moment ago.</summary>
    private static string? PreferredOf(ConversationState s, DateTimeOffset now) =>
        ConversationAccess.LastAgentOf(s.Parties) is { } last && NotTo(s, now, null, null)?.Any(x => x.AgentId == last) != true ? last : null;
}
