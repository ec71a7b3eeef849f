using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal;

/// <summary>
/// What waits for the writer, bounded in number and bytes. Callers add from any thread; one writer takes as much as one commit may
/// hold, in the order of arrival.
/// </summary>
internal sealed class WriteQueue<T>(GroupCommitOptions options) where T : class, IPendingWrite
{
    private readonly object _gate = new();
    private readonly Queue<T> _waiting = new();
    private long _waitingBytes;
    private bool _closed;

    public int Length
    {
        get { lock (_gate) return _waiting.Count; }
    }

    /// <exception cref="JournalUnavailableException">The queue is full or closed; nothing was added.</exception>
    public void Add(T item)
    {
        lock (_gate)
        {
            if (_closed) throw new JournalUnavailableException("The journal is closed.");
            if (_waiting.Count >= options.QueueLengthMax) throw Full("appends", _waiting.Count, options.QueueLengthMax);
            if (_waitingBytes > 0 && _waitingBytes + item.Bytes > options.QueueBytesMax) throw Full("bytes", _waitingBytes, options.QueueBytesMax);
            _waiting.Enqueue(item);
            _waitingBytes += item.Bytes;
            if (_waiting.Count == 1) Monitor.Pulse(_gate);
        }
    }

    /// <summary>Moves what one commit may hold behind what <paramref name="batch"/> holds already. False when there was nothing to move.</summary>
    public bool Take(List<T> batch)
    {
        lock (_gate) return TakeLocked(batch);
    }

    /// <summary>Blocks until something waits. False when the queue is closed and empty.</summary>
    public bool WaitForSome()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed) Monitor.Wait(_gate);
            return _waiting.Count > 0;
        }
    }

    /// <summary>Blocks while more gathers; a closing queue ends it.</summary>
    public void Gather(TimeSpan time)
    {
        // Adding wakes the writer only when nothing waited before.
        lock (_gate)
            if (!_closed) Monitor.Wait(_gate, time);
    }

    /// <summary>Ends all that waits with <paramref name="reason"/>.</summary>
    public void FailAll(Exception reason)
    {
        List<T> failed;
        lock (_gate)
        {
            failed = [.. _waiting];
            _waiting.Clear();
            _waitingBytes = 0;
        }
        foreach (var item in failed) item.Fail(reason);
    }

    /// <summary>Takes nothing more; what waits is still given to the writer.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TakeLocked(List<T> batch)
    {
        long rows = 0, bytes = 0;
        foreach (var held in batch) (rows, bytes) = (rows + held.Rows, bytes + held.Bytes);
        var before = batch.Count;
        while (_waiting.TryPeek(out var next))
        {
            if (batch.Count > 0 && (rows + next.Rows > options.BatchRowsMax || bytes + next.Bytes > options.BatchBytesMax)) break;
            _waiting.Dequeue();
            _waitingBytes -= next.Bytes;
            if (next.IsSettled) continue;
            batch.Add(next);
            (rows, bytes) = (rows + next.Rows, bytes + next.Bytes);
        }
        return batch.Count > before;
    }

    private static JournalUnavailableException Full(string what, long waiting, long most) =>
        new($"The journal is behind: {waiting} {what} wait for their commit, {most} may. Try again later.");
}
