using System.Collections.Concurrent;
using ConversationGrid.Load.Measures;

namespace ConversationGrid.Load.Simulation;

/// <summary>The counts of a run.</summary>
internal sealed class Tally(int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _retries = new(StringComparer.Ordinal);
    private long _sent;
    private long _acked;
    private long _breaks;
    private long _accepted;
    private long _starved;
    private long _finished;
    private long _opened;

    public LatencyLog Acks { get; } = new(capacity, time.TimestampFrequency);

    public LatencyLog Deliveries { get; } = new(capacity, time.TimestampFrequency);

    public long SentCount => Volatile.Read(ref _sent);

    public long AckedCount => Volatile.Read(ref _acked);

    public long Breaks => Volatile.Read(ref _breaks);

    public long AcceptedCount => Volatile.Read(ref _accepted);

    public long StarvedCount => Volatile.Read(ref _starved);

    public long FinishedCount => Volatile.Read(ref _finished);

    public long OpenedCount => Volatile.Read(ref _opened);

    /// <summary>Calls that failed permanently, by kind and code.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    /// <summary>Calls that had to be made again, by code.</summary>
    public IReadOnlyDictionary<string, long> Retries => _retries;

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Acked(long ticks)
    {
        Acks.Add(ticks);
        Interlocked.Increment(ref _acked);
    }

    public void Broke() => Interlocked.Increment(ref _breaks);

    public void Accepted() => Interlocked.Increment(ref _accepted);

    public void Starved() => Interlocked.Increment(ref _starved);

    public void Finished() => Interlocked.Increment(ref _finished);

    public void Opened() => Interlocked.Increment(ref _opened);

    /// <param name="kind">What the call was, e.g. <c>Post</c>.</param>
    public void Failed(string kind, string code) => _errors.AddOrUpdate($"{kind}: {code}", 1, static (_, n) => n + 1);

    public void Retried(string code) => _retries.AddOrUpdate(code, 1, static (_, n) => n + 1);
}
