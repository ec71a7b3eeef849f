namespace ConversationGrid.Faults.Traffic;

/// <summary>When a conversation's receipts came, in the clock's ticks. One writes, others read.</summary>
internal sealed class AckTimes
{
    private readonly Lock _gate = new();
    private readonly List<long> _times = [];

    public void Add(long time)
    {
        lock (_gate) _times.Add(time);
    }

    /// <summary>
    /// The longest time without a receipt between two moments. The one before <paramref name="since"/> counts as its start, unless the
    /// wait is only to count from there on; null when none came after it.
    /// </summary>
    public long? LongestGap(long since, long until, bool fromThereOn)
    {
        lock (_gate)
        {
            var first = _times.FindIndex(t => t > since);
            if (first < 0) return null;
            var before = fromThereOn || first == 0 ? since : _times[first - 1];
            long longest = 0;
            for (var i = first; i < _times.Count && before < until; before = _times[i++]) longest = Math.Max(longest, _times[i] - before);
            return longest;
        }
    }
}
