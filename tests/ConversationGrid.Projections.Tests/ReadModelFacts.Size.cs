using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;

namespace ConversationGrid.Projections.Tests;

/// <summary>Stores that are longer than what a search looks at first, and older than a month.</summary>
public abstract partial class ReadModelFacts
{
    private const int Many = 1_300;

    [EngineFact]
    public async Task Search_ThroughMonths_GivesTheSamePages_AsLookingAtEach()
    {
        // One every three hours, and three at once now and then: words that all have, that few have, that only the oldest have.
        var said = Enumerable.Range(0, Many)
            .Select(i => (Id: $"m{i:0000}", At: At.AddHours(-3 * (i - i % 3 % 2 * (i % 100 == 1 ? 1 : 0))), Text: WordsOf(i))).ToList();
        await Parallel.ForEachAsync(said, async (c, _) => await AppendAsync(
            new(EntityKind.Conversation, new("demo", c.Id)),
            [new ConversationStarted("nur", "web", "en", true, null) { At = c.At, By = new(ActorKind.Customer, "nur", "Nur") },
                new MessagePosted(c.Text, null, 0) { At = c.At, By = new(ActorKind.Customer, "nur", "Nur") },
                .. IsClosed(c.Id) ? [new Closed("done") { At = c.At, By = Actor.System }] : Array.Empty<DomainEvent>()]));
        await CatchUpAsync();
        var list = new ConversationList(Store.Database);
        foreach (var words in (string[])["alpha", "beta", "gamma", "delta", "alpha gamma", "beta gamma", "epsilon", "delta beta"])
        {
            var expected = said.Where(c => words.Split(' ').All(c.Text.Split(' ').Contains))
                .OrderByDescending(c => c.At).ThenByDescending(c => c.Id, StringComparer.Ordinal).Select(c => c.Id).ToList();
            Assert.Equal(expected, await AllAsync(list, new(Text: words), ConversationSort.Newest));
            var first = await list.FindAsync("demo", new(Text: words), new(ConversationSort.Newest, null, 50, CountMax: 1_000));
            Assert.Equal((Math.Min(expected.Count, 50), expected.Count > 50), (first.Total, first.IsMore));
            // Each tab of a desk.
            var closed = new ConversationFilter(ConversationStatus.Closed, Text: words);
            Assert.Equal(expected.Where(IsClosed), await AllAsync(list, closed, ConversationSort.Newest));
            foreach (var open in (ConversationFilter[])[new(ConversationStatus.Bot, Text: words), new(Text: words, Channel: "web") { OnlyOpen = true }])
                Assert.Equal(expected.Where(id => !IsClosed(id)), await AllAsync(list, open, ConversationSort.Newest));
            Assert.Empty(await AllAsync(list, new(ConversationStatus.Waiting, Text: words), ConversationSort.Newest));
            // A part of time: from two months ago to one month ago.
            var (from, to) = (At.AddDays(-60), At.AddDays(-30));
            var part = said.Where(c => expected.Contains(c.Id) && c.At >= from && c.At < to).Select(c => c.Id).ToHashSet();
            Assert.Equal(expected.Where(part.Contains), await AllAsync(list, new(Text: words, From: from, To: to), ConversationSort.Newest));
        }
    }

    private static bool IsClosed(string id) => id[^1] is '1' or '4' or '8' or '9';

    private static string WordsOf(int i) => string.Join(' ',
        new[] { ("alpha", i % 2 == 0), ("beta", i % 30 == 0), ("gamma", i > Many - 60), ("delta", i == Many - 10) }.Where(w => w.Item2).Select(w => w.Item1)
            .Append($"number{i}"));

    [EngineFact]
    public async Task StoreWithoutMonths_KeepsItsRows()
    {
        await WriteAsync(Histories.Drawn(43, 20));
        await CatchUpAsync();
        var ids = Histories.Drawn(43, 20).All.Keys.ToList();
        var rows = await TextAsync(ids);
        var before = new WriteSet();
        foreach (var name in (string[])["customer", "agent", "queue", "topic"])
        {
            var column = name == "customer" ? "customer_id" : name;
            before.Run($"drop index conversations_{name}");
            before.Run($"create index conversations_{name} on conversations (workspace, {column}, started_at, id)");
        }
        if (Store.Database.Kind == DatabaseKind.Postgres)
        {
            foreach (var (table, key) in (ReadOnlySpan<(string, string)>)[("search", "workspace, id"), ("episodes", "workspace, conversation, episode")])
            {
                before.Run($"create table plain as select * from {table}");
                before.Run($"drop table {table}");
                before.Run($"alter table plain rename to {table}");
                before.Run($"alter table {table} add primary key ({key})");
            }
            before.Run("drop function read_model_month");
        }
        else before.Run("drop index episodes_key");
        before.Run("delete from schema_version where version = 10");
        await Store.Database.WriteAsync(before);
        await using var newer = await OpenAsync();
        Assert.Equal(rows, await TextAsync(ids));
        Assert.Equal((20, 0), await new Running.Rebuilder(newer.Feed, newer.Database).RunAsync(null, rewrites: false));
        await WriteAsync(Histories.Drawn(44, 10));
        await CatchUpAsync();
        Assert.Equal(0, (await Rebuilder().RunAsync(null, rewrites: false)).Wrong);
    }
}
