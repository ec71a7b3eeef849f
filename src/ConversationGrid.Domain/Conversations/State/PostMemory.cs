using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// What was posted under which client id, so that the same post again finds its receipt. Immutable to its readers; appending shares one
/// growing buffer, because each state is appended to at most once (a second append to the same state copies).
/// About 20 bytes a post.
/// </summary>
public readonly struct PostMemory
{
    private readonly Buffer? _buffer;

    private PostMemory(Buffer buffer, int count) => (_buffer, Count) = (buffer, count);

    /// <summary>Posts remembered.</summary>
    public int Count { get; }

    /// <summary>The receipt of an earlier post with this key, or null.</summary>
    public Receipt? Find(long clientKey)
    {
        if (_buffer is null) return null;
        var index = _buffer.Keys.AsSpan(0, Count).LastIndexOf(clientKey);
        return index < 0 ? null : new Receipt(_buffer.Seqs[index], new(_buffer.Ticks[index], TimeSpan.Zero));
    }

    /// <summary>This memory and one post more.</summary>
    public PostMemory With(long clientKey, long seq, DateTimeOffset at)
    {
        var buffer = _buffer is not null && _buffer.Used == Count ? _buffer : Copy();
        buffer.Append(clientKey, seq, at.UtcTicks);
        return new(buffer, Count + 1);
    }

    /// <summary>All posts in order, for a snapshot: key, seq, ticks.</summary>
    public IEnumerable<(long Key, long Seq, long Ticks)> All()
    {
        for (var i = 0; i < Count; i++)
            yield return (_buffer!.Keys[i], _buffer.Seqs[i], _buffer.Ticks[i]);
    }

    private Buffer Copy()
    {
        var buffer = new Buffer(Math.Max(4, Count * 2));
        for (var i = 0; i < Count; i++)
            buffer.Append(_buffer!.Keys[i], _buffer.Seqs[i], _buffer.Ticks[i]);
        return buffer;
    }

    private sealed class Buffer(int capacity)
    {
        public long[] Keys = new long[capacity];
        public int[] Seqs = new int[capacity];
        public long[] Ticks = new long[capacity];
        public int Used;

        public void Append(long key, long seq, long ticks)
        {
            if (Used == Keys.Length) Grow();
            Keys[Used] = key;
            Seqs[Used] = checked((int)seq);
            Ticks[Used] = ticks;
            Used++;
        }

        private void Grow()
        {
            var size = Used * 2;
            Array.Resize(ref Keys, size);
            Array.Resize(ref Seqs, size);
            Array.Resize(ref Ticks, size);
        }
    }
}
