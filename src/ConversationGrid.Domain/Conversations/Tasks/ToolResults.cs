using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Handoff;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Tasks;

/// <summary>What a tool did for a task.</summary>
internal static class ToolResults
{
    public static Decision ToolResult(ConversationState s, PostToolResult c, ConversationContext context)
    {
        if (!s.Pending.Has(c.Answering)) return Decision.Already(s.Current);
        var (now, a, outcome) = (s.At(context), c.By.Actor, c.Outcome);
        var task = s.Assistant?.Task;
        var events = new List<ConversationEvent>(3)
        {
            new TaskEnded(task?.Tool ?? "unknown", outcome.Code, task?.Slots, outcome.Undo, c.Answering) { At = now, By = a },
        };
        // The result is posted, no matter who answers by now: the customer must know.
        var text = outcome.Text.Trim();
        if (text.Length > 0 && !s.IsOver)
            events.Add(new MessagePosted(
                text.Length <= Limits.MessageTextMax ? text : text[..Limits.MessageTextMax], null, 0, QuickReplies: outcome.QuickReplies,
                ClosesAt: outcome.HandoffReason is null && s.Status == ConversationStatus.Bot ? Checks.QuietUntil(s, now, context) : null) { At = now,
                    By = a });
        if (outcome.HandoffReason is { } reason && s.Status == ConversationStatus.Bot)
            events.Add(HandoffRequests.Event(s, now, a, reason, HandoffRequests.QueueFor(s, context)));
        return Decision.Accept(events, 0);
    }
}
