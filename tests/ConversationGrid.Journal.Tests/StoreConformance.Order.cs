using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests;

public abstract partial class StoreConformance
{
    [EngineFact]
    public async Task ReadAll_FollowsTheOrderOfStreamsAndResumes()
    {
        for (var i = 0; i < 30; i++) await Journal.AppendAsync(Append(Stream($"s-{i % 3}"), i / 3, $"{i}"));

        var seen = new List<GlobalEvent>();
        while (await Journal.ReadAllAsync(seen.Count == 0 ? default : seen[^1].Position, 7) is { Count: > 0 } page) seen.AddRange(page);

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), seen.Select(e => e.Committed.Text()));
        Assert.Equal(Stream("s-1"), seen[1].Stream);
        Assert.Equal(30, seen.Select(e => e.Position).Distinct().Count());
    }

    /// <summary>What a process wrote itself it follows from memory; a later reader gets the same from the rows.</summary>
    [EngineFact]
    public async Task ReadAll_FromMemoryAndFromTheRows_IsTheSame()
    {
        for (var i = 0; i < 20; i++) await Journal.AppendAsync(Append(Stream($"m-{i % 2}"), i / 2, $"text {i}"));

        var followed = await Journal.ReadAllAsync(default, 100);
        var read = await Journal.ReadAllAsync(default, 100);

        Assert.Equal(20, read.Count);
        Assert.Equal(read, followed);
        Assert.NotSame(read[0].Committed.Event, followed[0].Committed.Event);
    }

    /// <summary>Pages by the events of all workspaces, with those of one in them, and takes nothing away from who follows from memory.</summary>
    [EngineFact]
    public async Task ReadWorkspace_GivesItsConversations_InOrder_AndGoesOn()
    {
        var store = Create();
        await store.StartAsync();
        await using var _ = store;
        foreach (var workspace in (string[])["demo", "demo-2", "other"])
            await store.Journal.AppendAsync(Append(new(EntityKind.Conversation, new(workspace, "a")), 0, $"{workspace} 1", $"{workspace} 2"));
        await store.Journal.AppendAsync(Append(Stream("b"), 0, "demo 3"));

        var (seen, place) = (new List<string?>(), default(GlobalPosition));
        FeedPage page;
        do
        {
            page = await store.Feed.ReadWorkspaceAsync("demo", place, 2);
            seen.AddRange(page.Events.Select(e => e.Committed.Text()));
            place = page.ReadTo;
        }
        while (!page.IsWhole);
        Assert.Equal(["demo 1", "demo 2", "demo 3"], seen);
        page = await store.Feed.ReadWorkspaceAsync("demo", place, 2);
        Assert.True(page is { IsWhole: true, Events.Count: 0 } && page.ReadTo == place);
        await store.Journal.AppendAsync(Append(Stream("b"), 1, "demo 4"));
        Assert.Equal("demo 4", Assert.Single((await store.Feed.ReadWorkspaceAsync("demo", place, 100)).Events).Committed.Text());
        Assert.Empty((await store.Feed.ReadWorkspaceAsync("nosuch", default, 100)).Events);
    }

    [EngineFact]
    public async Task ReadAll_BesideConcurrentWriters_SkipsNothing()
    {
        const int writers = 12, appends = 60;
        var second = Create();
        await second.StartAsync();
        await using var _ = second;

        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            var journal = w % 2 == 0 ? Journal : second.Journal;
            for (var i = 0; i < appends; i++)
                Assert.Equal(AppendResult.Appended, await journal.AppendAsync(Append(Stream($"w-{w}"), i * 2, $"{w}-{i}-a", $"{w}-{i}-b")));
        })));

        // The reader runs beside them and never looks back.
        var seen = new List<GlobalEvent>();
        while (true)
        {
            var done = writing.IsCompleted;
            var page = await Journal.ReadAllAsync(seen.Count == 0 ? default : seen[^1].Position, 50);
            seen.AddRange(page);
            if (done && page.Count == 0) break;
            await Task.Yield();
        }
        await writing;

        Assert.Equal(writers * appends * 2, seen.Count);
        for (var w = 0; w < writers; w++)
            Assert.Equal(Enumerable.Range(1, appends * 2).Select(i => (long)i), seen.Where(e => e.Stream == Stream($"w-{w}")).Select(e => e.Committed.Seq));
    }

    /// <summary>An answer that leaves before the commit is caught here: the commit takes longer than the next look.</summary>
    [EngineFact]
    public async Task Append_OnceAnswered_IsThereForEveryone()
    {
        var second = Create();
        await second.StartAsync();
        await using var _ = second;
        await second.Journal.ReadAsync(Stream("a"), 0, 1);

        for (var i = 0; i < 200; i++)
        {
            await Journal.AppendAsync(Append(Stream("a"), i, $"{i}"));
            Assert.Equal(i + 1, Assert.Single(await second.Journal.ReadBackwardsAsync(Stream("a"), long.MaxValue, 1)).Seq);
        }
    }

    [EngineFact]
    public async Task Start_ByFourAtOnce_MakesOneSchema()
    {
        await Store.DisposeAsync();
        await CleanAsync();
        await PrepareAsync();
        var starters = Enumerable.Range(0, 4).Select(_ => Create()).ToList();

        await Task.WhenAll(starters.Select(s => Task.Run(() => s.StartAsync())));

        for (var i = 0; i < 4; i++) Assert.Equal(AppendResult.Appended, await starters[i].Journal.AppendAsync(Append(Stream("a"), i, $"{i}")));
        Assert.Equal(4, (await starters[0].Journal.ReadAsync(Stream("a"), 0, 9)).Count);
        foreach (var starter in starters) await starter.DisposeAsync();
    }
}
