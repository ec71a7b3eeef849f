using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Rules;

/// <summary>What actions of rules, macros and breaches lead to. What is so already, or cannot be in this state, leads to nothing.</summary>
internal static class Acts
{
    /// <summary>The events of several actions, each seeing what those before it did.</summary>
    public static IReadOnlyList<ConversationEvent> All(
        ConversationState s, IReadOnlyList<RuleAction> actions, Actor by, DateTimeOffset now, ConversationContext context)
    {
        var events = new List<ConversationEvent>();
        foreach (var action in actions)
        {
            var next = Of(s, action, by, now, context);
            events.AddRange(next);
            s = Conversation.Folded(s, next);
        }
        return events;
    }

    public static IReadOnlyList<ConversationEvent> Of(ConversationState s, RuleAction action, Actor by, DateTimeOffset now, ConversationContext context)
    {
        var value = action.Value ?? "";
        return action.Do switch
        {
            "addLabel" when !s.Labels.Contains(value) && s.Labels.Count < Labels.Max => [new Labelled([value], []) { At = now, By = by }],
            "removeLabel" when s.Labels.Contains(value) => [new Labelled([], [value]) { At = now, By = by }],
            "setField" when s.Fields.Find(f => f.Name == action.Name)?.Value != action.Value => [new FieldsSet([new(action.Name!, action.Value)]) { At = now, By = by }],
            "setPriority" => Priority(s, value[0] - '0', by, now),
            "raisePriority" => Priority(s, Math.Min(3, s.Priority + 1), by, now),
            "moveToQueue" => Move(s, value, by, now, context),
            "alert" => [new AlertRaised(action.Name ?? "rule", value, Tell: true) { At = now, By = by }],
            "note" => [new NotePosted(value, null, 0) { At = now, By = by }],
            // Only where the assistant or nobody speaks, after the end too: an agent's conversation is answered by that agent.
            "message" when s.Assignment is null && s.MergedInto is null && !s.IsBlocked =>
                Message(TextTemplate.Render(value, TemplateValues.Of(s, null)).Text, now),
            "snooze" when s.Status is ConversationStatus.Assigned or ConversationStatus.Waiting => [new Snoozed(now + action.Duration!.Value) { At = now, By = by }],
            "hold" when !s.IsOver && s.OnHold != (value == "true") => [new HoldChanged(value == "true") { At = now, By = by }],
            "resolve" when !s.IsOver =>
                [new Resolved(action.Value, now + context.Options.CloseAfterResolved) { At = now, By = by }, new SurveyOffered { At = now, By = Actor.System }],
            "markSpam" when s.Status != ConversationStatus.Closed => [new MarkedSpam { At = now, By = by }, new Closed("spam") { At = now, By = by }],
            _ => [],
        };
    }

    private static IReadOnlyList<ConversationEvent> Message(string text, DateTimeOffset now) =>
        text.Length == 0 ? [] : [new MessagePosted(text, null, 0) { At = now, By = Actor.Assistant }];

    private static IReadOnlyList<ConversationEvent> Priority(ConversationState s, int priority, Actor by, DateTimeOffset now) =>
        priority == s.Priority ? [] : [Conversation.PriorityEvent(s, now, by, priority)];

    private static IReadOnlyList<ConversationEvent> Move(ConversationState s, string queue, Actor by, DateTimeOffset now, ConversationContext context) =>
        s.IsOver || s.Status == ConversationStatus.Snoozed || !context.KnowsQueue(queue) || (s.Queue == queue && s.Status != ConversationStatus.Bot)
            ? []
            : [.. Conversation.Moved(s, queue, "a rule", by, now), .. s.OnHold ? (ConversationEvent[])[Conversation.HoldEnded(now)] : []];
}
