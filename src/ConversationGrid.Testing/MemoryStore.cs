using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Testing;

/// <summary>
/// All storage ports in memory, with the same promises but durability: for tests and the simulator, which wraps it with faults.
/// Answers at once, on the caller's turn, so that a run depends on nothing but its seed.
/// </summary>
public sealed class MemoryStore : IJournal, IAgenda, ISnapshots, ICheckpoints
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, List<Committed>> _streams = [];
    private readonly List<GlobalEvent> _all = [];
    private readonly Dictionary<StreamId, DateTimeOffset> _due = [];
    private readonly Dictionary<StreamId, Snapshot> _snapshots = [];
    private readonly Dictionary<string, GlobalPosition> _checkpoints = [];

    public event Action<DateTimeOffset>? DueSet;

    /// <summary>Every event so far, in global order.</summary>
    public IReadOnlyList<GlobalEvent> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if (!_streams.TryGetValue(request.Stream, out var stream)) _streams[request.Stream] = stream = [];
            if (stream.Count != request.ExpectedSeq) return new(AppendResult.Conflict);
            foreach (var e in request.Events)
            {
                var committed = new Committed(stream.Count + 1, e);
                stream.Add(committed);
                _all.Add(new(new(0, _all.Count + 1), request.Stream, committed));
            }
            if (request.Due.Changes) Set(request.Stream, request.Due.At);
        }
        if (request.Due is { Changes: true, At: { } due }) DueSet?.Invoke(due);
        return new(AppendResult.Appended);
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<Committed>>(
                _streams.TryGetValue(stream, out var events) && after < events.Count ? events.GetRange((int)after, (int)Math.Min(max, events.Count - after))
                : []);
    }

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<Committed>>(
                _streams.TryGetValue(stream, out var events) ? [.. events.Take((int)Math.Min(upTo, int.MaxValue)).Reverse().Take(max)] : []);
    }

    public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<GlobalEvent>>([.. _all.Skip((int)after.Offset).Take(max)]);
    }

    public Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            var due = new List<(DateTimeOffset At, StreamId Stream)>();
            foreach (var (stream, at) in _due)
                if (at <= now) due.Add((at, stream));
            if (due.Count > 1) due.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Stream.ToString(), b.Stream.ToString()));
            var claimed = due.Take(max).Select(d => d.Stream).ToList();
            foreach (var stream in claimed)
                _due[stream] = now + lease;
            return Task.FromResult<IReadOnlyList<StreamId>>(claimed);
        }
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<DateTimeOffset?>(_due.Count == 0 ? null : _due.Values.Min());
    }

    public Task SetDueAsync(StreamId stream, long expectedSeq, DateTimeOffset? due, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if ((_streams.TryGetValue(stream, out var events) ? events.Count : 0) != expectedSeq) return Task.CompletedTask;
            Set(stream, due);
        }
        if (due is { } at) DueSet?.Invoke(at);
        return Task.CompletedTask;
    }

    public Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(_snapshots.GetValueOrDefault(stream));
    }

    public Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default)
    {
        lock (_lock)
            if (!_snapshots.TryGetValue(stream, out var old) || old.Seq < snapshot.Seq) _snapshots[stream] = snapshot;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(StreamId stream, CancellationToken cancel = default)
    {
        lock (_lock)
            _snapshots.Remove(stream);
        return Task.CompletedTask;
    }

    public Task<GlobalPosition> LoadAsync(string projection, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(_checkpoints.GetValueOrDefault(projection));
    }

    public Task SaveAsync(string projection, GlobalPosition position, CancellationToken cancel = default)
    {
        lock (_lock)
            _checkpoints[projection] = position;
        return Task.CompletedTask;
    }

    private void Set(StreamId stream, DateTimeOffset? due)
    {
        if (due is { } at) _due[stream] = at;
        else _due.Remove(stream);
    }
}
