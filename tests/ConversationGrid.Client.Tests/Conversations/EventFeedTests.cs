using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Tests.Conversations;

public sealed class EventFeedTests
{
    [Fact]
    public void Push_Continuing_IsApplied()
    {
        var (feed, applied) = (new EventFeed(), new List<Envelope>());
        Assert.Equal(FeedVerdict.Applied, feed.Push(Event(1, 0), applied));
        Assert.Equal(FeedVerdict.Applied, feed.Push(Event(4, 1), applied));
        Assert.Equal(FeedVerdict.Known, feed.Push(Event(4, 1), applied));
        Assert.Equal([1L, 4], applied.Select(e => e.Seq));
    }

    [Fact]
    public void Push_WithAGap_WaitsForThePage()
    {
        var (feed, applied) = (new EventFeed(), new List<Envelope>());
        feed.Push(Event(1, 0), applied);
        Assert.Equal(FeedVerdict.Gap, feed.Push(Event(5, 3), applied));
        Assert.Equal([1L], applied.Select(e => e.Seq));
        feed.Load([Event(3, 1)], applied);
        Assert.Equal([1L, 3, 5], applied.Select(e => e.Seq));
        Assert.Equal(0, feed.Early);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AnyDelivery_GivesEachEventOnceInOrder(int seed)
    {
        var dice = new Random(seed);
        var all = Chain(dice, 300);
        var (feed, applied) = (new EventFeed(), new List<Envelope>());
        // Pushes come late, early, twice or never; a page may end anywhere and overlap anything.
        for (var i = 0; i < all.Count; i++)
        {
            var at = Math.Clamp(i + dice.Next(-6, 7), 0, all.Count - 1);
            if (dice.Next(10) != 0) feed.Push(all[at], applied);
            if (dice.Next(25) == 0) feed.Load(Page(all, feed.Last - dice.Next(3), dice.Next(1, 30)), applied);
        }
        while (feed.Last < all[^1].Seq) feed.Load(Page(all, feed.Last, 20), applied);
        Assert.Equal(all.Select(e => e.Seq), applied.Select(e => e.Seq));
        Assert.Equal(0, feed.Early);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 200)];

    private static List<Envelope> Page(List<Envelope> all, long after, int limit) => [.. all.Where(e => e.Seq > after).Take(limit)];

    private static List<Envelope> Chain(Random dice, int count)
    {
        var chain = new List<Envelope>();
        for (var (seq, prev) = (1L, 0L); chain.Count < count; prev = seq, seq += dice.Next(1, 4)) chain.Add(Event(seq, prev));
        return chain;
    }

    private static Envelope Event(long seq, long prev) =>
        new("c1", seq, prev, EventTypes.MessagePosted, DateTimeOffset.UnixEpoch, new Party("customer", "1", null), new EventData { Text = $"t{seq}" });
}
