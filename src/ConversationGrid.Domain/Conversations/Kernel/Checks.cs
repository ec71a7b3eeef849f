using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>Answers each slice's decisions ask for: the time, and why a command is refused.</summary>
internal static class Checks
{
    /// <summary>Time never runs backwards within a conversation, whatever a machine's clock does.</summary>
    public static DateTimeOffset At(this ConversationState s, ConversationContext context) => context.Now < s.UpdatedAt ? s.UpdatedAt : context.Now;

    /// <summary>Whether a member of staff may act on the conversation: its assignee, or who sees the whole workspace.</summary>
    public static Refusal? MayHandle(ConversationState s, Caller by)
    {
        if (by.SeesWholeWorkspace || s.Handoff.Assignment?.AgentId == by.Actor.Id) return null;
        if (by.Role == CallerRole.Customer) return Refusal.Forbidden("Only staff may do this.");
        return s.Handoff.Assignment is { } a
            ? Refusal.Forbidden($"Conversation '{s.Id.Id}' is assigned to '{a.AgentId}', not to '{by.Actor.Id}'.")
            : Refusal.Forbidden($"Conversation '{s.Id.Id}' is not assigned to '{by.Actor.Id}'.");
    }

    /// <summary>Why nobody may write or ask here any more; null if they may.</summary>
    public static Refusal? Shut(ConversationState s, Caller by)
    {
        if (s.Merge.MergedInto is { } into) return Refusal.Conflict($"Conversation '{s.Id.Id}' goes on in '{into}'.");
        return s.Merge.IsBlocked && by.Role == CallerRole.Customer ? Refusal.Forbidden("This customer may not write here.") : null;
    }

    public static Refusal OverAlready(ConversationState s) => Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}; reopen it first.");

    /// <summary>Whether the assistant reads what customers write in the conversation, to answer it or to draft an answer.</summary>
    public static bool AssistantSpeaks(ConversationState s, ConversationContext context) =>
        context.Options.AssistantEnabled && RuleOf(s, context)?.Assistant != ChannelAssistant.Silent;

    /// <summary>How the workspace uses the conversation's channel; null for one that is live.</summary>
    public static ChannelRule? RuleOf(ConversationState s, ConversationContext context) => context.Channels?.Invoke(s.Id.Workspace, s.Channel);

    public static Refusal? Text(string text) => text.Length switch
    {
        > Limits.MessageTextMax => TooLong(text.Length),
        _ when VisibleText.IsBlank(text) => Refusal.Invalid("A message needs a text."),
        _ => null,
    };

    public static Refusal? ClientId(string? clientId) => clientId switch
    {
        null or "" => Refusal.Invalid("A clientId is missing."),
        { Length: > Limits.ClientIdMax } => Refusal.Invalid($"A clientId has at most {Limits.ClientIdMax} characters, not {clientId.Length}."),
        _ => null,
    };

    public static Refusal? Short(string? text, string what) => text?.Length > Limits.ShortTextMax
        ? Refusal.TooLarge($"A {what} has at most {Limits.ShortTextMax} characters, not {text.Length}.")
        : null;

    public static Refusal TooLong(int length) => Refusal.TooLarge($"A text has at most {Limits.MessageTextMax} characters, not {length}.");

    public static Refusal? Full(ConversationState s) => s.Messages.Posts.Count >= Limits.PostsPerConversationMax
        ? Refusal.TooLarge($"Conversation '{s.Id.Id}' holds {s.Messages.Posts.Count} messages, the most there can be; start a new one.")
        : null;

    public static Refusal? Value(int value) =>
        value is < 0 or > Limits.CustomerValueMax ? Refusal.Invalid($"A value is 0 to {Limits.CustomerValueMax}, not {value}.") : null;

    /// <summary>When a conversation closes that the assistant answered now, if nothing more is written; null: never.</summary>
    public static DateTimeOffset? QuietUntil(ConversationState s, DateTimeOffset now, ConversationContext context)
    {
        if (context.Options.CloseAfterAnswer <= TimeSpan.Zero) return null;
        // Who writes letters answers in days, not minutes.
        return now + (RuleOf(s, context) is null ? context.Options.CloseAfterAnswer : context.Options.CloseAfterResolved);
    }

    public static ConversationEffectSettled Settled(DateTimeOffset now, EffectId effect) => new(effect) { At = now, By = Actor.System };
}
