using ConversationGrid.Contracts;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Grains.Watches;

/// <summary>
/// This silo's way to one other process. What happens while a delivery is under way goes with the next one, so order holds whatever the
/// network does, and a busy silo sends few large messages instead of many small ones. An entity's turn only puts something in the queue.
/// </summary>
internal sealed class RemoteWatcher(IFeedObserver observer) : IWatcher
{
    /// <summary>Items kept for a process that does not answer. Beyond it all are dropped, and the process is told that it missed something.</summary>
    private const int WaitingMax = 50_000;
    private const int ItemsInAMessageMax = 500;

    private readonly Lock _lock = new();
    private readonly Queue<FeedItem> _waiting = new();
    private bool _sending;
    private bool _lost;

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        var bare = new DomainEvent[events.Count];
        for (var i = 0; i < bare.Length; i++)
            bare[i] = events[i].Event;
        Put(new(stream.ToString(), events[0].Seq, bare, null, GridTelemetry.Recorded?.Id));
    }

    public void OnSignal(StreamId stream, Signal signal) => Put(new(stream.ToString(), 0, null, signal, GridTelemetry.Recorded?.Id));

    public void OnWatchEnded(StreamId stream) => Put(new(stream.ToString(), 0, null, null));

    private void Put(FeedItem item)
    {
        lock (_lock)
        {
            if (_waiting.Count >= WaitingMax)
            {
                _waiting.Clear();
                _lost = true;
            }
            _waiting.Enqueue(item);
            if (_sending) return;
            _sending = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static watcher => _ = watcher.SendAsync(), this, preferLocal: false);
    }

    private async Task SendAsync()
    {
        while (Take(out var lost) is { } items)
        {
            try
            {
                await observer.DeliverAsync(items, lost);
            }
            catch (Exception)
            {
                // Whatever it was, also that the process is of another version and cannot read a contract: nobody else sends what waits behind it.
                // Sending it again could deliver it twice. The process learns that something is missing, if it still lives.
                lock (_lock)
                    _lost = true;
            }
        }
    }

    private FeedItem[]? Take(out bool lost)
    {
        lock (_lock)
        {
            lost = _lost;
            if (_waiting.Count == 0)
            {
                _sending = false;
                return null;
            }
            var items = new FeedItem[Math.Min(_waiting.Count, ItemsInAMessageMax)];
            for (var i = 0; i < items.Length; i++)
                items[i] = _waiting.Dequeue();
            _lost = false;
            return items;
        }
    }
}
