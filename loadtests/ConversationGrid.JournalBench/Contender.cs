namespace ConversationGrid.JournalBench;

/// <summary>Something that makes one message durable, to be measured beside others.</summary>
internal abstract class Contender : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Commits so far.</summary>
    public abstract long Commits { get; }

    /// <summary>Appends the stream's next message; returns when it is durable.</summary>
    public abstract ValueTask AppendAsync(int stream, long expectedSeq);

    /// <summary>CPU time of the database's processes so far; zero where the database is in our own process.</summary>
    public virtual TimeSpan DatabaseCpu => TimeSpan.Zero;

    public abstract ValueTask DisposeAsync();
}
