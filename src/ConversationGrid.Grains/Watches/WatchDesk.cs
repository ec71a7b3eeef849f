using System.Collections.Concurrent;
using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Grains.Watches;

/// <summary>
/// This process's end of all its watches: receives what entities elsewhere send, and hands entities of this very process the feed itself,
/// so that no message is made for them.
/// </summary>
internal sealed class WatchDesk(IEventFeed feed) : IFeedObserver, IGridChanges
{
    private readonly LocalWatcher _local = new(feed);
    private readonly ConcurrentDictionary<IFeedObserver, RemoteWatcher> _elsewhere = new();
    private IFeedObserver? _reference;

    /// <inheritdoc/>
    public event Action<StreamId?>? WatchesMayBeLost
    {
        add => _local.Lost += value;
        remove => _local.Lost -= value;
    }

    /// <summary>How the cluster addresses this desk. Orleans holds the desk itself weakly, so the composition root keeps it.</summary>
    internal IFeedObserver Reference(IGrainFactory factory)
    {
        if (Volatile.Read(ref _reference) is { } known) return known;
        var created = factory.CreateObjectReference<IFeedObserver>(this);
        return Interlocked.CompareExchange(ref _reference, created, null) ?? created;
    }

    /// <summary>The route to the watchers: directly to the feed when they are in this process.</summary>
    internal IWatcher FeedOf(IFeedObserver observer) =>
        observer.Equals(Volatile.Read(ref _reference)) ? _local : _elsewhere.GetOrAdd(observer, static x => new RemoteWatcher(x));

    /// <summary>Tells that any watch may be lost.</summary>
    internal void RaiseLost() => _local.RaiseLost(null);

    Task IFeedObserver.DeliverAsync(FeedItem[] items, bool lost)
    {
        if (lost) _local.RaiseLost(null);
        foreach (var item in items)
            Take(StreamId.Parse(item.Stream), item);
        return Task.CompletedTask;
    }

    private void Take(StreamId stream, FeedItem item)
    {
        // What came from another process is pushed in the trace that it belongs to, no matter which call brought it.
        var before = Activity.Current;
        Activity.Current = null;
        using (ActivityContext.TryParse(item.Trace, null, isRemote: true, out var cause)
            ? GridTelemetry.Source.StartActivity("deliver", ActivityKind.Consumer, cause) : null)
            Pass(stream, item);
        Activity.Current = before;
    }

    private void Pass(StreamId stream, FeedItem item)
    {
        if (item.Events is { } events) feed.OnEvents(stream, Number(item.First, events));
        else if (item.Signal is { } signal) feed.OnSignal(stream, signal);
        else _local.RaiseLost(stream);
    }

    private static Committed[] Number(long first, DomainEvent[] events)
    {
        var committed = new Committed[events.Length];
        for (var i = 0; i < committed.Length; i++)
            committed[i] = new(first + i, events[i]);
        return committed;
    }

    private sealed class LocalWatcher(IEventFeed feed) : IWatcher
    {
        public event Action<StreamId?>? Lost;

        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events) => feed.OnEvents(stream, events);

        public void OnSignal(StreamId stream, Signal signal) => feed.OnSignal(stream, signal);

        public void OnWatchEnded(StreamId stream) => RaiseLost(stream);

        /// <summary>On the thread pool: an activation that ends must not wait for its subscribers.</summary>
        public void RaiseLost(StreamId? stream)
        {
            if (Lost is { } lost) ThreadPool.UnsafeQueueUserWorkItem(static x => x.lost(x.stream), (lost, stream), preferLocal: false);
        }
    }
}
