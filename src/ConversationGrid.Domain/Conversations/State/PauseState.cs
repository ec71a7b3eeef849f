namespace ConversationGrid.Domain.Conversations;

/// <summary>Whether a conversation sleeps or is on hold.</summary>
public sealed record PauseState : ISubState
{
    public static readonly PauseState Empty = new();

    public DateTimeOffset? SnoozedUntil { get; init; }
    public bool OnHold { get; init; }
}
