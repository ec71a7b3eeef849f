using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Episodes;
using ConversationGrid.Domain.Conversations.Handoff;
using ConversationGrid.Domain.Conversations.Labels;
using ConversationGrid.Domain.Conversations.Merge;
using ConversationGrid.Domain.Conversations.Pause;
using ConversationGrid.Domain.Rules;

namespace ConversationGrid.Domain.Conversations.Rules;

/// <summary>What actions of rules, macros and breaches lead to. What is so already, or cannot be in this state, leads to nothing.</summary>
internal static class RuleActions
{
    /// <summary>The events of several actions, each seeing what those before it did.</summary>
    public static IReadOnlyList<ConversationEvent> All(
        ConversationState s, IReadOnlyList<RuleAction> actions, Actor by, DateTimeOffset now, ConversationContext context, Fold fold)
    {
        var events = new List<ConversationEvent>();
        foreach (var action in actions)
        {
            var next = Of(s, action, by, now, context);
            events.AddRange(next);
            s = fold(s, next);
        }
        return events;
    }

    public static IReadOnlyList<ConversationEvent> Of(ConversationState s, RuleAction action, Actor by, DateTimeOffset now, ConversationContext context)
    {
        var value = action.Value ?? "";
        return action.Do switch
        {
            "addLabel" when !s.Labels.Names.Contains(value) && s.Labels.Names.Count < LabelRules.Max => [new Labelled([value], []) { At = now, By = by }],
            "removeLabel" when s.Labels.Names.Contains(value) => [new Labelled([], [value]) { At = now, By = by }],
            "setField" when s.Labels.Fields.Find(f => f.Name == action.Name)?.Value != action.Value =>
                [new FieldsSet([new(action.Name!, action.Value)]) { At = now, By = by }],
            "setPriority" => Priority(s, value[0] - '0', by, now),
            "raisePriority" => Priority(s, Math.Min(3, s.Labels.Priority + 1), by, now),
            "moveToQueue" => Move(s, value, by, now, context),
            "alert" => [new AlertRaised(action.Name ?? AlertKind.Rule.Word(), value, Tell: true) { At = now, By = by }],
            "note" => [new NotePosted(value, null, 0) { At = now, By = by }],
            // Only where no agent answers, after the end too: an agent's conversation is answered by that agent.
            "message" when s.Handoff.Assignment is null && s.Merge.MergedInto is null && !s.Merge.IsBlocked =>
                Message(TextTemplate.Render(value, RuleSubject.ValuesOf(s, null)).Text, now),
            "snooze" when s.Status is ConversationStatus.Assigned or ConversationStatus.Waiting =>
                [new Snoozed(now + action.Duration!.Value) { At = now, By = by }],
            "hold" when !s.IsOver && s.Pause.OnHold != (value == "true") => [new HoldChanged(value == "true") { At = now, By = by }],
            "resolve" when !s.IsOver => Endings.Resolved(now, by, action.Value, wrapUp: null, context),
            "markSpam" when s.Status != ConversationStatus.Closed => Merges.SpamEvents(now, by),
            _ => [],
        };
    }

    private static IReadOnlyList<ConversationEvent> Message(string text, DateTimeOffset now) =>
        text.Length == 0 ? [] : [new MessagePosted(text, null, 0) { At = now, By = Actor.Assistant }];

    private static IReadOnlyList<ConversationEvent> Priority(ConversationState s, int priority, Actor by, DateTimeOffset now) =>
        priority == s.Labels.Priority ? [] : [Priorities.Event(s, now, by, priority)];

    private static IReadOnlyList<ConversationEvent> Move(ConversationState s, string queue, Actor by, DateTimeOffset now, ConversationContext context) =>
        s.IsOver || s.Status == ConversationStatus.Snoozed || !context.KnowsQueue(queue) || (s.Handoff.Queue == queue && s.Status != ConversationStatus.Bot)
            ? []
            : [.. HandoffRequests.Moved(s, queue, "a rule", by, now), .. s.Pause.OnHold ? (ConversationEvent[])[Pauses.HoldEnded(now)] : []];
}
