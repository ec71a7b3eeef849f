using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Testing;

namespace ConversationGrid.Engine.Tests;

/// <summary>One reader gives clients their pages and the assistant its episode, from the same events.</summary>
public class TranscriptTests
{
    private const int Pairs = 40;
    private static readonly EntityId Id = new("demo", "c1");
    private readonly MemoryStore _store = new();
    private readonly TranscriptReader _reader;

    public TranscriptTests() => _reader = new(_store);

    [Theory]
    [InlineData(Audience.Everyone, 1)]
    [InlineData(Audience.Everyone, 7)]
    [InlineData(Audience.Staff, 7)]
    [InlineData(Audience.Staff, 1_000)]
    public async Task Pages_TogetherGiveAllThatTheAudienceSees_InOneChain(Audience viewer, int limit)
    {
        await WriteAsync();
        var (after, seen) = (0L, new List<long>());
        while (true)
        {
            var page = await _reader.PageAsync(Id, viewer, after, new(limit, int.MaxValue), CancellationToken.None);
            Assert.True(page.Events.Count <= limit);
            foreach (var e in page.Events)
            {
                Assert.Equal(seen.LastOrDefault(), e.GetProperty("prev").GetInt64());
                seen.Add(e.GetProperty("seq").GetInt64());
            }
            Assert.Equal(viewer == Audience.Staff ? 1 + 2 * Pairs : 2 * Pairs, page.Head);
            after = page.Last;
            if (page.IsComplete) break;
        }
        var notes = Enumerable.Range(0, Pairs).Select(i => 3L + 2 * i);
        Assert.Equal(Enumerable.Range(1, 1 + 2 * Pairs).Select(n => (long)n).Where(n => viewer == Audience.Staff || !notes.Contains(n)), seen);
    }

    [Fact]
    public async Task Page_EndsWithTheEventThatReachesItsBytes()
    {
        await WriteAsync();
        var page = await _reader.PageAsync(Id, Audience.Staff, 0, new(1_000, 600), CancellationToken.None);
        Assert.InRange(page.Events.Count, 2, 10);
        Assert.True(page.IsFull);
        Assert.True(page.Events.SkipLast(1).Sum(e => e.GetRawText().Length) < 600);
        Assert.Equal(1 + 2 * Pairs, page.Head);
    }

    [Fact]
    public async Task Page_ReachesNoFurtherThanItMay()
    {
        await WriteAsync();
        var page = await _reader.PageAsync(Id, Audience.Everyone, 1, new(1_000, int.MaxValue), CancellationToken.None, upTo: 5);
        Assert.Equal([2, 4], page.Events.Select(e => e.GetProperty("seq").GetInt64()));
        Assert.Equal((4, false), (page.Head, page.IsComplete));
    }

    [Fact]
    public async Task Episode_IsWhatWasSaid_AndNoNotes()
    {
        await WriteAsync();
        var lines = await _reader.EpisodeAsync(Id, upTo: 6);
        Assert.Equal([(2L, "message 0"), (4L, "message 1"), (6L, "message 2")], lines.Select(l => (l.Seq, l.Text)));
        Assert.Equal("message 1", ((MessagePosted)(await _reader.EventAsync(Id, 4))!).Text);
        Assert.Null(await _reader.EventAsync(Id, 1_000));
    }

    /// <summary>Event 1 starts it; then a message at each even number, and a note behind it.</summary>
    private async Task WriteAsync()
    {
        var events =
            new List<ConversationEvent> { new ConversationStarted("nur", "web", "en", true, null) { At = DateTimeOffset.UnixEpoch, By = Actor.System } };
        for (var i = 0; i < Pairs; i++)
        {
            events.Add(new MessagePosted($"message {i}", $"m{i}", i + 1) { At = DateTimeOffset.UnixEpoch, By = new(ActorKind.Customer, "nur") });
            events.Add(new NotePosted($"note {i}", $"n{i}", i + 1) { At = DateTimeOffset.UnixEpoch, By = new(ActorKind.Agent, "aina") });
        }
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(new(new(EntityKind.Conversation, Id), 0, events, DueChange.Keep)));
    }
}
