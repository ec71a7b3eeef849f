using System.Collections.Concurrent;

namespace ConversationGrid.Privacy.Keys;

/// <summary>
/// The keys used lately, bounded: when so many came that half of the room is full, those that were not used since the last time it was go.
/// </summary>
internal sealed class KeyCache(int max)
{
    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<string, DataKey> _young = new();
    private volatile ConcurrentDictionary<string, DataKey> _old = new();

    public int Count => _young.Count + _old.Count;

    public DataKey? Find(string stream)
    {
        if (_young.TryGetValue(stream, out var key)) return key;
        if (!_old.TryGetValue(stream, out key)) return null;
        Add(stream, key);
        return key;
    }

    public void Add(string stream, DataKey key)
    {
        _young[stream] = key;
        if (_young.Count <= max / 2) return;
        lock (_turn)
        {
            if (_young.Count <= max / 2) return;
            // Not disposed: somebody may be using one. The collector gives them back.
            (_old, _young) = (_young, new());
        }
    }

    /// <summary>Forgets a key that was destroyed, also for those who hold it at this moment.</summary>
    public void Destroy(string stream)
    {
        lock (_turn)
        {
            if (_young.TryRemove(stream, out var young)) young.Dispose();
            if (_old.TryRemove(stream, out var old)) old.Dispose();
        }
    }
}
