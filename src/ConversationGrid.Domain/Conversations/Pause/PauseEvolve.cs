using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Pause;

/// <summary>How snooze and hold evolve.</summary>
internal static class PauseEvolve
{
    public static PauseState Slept(PauseState pause, Snoozed e) => pause with { SnoozedUntil = e.Until };

    /// <summary>A hand-over, an assignment and the end of the snooze itself end it.</summary>
    public static PauseState Awake(PauseState pause) => pause.SnoozedUntil is null ? pause : pause with { SnoozedUntil = null };

    public static ConversationState HoldChanged(ConversationState s, HoldChanged e) => s with { Pause = s.Pause with { OnHold = e.OnHold } };
}
