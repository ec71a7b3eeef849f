namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// What this process has seen durable, for streams it wrote lately: an append to such a stream needs no look for its predecessor.
/// Forgotten when the connection is lost, because the server behind the next one may be another. Used by the writer alone.
/// </summary>
internal sealed class KnownHeads
{
    /// <summary>Streams remembered at least; at most twice as many. About 200 bytes each.</summary>
    private const int LengthMax = 50_000;

    private Dictionary<string, long> _young = new(StringComparer.Ordinal);
    private Dictionary<string, long> _old = new(StringComparer.Ordinal);

    /// <summary>Whether the stream surely holds the event <paramref name="seq"/>.</summary>
    public bool Reach(string stream, long seq) => (_young.TryGetValue(stream, out var head) || _old.TryGetValue(stream, out head)) && head >= seq;

    public void Note(string stream, long head)
    {
        if (_young.Count >= LengthMax) (_old, _young) = (_young, new(StringComparer.Ordinal));
        _young[stream] = head;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
