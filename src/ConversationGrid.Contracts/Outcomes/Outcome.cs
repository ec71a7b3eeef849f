namespace ConversationGrid.Contracts;

/// <summary>Where a command left its mark: the event that answers it. The same command again gives the same receipt.</summary>
/// <param name="Seq">Sequence number in the entity's stream, from 1.</param>
/// <param name="At">When the event happened, UTC.</param>
public readonly record struct Receipt(long Seq, DateTimeOffset At);

/// <summary>The answer to a command: a receipt once its events are durable, or a refusal and nothing changed.</summary>
public sealed record Outcome(Receipt Receipt, Refusal? Refusal = null)
{
    /// <summary>What the entity reports of itself beside the receipt, for sagas; null for most commands.</summary>
    public AgentReport? Report { get; init; }

    /// <summary>The receipt.</summary>
    /// <exception cref="RefusedException">The command was refused.</exception>
    public Receipt OrThrow() => Refusal is null ? Receipt : throw new RefusedException(Refusal);

    public static Outcome Refused(Refusal refusal) => new(default, refusal);
}
