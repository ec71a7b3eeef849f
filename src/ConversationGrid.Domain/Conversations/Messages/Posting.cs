using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Episodes;
using ConversationGrid.Domain.Conversations.Handoff;
using ConversationGrid.Domain.Conversations.Merge;
using ConversationGrid.Domain.Conversations.Pause;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Messages;

/// <summary>Messages of customers and agents, and notes of staff.</summary>
internal static class Posting
{
    public static Decision Post(ConversationState s, PostMessage c, ConversationContext context, Fold fold)
    {
        if (Checks.ClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        var key = ClientKeys.Of(c.By.Actor.Id, c.ClientId);
        if (Identifying.Posted(s, c.By, c.ClientId) is { } known) return Decision.Already(known);
        var text = c.Text?.Trim() ?? "";
        if (c.Attachments is not { Count: > 0 } && Checks.Text(text) is { } badText) return Decision.Refuse(badText);
        if (text.Length > Limits.MessageTextMax) return Decision.Refuse(Checks.TooLong(text.Length));
        if (Checks.Full(s) is { } full) return Decision.Refuse(full);
        if (Checks.Shut(s, c.By) is { } shut) return Decision.Refuse(shut);
        return c.By.Role == CallerRole.Customer
            ? CustomerPosts(s, c, text, key, context, fold)
            : AgentPosts(s, c, text, key, context);
    }

    public static Decision Note(ConversationState s, PostNote c, ConversationContext context)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Only staff write notes."));
        if (c.Whisper && !c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors whisper."));
        if (Checks.ClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        var key = ClientKeys.Of(c.By.Actor.Id, c.ClientId);
        if (s.Messages.Posts.Find(key) is { } known) return Decision.Already(known);
        var text = c.Text?.Trim() ?? "";
        if (Checks.Text(text) is { } badText) return Decision.Refuse(badText);
        if (Checks.Full(s) is { } full) return Decision.Refuse(full);
        var (original, shown) = Reading.Shown(text, context);
        return Decision.Accept(new NotePosted(shown, c.ClientId, key, c.Whisper) { At = s.At(context), By = c.By.Actor, Original = original });
    }

    private static Decision CustomerPosts(ConversationState s, PostMessage c, string text, long key, ConversationContext context, Fold fold)
    {
        var events = new List<ConversationEvent>(2);
        var now = s;
        // Thanks after the end reopens nothing: the conversation stays as it ended, and so does its survey.
        var begins = s.IsOver && (c.Attachments is not null || context.Understanding?.IsCourtesy(text) != true);
        if (begins)
        {
            events.Add(Endings.Next(s, c.By.Actor, context));
            // The message belongs to the new episode, whose mood, risk and alerts start again.
            now = fold(s, events);
        }
        Reading.AddMessage(events, now, context, c.By, text, c.ClientId, key, c.Attachments);
        var receipt = events.Count - 1;
        if (s.Status == ConversationStatus.Snoozed) events.AddRange(Pauses.Return(s, s.At(context), Actor.System, "customer", context));
        if (begins && !context.Options.AssistantEnabled)
        {
            var queue = HandoffRequests.QueueFor(Reading.Heard(s, events), context);
            events.Add(HandoffRequests.Event(s, s.At(context), Actor.System, "the assistant is off", queue));
        }
        return Decision.Accept(events, receipt);
    }

    private static Decision AgentPosts(ConversationState s, PostMessage c, string text, long key, ConversationContext context)
    {
        if (s.IsOver) return Decision.Refuse(Checks.OverAlready(s));
        var a = c.By.Actor;
        // One responder at a time: an agent takes the conversation before it answers. A supervisor may join the one who has it. What another system
        // says, e.g. that a parcel left, takes no part in that.
        if (a.Kind != ActorKind.System && s.Handoff.Assignment?.AgentId != a.Id && !s.Handoff.Joined.Contains(a.Id))
            return Decision.Refuse(Refusal.Forbidden($"Conversation '{s.Id.Id}' is not assigned to '{a.Id}'."));
        var (original, shown) = Reading.Shown(text, context);
        var course = Reading.CourseAfter(s, context, fromCustomer: false, shown);
        return Decision.Accept(
            new MessagePosted(shown, c.ClientId, key, Course: course)
            {
                At = s.At(context), By = a, Suggestion = c.Suggestion, Original = original, Attachments = c.Attachments,
            });
    }
}
