using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations;

/// <content>What queues and their policies mean for a conversation.</content>
public static partial class Conversation
{
    /// <summary>The queue whose entry rules take it as it stands.</summary>
    private static string QueueFor(ConversationState s, ConversationContext context)
    {
        if (context.Routing is not { } routing) return context.HomeQueue;
        var facts = new RoutingFacts(s.Intent, s.Channel, s.Language, s.Priority, s.Value);
        return routing.QueueFor(s.Id.Workspace, facts, context.HomeQueue, context.Now);
    }

    /// <summary>As it stands once what is about to be posted is understood.</summary>
    private static ConversationState Heard(ConversationState s, IEnumerable<ConversationEvent> events) =>
        events.OfType<MessagePosted>().Aggregate(s, (heard, message) => message.Analysis is { } read ? Understood(heard, read) : heard);

    private static TimeSpan? WrapUpOf(ConversationState s, ConversationContext context) =>
        s.Assignment is not null && context.Routing?.PolicyOf(s.Id.Workspace, s.Queue).WrapUp is { } time && time > TimeSpan.Zero ? time : null;

    /// <summary>It goes on to the other queue with its true start of waiting, and gets a new place there.</summary>
    private static Decision Overflow(ConversationState s, OverflowConversation c, ConversationContext context)
    {
        if (s.Status != ConversationStatus.Waiting || s.Ticket != c.Ticket || s.Queue != c.Queue || !context.KnowsQueue(c.To)) return Decision.Already(Current(s));
        return Decision.Accept(HandoffEvent(s, At(s, context), Actor.System, "overflow", c.To));
    }

    /// <summary>Nobody serves a queue that is gone; whoever waits there waits on at home.</summary>
    private static Decision LeaveLost(ConversationState s, LeaveLostQueue c, ConversationContext context) =>
        s.Status != ConversationStatus.Waiting || s.Queue != c.Queue || context.KnowsQueue(c.Queue) || !context.KnowsQueue(context.HomeQueue)
            ? Decision.Already(Current(s))
            : Decision.Accept(HandoffEvent(s, At(s, context), Actor.System, "its queue is gone", context.HomeQueue));

    private static Decision Announce(ConversationState s, AnnounceAbsence c, ConversationContext context)
    {
        if (s.WaitingSince is null || s.Ticket != c.Ticket || KnowsOf(s, c) || context.Routing is not { } routing) return Decision.Already(Current(s));
        var (now, a) = (At(s, context), Actor.Assistant);
        var policy = routing.PolicyOf(s.Id.Workspace, c.Queue);
        if (policy.WhenNobodyIsThere == AbsenceAnswer.Nothing) return Decision.Already(Current(s));
        var (text, replies) = RoutingRules.AbsenceText(policy, s.Language, c.Open, c.Open ? null : routing.OpensAt(s.Id.Workspace, c.Queue, now));
        return Decision.Accept(
            new AbsenceAnnounced(c.Queue, c.Ticket, replies is not null, c.Absence) { At = now, By = Actor.System },
            new MessagePosted(text, null, 0, QuickReplies: replies) { At = now, By = a });
    }

    /// <summary>A new place in the same line, for its urgency or its value, brings no news; a new hand-over does.</summary>
    private static bool KnowsOf(ConversationState s, AnnounceAbsence c) => c.Absence == 0
        ? s.AbsenceTold >= c.Ticket
        : s.Absence is { } known && known.Queue == c.Queue && known.Number >= c.Absence && known.Seq > s.Handoff.Seq;

    private static Decision CallBack(ConversationState s, RequestCallBack c, ConversationContext context)
    {
        if (c.By.Role != CallerRole.Customer) return Decision.Refuse(Refusal.Forbidden("Only the customer asks for a call."));
        var phone = c.Phone?.Trim() ?? "";
        if (phone.Length is < 3 or > 32) return Decision.Refuse(Refusal.Invalid($"A phone number has 3 to 32 characters, not {phone.Length}."));
        if (CheckShort(c.When, "time") is { } bad) return Decision.Refuse(bad);
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}."));
        if (s.CallBackAsked is { } asked) return Decision.Already(asked);
        var a = c.By.Actor;
        return Decision.Accept(new CallBackRequested(phone, string.IsNullOrWhiteSpace(c.When) ? null : c.When.Trim()) { At = At(s, context), By = a });
    }
}
