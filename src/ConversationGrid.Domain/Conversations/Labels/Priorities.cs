using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Handoff;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Labels;

/// <summary>The priority of a conversation and the value of its customer. Where it waits in a line, a change of either takes a new place there.</summary>
internal static class Priorities
{
    public static Decision Prioritise(ConversationState s, SetPriority c, ConversationContext context)
    {
        if (c.Priority is < 0 or > 3) return Decision.Refuse(Refusal.Invalid($"A priority is 0 to 3, not {c.Priority}."));
        return c.Priority == s.Labels.Priority ? Decision.Already(s.Current) : Decision.Accept(Event(s, s.At(context), c.By.Actor, c.Priority));
    }

    public static PriorityChanged Event(ConversationState s, DateTimeOffset now, Actor a, int priority) =>
        new(priority, HandoffRequests.NewPlace(s)) { At = now, By = a };

    /// <summary>The customer's value as the customer's own entity knows it.</summary>
    public static Decision Value(ConversationState s, ValueConversation c, ConversationContext context)
    {
        if (Checks.Value(c.Value) is { } bad) return Decision.Refuse(bad);
        return c.Value == s.Labels.Value || s.IsOver
            ? Decision.Already(s.Current)
            : Decision.Accept(new ValueChanged(c.Value, HandoffRequests.NewPlace(s)) { At = s.At(context), By = Actor.System });
    }

    /// <summary>A valued customer who needs a person is flagged, once an episode.</summary>
    public static Decision WithValuedAlert(ConversationState s, Decision decision, ConversationContext context, Fold fold)
    {
        if (!Concerns(s, decision.Events, context)) return decision;
        var after = fold(s, decision.Events);
        if (after.Labels.Value < context.Options.ValuedFrom || after.Messages.Alerts.Contains(AlertKind.Valued.Word())) return decision;
        if (after.Handoff.WaitingSince is null && after.Handoff.Assignment is null) return decision;
        var alert = AlertRaised.Of(AlertKind.Valued, "A valued customer needs a person.", Actor.System, decision.Events[^1].At);
        return decision with { Events = [.. decision.Events, alert] };
    }

    private static bool Concerns(ConversationState s, IReadOnlyList<ConversationEvent> events, ConversationContext context)
    {
        foreach (var e in events)
            if (e is ValueChanged || (e is HandoffRequested && s.Labels.Value >= context.Options.ValuedFrom)) return true;
        return false;
    }
}
