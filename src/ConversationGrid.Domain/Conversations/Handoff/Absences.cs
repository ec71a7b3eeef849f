using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Handoff;

/// <summary>What a customer who waits hears while no agent is there, and the call that it may ask for.</summary>
internal static class Absences
{
    public static Decision Announce(ConversationState s, AnnounceAbsence c, ConversationContext context)
    {
        var h = s.Handoff;
        if (h.WaitingSince is null || h.Ticket != c.Ticket || KnowsOf(h, c) || context.Routing is not { } routing) return Decision.Already(s.Current);
        // Who writes a mail does not sit and wait.
        if (Checks.RuleOf(s, context) is not null) return Decision.Already(s.Current);
        var now = s.At(context);
        var policy = routing.PolicyOf(s.Id.Workspace, c.Queue);
        if (policy.WhenNobodyIsThere == AbsenceAnswer.Nothing) return Decision.Already(s.Current);
        var (text, replies) = RoutingRules.AbsenceText(policy, s.Messages.Language, c.Open, c.Open ? null : routing.OpensAt(s.Id.Workspace, c.Queue, now));
        return Decision.Accept(
            new AbsenceAnnounced(c.Queue, c.Ticket, replies is not null, c.Absence) { At = now, By = Actor.System },
            new MessagePosted(text, null, 0, QuickReplies: replies) { At = now, By = Actor.Assistant });
    }

    public static Decision CallBack(ConversationState s, RequestCallBack c, ConversationContext context)
    {
        if (c.By.Role != CallerRole.Customer) return Decision.Refuse(Refusal.Forbidden("Only the customer asks for a call."));
        var phone = c.Phone?.Trim() ?? "";
        if (phone.Length is < 3 or > 32) return Decision.Refuse(Refusal.Invalid($"A phone number has 3 to 32 characters, not {phone.Length}."));
        if (Checks.Short(c.When, "time") is { } bad) return Decision.Refuse(bad);
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}."));
        if (s.Handoff.CallBackAsked is { } asked) return Decision.Already(asked);
        return Decision.Accept(new CallBackRequested(phone, string.IsNullOrWhiteSpace(c.When) ? null : c.When.Trim()) { At = s.At(context), By = c.By.Actor });
    }

    /// <summary>A new place in the same line, for its urgency or its value, brings no news; a new hand-over does.</summary>
    private static bool KnowsOf(HandoffState h, AnnounceAbsence c) => c.Absence == 0
        ? h.AbsenceTold >= c.Ticket
        : h.Absence is { } known && known.Queue == c.Queue && known.Number >= c.Absence && known.Seq > h.Requested.Seq;
}
