using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Handoff;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Pause;

/// <summary>Snooze until a time, and hold while the agent works on it.</summary>
internal static class Pauses
{
    /// <summary>Longest snooze.</summary>
    private static readonly TimeSpan SnoozeMax = TimeSpan.FromDays(366);

    public static Decision Snooze(ConversationState s, SnoozeConversation c, ConversationContext context)
    {
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (c.Until <= context.Now || c.Until > context.Now + SnoozeMax) return Decision.Refuse(Refusal.Invalid("A snooze ends in the future, within a year."));
        if (s.Pause.SnoozedUntil == c.Until) return Decision.Already(s.Current);
        if (s.Status is not (ConversationStatus.Assigned or ConversationStatus.Waiting or ConversationStatus.Snoozed))
            return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}; only one that is waiting or assigned is snoozed."));
        return Decision.Accept(new Snoozed(c.Until) { At = s.At(context), By = c.By.Actor });
    }

    public static Decision Unsnooze(ConversationState s, UnsnoozeConversation c, ConversationContext context) =>
        s.Status == ConversationStatus.Snoozed ? Decision.Accept(Return(s, s.At(context), c.By.Actor, "agent", context)) : Decision.Already(s.Current);

    /// <summary>Back from a snooze into the line, first for the agent who had it.</summary>
    public static ConversationEvent[] Return(ConversationState s, DateTimeOffset now, Actor a, string reason, ConversationContext context) =>
        [new Unsnoozed(reason) { At = now, By = a }, HandoffRequests.Event(s, now, Actor.System, "back from a snooze", context.QueueOrHome(s.Handoff.Queue))];

    public static Decision Hold(ConversationState s, HoldConversation c, ConversationContext context)
    {
        if (Checks.MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}."));
        return s.Pause.OnHold == c.OnHold ? Decision.Already(s.Current) : Decision.Accept(new HoldChanged(c.OnHold) { At = s.At(context), By = c.By.Actor });
    }

    /// <summary>A hold ends when the customer writes, or when the conversation leaves the agent who set it. Otherwise its clocks stand still unseen.</summary>
    public static Decision WithHoldEnded(ConversationState s, Decision decision, Fold fold)
    {
        if (!s.Pause.OnHold || !decision.Events.Any(EndsHold) || !fold(s, decision.Events).Pause.OnHold) return decision;
        return decision with { Events = [.. decision.Events, HoldEnded(decision.Events[^1].At)] };
    }

    public static HoldChanged HoldEnded(DateTimeOffset now) => new(OnHold: false) { At = now, By = Actor.System };

    private static bool EndsHold(ConversationEvent e) =>
        e is MessagePosted { ByKind: ActorKind.Customer } or HandoffRequested or Unassigned or Assigned or ReturnedToAssistant or Snoozed;
}
