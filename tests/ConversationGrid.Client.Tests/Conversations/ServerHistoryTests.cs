using System.Text.Json;
using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Tests.Conversations;

/// <summary>Drawn histories of the real domain, as each audience gets them, with what the server knows after each append.</summary>
public sealed class ServerHistoryTests
{
    [Fact]
    public void Feed_OfAnyHistory_HandsOnEachEventOnce_AndEndsWhereTheServerDoes()
    {
        var appends = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conversations", "histories.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.NotEmpty(appends);
        foreach (var history in appends.GroupBy(a => $"{a.GetProperty("audience").GetString()} {a.GetProperty("seed").GetInt64()}"))
        {
            var (feed, applied) = (new EventFeed(), new List<Envelope>());
            foreach (var append in history)
            {
                var events = append.GetProperty("events").Deserialize(WireJson.Default.IReadOnlyListEnvelope)!;
                foreach (var e in events)
                {
                    Assert.True(feed.Push(e, applied) == FeedVerdict.Applied, $"{history.Key}: event {e.Seq} does not continue {feed.Last}.");
                    Assert.Equal(FeedVerdict.Known, feed.Push(e, applied));
                }
                Assert.Equal(append.GetProperty("view").GetProperty("seq").GetInt64(), feed.Last);
            }
            Assert.Equal(history.Sum(a => a.GetProperty("events").GetArrayLength()), applied.Count);
            Assert.All(applied, e => Assert.NotNull(e.Data));
        }
    }
}
