namespace ConversationGrid.Contracts;

/// <summary>A fact and its time (UTC). Every entity's events derive from it.</summary>
public abstract record DomainEvent
{
    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
