using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Merge;

/// <summary>What ends here because it goes on elsewhere or is not wanted: merge, spam, block.</summary>
internal static class Merges
{
    public static Decision Merge(ConversationState s, MergeConversation c, ConversationContext context)
    {
        if (s.Merge.MergedInto is { } before)
            return before == c.Into
                ? Decision.Already(s.Episode.Ended)
                : Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' goes on in '{before}' already."));
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (c.Into == s.Id.Id) return Decision.Refuse(Refusal.Invalid("A conversation is not merged into itself."));
        if (c.IntoCustomerId != s.CustomerId) return Decision.Refuse(Refusal.Conflict("Only conversations of the same customer are merged."));
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}; there is nothing to go on with."));
        var (now, a) = (s.At(context), c.By.Actor);
        return Decision.Accept(new Merged(c.Into) { At = now, By = a }, new Closed("merged") { At = now, By = a });
    }

    /// <summary>Another conversation was merged into this one: its labels come along, as far as there is room.</summary>
    public static Decision Absorb(ConversationState s, AbsorbConversation c, ConversationContext context)
    {
        if (s.Merge.Absorbed.Contains(c.From)) return Decision.Already(s.Current);
        var labels = s.Labels.Names;
        string[] added = [.. c.Labels.Except(labels).Take(LabelRules.Max - labels.Count)];
        return Decision.Accept(new Absorbed(c.From, added) { At = s.At(context), By = Actor.System });
    }

    public static Decision Spam(ConversationState s, MarkSpam c, ConversationContext context)
    {
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        return s.Status == ConversationStatus.Closed ? Decision.Already(s.Episode.Ended) : Decision.Accept(SpamEvents(s.At(context), c.By.Actor));
    }

    public static ConversationEvent[] SpamEvents(DateTimeOffset now, Actor a) => [new MarkedSpam { At = now, By = a }, new Closed("spam") { At = now, By = a }];

    /// <summary>The customer was blocked or is so no longer; a block closes what is open.</summary>
    public static Decision Block(ConversationState s, BlockConversation c, ConversationContext context)
    {
        if (c.Blocked == s.Merge.IsBlocked) return Decision.Already(s.Current);
        var (now, a) = (s.At(context), Actor.System);
        var changed = new BlockChanged(c.Blocked) { At = now, By = a };
        return c.Blocked && s.Status != ConversationStatus.Closed
            ? Decision.Accept(changed, new Closed("blocked") { At = now, By = a })
            : Decision.Accept(changed);
    }
}
