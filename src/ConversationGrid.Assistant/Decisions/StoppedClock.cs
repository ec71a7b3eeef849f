namespace ConversationGrid.Assistant.Decisions;

/// <summary>The clock as it stood when a decision was made; its timers run.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
