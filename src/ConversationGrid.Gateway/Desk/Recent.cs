using System.Collections.Concurrent;

namespace ConversationGrid.Gateway.Desk;

/// <summary>Results of work that costs something and is asked for again: each is done once, also by many at the same time; the oldest are forgotten.</summary>
internal sealed class Recent<TKey, T>(int max, Func<T, bool> keeps)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<T>>> _known = new();
    private readonly ConcurrentQueue<TKey> _order = new();

    /// <summary>What is known, or what <paramref name="make"/> gives now. What it threw, or what is not worth keeping, is computed again by the next who
    /// asks.</summary>
    public async Task<T> GetAsync(TKey key, Func<Task<T>> make)
    {
        var mine = new Lazy<Task<T>>(make);
        var known = _known.GetOrAdd(key, mine);
        if (ReferenceEquals(known, mine)) Remember(key);
        var keep = false;
        try
        {
            var result = await known.Value;
            keep = keeps(result);
            return result;
        }
        finally
        {
            if (!keep) _known.TryRemove(new(key, known));
        }
    }

    private void Remember(TKey key)
    {
        _order.Enqueue(key);
        while (_order.Count > max && _order.TryDequeue(out var oldest))
            _known.TryRemove(oldest, out _);
    }
}
