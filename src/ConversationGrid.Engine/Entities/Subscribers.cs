using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Entities;

/// <summary>Who listens to one entity, each for as long as its lease. Used on the entity's turn only.</summary>
internal sealed class Subscribers(TimeProvider time)
{
    private readonly List<(object Key, IEventFeed Feed, long Until)> _all = [];

    public bool Any => _all.Count > 0;

    public IReadOnlyList<IEventFeed> All() => _all.Count == 0 ? [] : [.. _all.Select(s => s.Feed)];

    public void Add(object key, IEventFeed feed, TimeSpan lease)
    {
        Remove(key);
        _all.Add((key, feed, time.GetTimestamp() + (long)(lease.TotalSeconds * time.TimestampFrequency)));
    }

    public void Remove(object key) => _all.RemoveAll(s => s.Key.Equals(key));

    public void Publish(StreamId stream, IReadOnlyList<Committed> events)
    {
        DropLapsed();
        foreach (var subscriber in _all)
            subscriber.Feed.OnEvents(stream, events);
    }

    public void Publish(StreamId stream, Signal signal)
    {
        DropLapsed();
        foreach (var subscriber in _all)
            subscriber.Feed.OnSignal(stream, signal);
    }

    private void DropLapsed()
    {
        var now = time.GetTimestamp();
        for (var i = _all.Count - 1; i >= 0; i--)
            if (_all[i].Until < now) _all.RemoveAt(i);
    }
}
