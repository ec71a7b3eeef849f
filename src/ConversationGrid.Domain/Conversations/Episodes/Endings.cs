using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Handoff;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Episodes;

/// <summary>The end of an episode and the beginning of the next: resolve, close, reopen.</summary>
internal static class Endings
{
    public static Decision Resolve(ConversationState s, ResolveConversation c, ConversationContext context)
    {
        if (s.Status == ConversationStatus.Resolved) return Decision.Already(s.Episode.Ended);
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.Status == ConversationStatus.Closed) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is closed."));
        if (Checks.Short(c.Disposition, "disposition") is { } badDisposition) return Decision.Refuse(badDisposition);
        return Decision.Accept(Resolved(s.At(context), c.By.Actor, c.Disposition, WrapUpOf(s, context), context), receiptIndex: 0);
    }

    public static ConversationEvent[] Resolved(DateTimeOffset now, Actor a, string? disposition, TimeSpan? wrapUp, ConversationContext context) =>
        [new Resolved(disposition, now + context.Options.CloseAfterResolved, wrapUp) { At = now, By = a }, Surveys.Offer(now)];

    public static Decision Reopen(ConversationState s, ReopenConversation c, ConversationContext context)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Only staff reopen; a customer just writes."));
        if (!s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}, not over."));
        if (s.Merge.MergedInto is { } into) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' goes on in '{into}'."));
        var a = c.By.Actor;
        var handoff = HandoffRequests.Event(s, s.At(context), a, "reopened by an agent", context.QueueOrHome(s.Handoff.Queue)) with { PreferredAgentId = a.Id };
        return Decision.Accept([Next(s, a, context), handoff], receiptIndex: 0);
    }

    public static Decision Close(ConversationState s, CloseConversation c, ConversationContext context)
    {
        if (s.Status == ConversationStatus.Closed) return Decision.Already(s.Episode.Ended);
        if (c.By.Role != CallerRole.Customer && Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        var now = s.At(context);
        var closed = new Closed(null) { At = now, By = c.By.Actor };
        return s.Status == ConversationStatus.Resolved ? Decision.Accept(closed) : Decision.Accept([closed, Surveys.Offer(now)], receiptIndex: 0);
    }

    /// <summary>The time to close has come: after a while of quiet with the assistant, or after it was resolved. Null before.</summary>
    public static Decision? CloseInTime(ConversationState s, ConversationContext context)
    {
        if (!(s.Episode.ClosesAt <= context.Now)) return null;
        var now = s.At(context);
        return s.Status == ConversationStatus.Bot
            ? Decision.Accept(new Closed(ClosedReasons.Quiet) { At = now, By = Actor.Assistant }, Surveys.Offer(now))
            : Decision.Accept(new Closed(null) { At = now, By = Actor.System });
    }

    /// <summary>The next episode begins.</summary>
    public static Reopened Next(ConversationState s, Actor a, ConversationContext context) =>
        new(s.Episode.Number + 1, Relink: true, CalmsMood: true) { At = s.At(context), By = a };

    private static TimeSpan? WrapUpOf(ConversationState s, ConversationContext context) =>
        s.Handoff.Assignment is not null && context.Routing?.PolicyOf(s.Id.Workspace, s.Handoff.Queue).WrapUp is { } time && time > TimeSpan.Zero ? time : null;
}
