using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Conversations;

/// <summary>What became of a pushed event.</summary>
public enum FeedVerdict
{
    None = 0,

    /// <summary>It continued the last one and was handed on, with whatever waited behind it.</summary>
    Applied,

    /// <summary>It was known already.</summary>
    Known,

    /// <summary>Something before it is missing: it waits, and the missing part must be asked for.</summary>
    Gap,
}

/// <summary>
/// Turns pushes and pages into each event exactly once and in order. Pure: no clock, no wire, no thread of its own.
/// A push continues the feed when its <c>prev</c> is the last event applied.
/// </summary>
public sealed class EventFeed(long last = 0)
{
    /// <summary>Early events that are kept; what exceeds them is asked for again.</summary>
    private const int EarlyMax = 1_000;

    private SortedDictionary<long, Envelope>? _early;

    /// <summary>The seq of the last event applied.</summary>
    public long Last { get; private set; } = last;

    /// <summary>Events that wait for something before them.</summary>
    public int Early => _early?.Count ?? 0;

    /// <summary>Times that something was missing.</summary>
    public int Gaps { get; private set; }

    /// <summary>Takes a push; what may be shown now is added to <paramref name="applied"/>.</summary>
    public FeedVerdict Push(Envelope e, List<Envelope> applied)
    {
        if (e.Seq <= Last) return FeedVerdict.Known;
        if (e.Prev == Last)
        {
            Apply(e, applied);
            Drain(applied);
            return FeedVerdict.Applied;
        }
        Gaps++;
        _early ??= [];
        if (_early.Count < EarlyMax) _early[e.Seq] = e;
        return FeedVerdict.Gap;
    }

    /// <summary>Takes a page of what follows <see cref="Last"/>, in the server's order, and then whatever waited for it.</summary>
    public void Load(IReadOnlyList<Envelope> page, List<Envelope> applied)
    {
        foreach (var e in page)
        {
            if (e.Seq > Last) Apply(e, applied);
        }
        Drain(applied);
    }

    private void Drain(List<Envelope> applied)
    {
        while (_early is { Count: > 0 })
        {
            var (seq, first) = _early.First();
            if (seq > Last && first.Prev != Last) return;
            _early.Remove(seq);
            if (seq > Last) Apply(first, applied);
        }
        _early = null;
    }

    private void Apply(Envelope e, List<Envelope> applied)
    {
        Last = e.Seq;
        applied.Add(e);
    }
}
