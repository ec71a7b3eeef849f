using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Handoff;

/// <summary>Who answers is changed by staff: transfer, take-over, and supervisors who join the agent.</summary>
internal static class Transfers
{
    public static Decision Transfer(ConversationState s, TransferConversation c, ConversationContext context)
    {
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.IsOver) return Decision.Refuse(Checks.OverAlready(s));
        if (c.ToAssistant ? c.Queue is not null || c.AgentId is not null : c.Queue is null && c.AgentId is null)
            return Decision.Refuse(Refusal.Invalid("A transfer names a queue, an agent or the assistant."));
        if (c.AgentId is { } receiver && receiver == s.Handoff.Assignment?.AgentId)
            return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is assigned to '{receiver}' already."));
        if (c.ToAssistant && !context.Options.AssistantEnabled) return Decision.Refuse(Refusal.Conflict("The assistant is off."));
        var note = c.Note?.Trim();
        if (note?.Length > Limits.MessageTextMax) return Decision.Refuse(Checks.TooLong(note.Length));
        var queue = c.Queue ?? context.QueueOrHome(s.Handoff.Queue);
        if (!context.KnowsQueue(queue)) return Decision.Refuse(Refusal.NotFound("queue"));

        var (now, a) = (s.At(context), c.By.Actor);
        var events = new List<ConversationEvent>(4);
        if (!string.IsNullOrEmpty(note)) events.Add(new NotePosted(note, null, 0) { At = now, By = a });
        events.AddRange(HandoffRequests.Released(s, a, now));
        events.Add(c.ToAssistant
            ? new ReturnedToAssistant { At = now, By = a }
            : HandoffRequests.Event(s, now, a, "transfer", queue) with
            {
                PreferredAgentId = c.AgentId,
                TransferredBy = new(a.Id, a.Name ?? a.Id),
                NotTo = HandoffRequests.NotTo(s, now, SenderOf(s, now, context), c.AgentId),
            });
        return Decision.Accept(events);
    }

    public static Decision TakeOver(ConversationState s, TakeOverConversation c, ConversationContext context)
    {
        if (!c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors take a conversation over."));
        if (s.IsOver) return Decision.Refuse(Checks.OverAlready(s));
        if (s.Handoff.Assignment is { } mine && mine.AgentId == c.AgentId) return Decision.Already(new(mine.Fence, mine.At));
        var (now, a) = (s.At(context), c.By.Actor);
        var events = HandoffRequests.Released(s, a, now);
        var fence = s.Seq + events.Count + 1;
        events.Add(new Assigned(c.AgentId, c.AgentName, $"{s.Id.Id}.order{fence}", fence) { At = now, By = a });
        return Decision.Accept(events);
    }

    public static Decision Join(ConversationState s, JoinConversation c, ConversationContext context)
    {
        if (!c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors join a conversation."));
        var a = c.By.Actor;
        if (s.Handoff.Joined.Contains(a.Id)) return Decision.Already(s.Current);
        if (s.Status != ConversationStatus.Assigned)
            return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}; nobody is there to join."));
        return s.Handoff.Joined.Count >= ConversationState.PastMax
            ? Decision.Refuse(Refusal.TooLarge($"At most {ConversationState.PastMax} supervisors join a conversation."))
            : Decision.Accept(new Joined { At = s.At(context), By = a });
    }

    public static Decision Leave(ConversationState s, LeaveConversation c, ConversationContext context) => s.Handoff.Joined.Contains(c.By.Actor.Id)
        ? Decision.Accept(new Left { At = s.At(context), By = c.By.Actor })
        : Decision.Already(s.Current);

    /// <summary>The agent who transfers it away is not offered it for a while; null where nobody has it.</summary>
    private static ExcludedAgent? SenderOf(ConversationState s, DateTimeOffset now, ConversationContext context) =>
        s.Handoff.Assignment is { } held && context.Options.ExcludeSenderFor > TimeSpan.Zero ? new(held.AgentId, now + context.Options.ExcludeSenderFor) : null;
}
