using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Rules;

/// <summary>Macros: a reply and actions that a member of staff runs.</summary>
internal static class Macros
{
    public static Decision Run(ConversationState s, RunMacro c, ConversationContext context, Fold fold)
    {
        if (Checks.ClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        var key = ClientKeys.Of(c.By.Actor.Id, c.ClientId);
        if (s.Messages.Posts.Find(key) is { } known) return Decision.Already(known);
        if (context.Settings?.Macro(c.MacroId) is not { } macro) return Decision.Refuse(Refusal.NotFound("macro"));
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.IsOver) return Decision.Refuse(Checks.OverAlready(s));
        if (Checks.Full(s) is { } full) return Decision.Refuse(full);
        var (now, a) = (s.At(context), c.By.Actor);
        var reply = macro.Definition.Render(RuleSubject.ValuesOf(s, a.Name));
        if (reply?.Missing is { Count: > 0 } missing)
            return Decision.Refuse(Refusal.Invalid(
                $"Macro '{macro.Id}' has no value for {string.Join(", ", missing)} here; set it, or give it a default as in {{{{customer|dear customer}}}}."));
        var events = new List<ConversationEvent> { new MacroApplied(macro.Id, macro.Version, key) { At = now, By = a } };
        if (reply is { Text: { Length: > 0 } text })
        {
            if (s.Handoff.Assignment?.AgentId != a.Id && !s.Handoff.Joined.Contains(a.Id))
                return Decision.Refuse(Refusal.Forbidden($"Conversation '{s.Id.Id}' is not assigned to '{a.Id}', so the macro's text is not its to send."));
            events.Add(new MessagePosted(text, c.ClientId, 0) { At = now, By = a });
        }
        events.AddRange(RuleActions.All(fold(s, events), macro.Definition.Actions ?? [], a, now, context, fold));
        return Decision.Accept(events, receiptIndex: 0);
    }
}
