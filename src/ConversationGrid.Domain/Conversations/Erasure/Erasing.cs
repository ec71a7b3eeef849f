using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Erasure;

/// <summary>What was said in a conversation is removed, and what an erased conversation still takes.</summary>
internal static class Erasing
{
    public const string Disposition = "erased";

    public static Decision Erase(ConversationState s, EraseConversation c, ConversationContext context)
    {
        if (!s.Exists || s.IsErased) return Decision.Already(s.Current);
        var (now, a) = (s.At(context), Actor.System);
        // Labels that came after they were counted are not among those that stay.
        var erased = new Erased(c.Why, [.. s.Labels.Names.Intersect(c.KeptLabels)]) { At = now, By = a };
        return s.Status == ConversationStatus.Closed ? Decision.Accept(erased) : Decision.Accept(new Closed(Disposition) { At = now, By = a }, erased);
    }

    /// <summary>How an erased conversation answers a command; null where the command is carried out as ever.</summary>
    public static Decision? Answer(ConversationState s, ConversationCommand command) => command switch
    {
        _ when !s.IsErased => null,
        SettleConversationEffect or TickConversation or EraseConversation => null,
        // Whatever was under way when it was erased comes too late, and is dropped.
        _ when command.By.Role == CallerRole.System => Decision.Already(s.Current),
        _ when command.By.IsStaff => Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' was erased.")),
        _ => Decision.Refuse(Refusal.NotFound("conversation")),
    };

    /// <summary>The state that the same events lead to when they are read without what was erased.</summary>
    public static ConversationState Evolve(ConversationState s, Erased e) => s with
    {
        IsErased = true,
        CustomerName = null,
        Messages = s.Messages with { Course = null, HeardAt = null },
        Labels = s.Labels with { Names = [.. e.Labels], Fields = [] },
        Assistant = null,
        Delivery = DeliveryState.Empty,
        Pending = s.Pending.RemoveAll(p => p.Effect is AskAssistant or RunTool or SummariseForHandoff or TellStaff or TellMerged or LinkToCustomer
            or DeliverMessage),
    };
}
