using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Running;

/// <summary>
/// Reads pages of the journal. Where there is more than one page, the next one is read while this one is taken in, and pages are larger: who catches up with
/// a long journal writes fewer and larger transactions.
/// </summary>
internal sealed class PagesAhead(IJournalFeed feed, int eventsMax)
{
    /// <summary>So many times as many events are read together once there is more than a page.</summary>
    private const int Growth = 8;

    private Ahead? _ahead;

    /// <inheritdoc cref="IJournalFeed.ReadAsync"/>
    public async Task<FeedPage> ReadAsync(int[] partitions, GlobalPosition after, GlobalPosition? upTo, CancellationToken cancel)
    {
        var (ahead, size) = (_ahead, _ahead is null ? eventsMax : eventsMax * Growth);
        _ahead = null;
        // What was read for other partitions, or from another place, is read again.
        var page = ahead is not null && ahead.After == after && ahead.UpTo == upTo && ahead.Partitions.AsSpan().SequenceEqual(partitions)
            ? await ahead.Page
            : await feed.ReadAsync(partitions, after, upTo, size, cancel);
        if (!page.IsWhole) _ahead = new(partitions, page.ReadTo, upTo, feed.ReadAsync(partitions, page.ReadTo, upTo, eventsMax * Growth, cancel));
        return page;
    }

    public void Clear() => _ahead = null;

    private sealed record Ahead(int[] Partitions, GlobalPosition After, GlobalPosition? UpTo, Task<FeedPage> Page);
}
