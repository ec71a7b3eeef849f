using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Conformance;

/// <summary>What a process that watches an entity gets: every event, exactly once, in order, and nothing after it ended its watch.</summary>
public abstract class Watching
{
    /// <summary>A new, empty grid whose feed is that of one process.</summary>
    protected abstract Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null);

    /// <summary>The grid as that process has it.</summary>
    protected abstract IGrid Watcher(GridWorld world);

    [EngineFact]
    public async Task Events_OfAWatchedConversation_ComeExactlyOnceInOrder()
    {
        await using var world = await StartAsync();
        var ids = Enumerable.Range(0, 8).Select(i => $"c{i}").ToList();
        foreach (var id in ids)
            await world.Conversation(id).ExecuteAsync(new StartConversation(GridWorld.Customer, "k0", "web", "en", null, null));
        var from = new Dictionary<string, long>();
        foreach (var id in ids)
        {
            from[id] = await Watcher(world).WatchAsync(GridWorld.Stream(id));
            // Renewing it is harmless; meanwhile an effect may have settled.
            Assert.True(await Watcher(world).WatchAsync(GridWorld.Stream(id)) >= from[id]);
        }
        await Task.WhenAll(ids.Select(async id =>
        {
            for (var i = 0; i < 20; i++)
                (await world.Conversation(id).ExecuteAsync(new PostNote(GridWorld.Agent("ben") with { Role = CallerRole.Supervisor }, $"m{i}", $"{id} {i}")))
                    .OrThrow();
        }));
        await GridWorld.EventuallyAsync(() => world.Seen.Count(s => s.Event.Event is NotePosted) >= 160, "all notes");
        foreach (var id in ids)
        {
            var stored = (await world.Journal.ReadAsync(GridWorld.Stream(id), from[id], 1000)).Select(c => c.Seq).ToList();
            await GridWorld.EventuallyAsync(() => SeenOf(world, id).Count >= stored.Count, $"all events of {id}");
            // An effect that settles after the reading brings one more.
            Assert.Equal(stored, SeenOf(world, id).Take(stored.Count));
        }
    }

    [EngineFact]
    public async Task Watch_ThatWasEnded_BringsNothingMore()
    {
        await using var world = await StartAsync();
        await world.Conversation("c1").ExecuteAsync(new StartConversation(GridWorld.Customer, "k0", "web", "en", null, null));
        await Watcher(world).WatchAsync(GridWorld.Stream("c1"));
        var supervisor = GridWorld.Agent("ben") with { Role = CallerRole.Supervisor };
        await world.Conversation("c1").ExecuteAsync(new PostNote(supervisor, "m1", "one"));
        await GridWorld.EventuallyAsync(() => world.Seen.Any(s => s.Event.Event is NotePosted { ClientId: "m1" }), "the first note");
        await Watcher(world).UnwatchAsync(GridWorld.Stream("c1"));
        await world.Conversation("c1").ExecuteAsync(new PostNote(supervisor, "m2", "two"));
        // Watched again, so whatever the second note would have brought must have come before the third.
        await Watcher(world).WatchAsync(GridWorld.Stream("c1"));
        await world.Conversation("c1").ExecuteAsync(new PostNote(supervisor, "m3", "three"));
        await GridWorld.EventuallyAsync(() => world.Seen.Any(s => s.Event.Event is NotePosted { ClientId: "m3" }), "the third note");
        Assert.DoesNotContain(world.Seen, s => s.Event.Event is NotePosted { ClientId: "m2" });
    }

    [EngineFact]
    public async Task Signal_ReachesWhoeverWatches_AndIsNotStored()
    {
        await using var world = await StartAsync();
        await world.Conversation("c1").ExecuteAsync(new StartConversation(GridWorld.Customer, "k0", "web", "en", null, null));
        var last = await Watcher(world).WatchAsync(GridWorld.Stream("c1"));
        var signal = new TypingSignal("c1", GridWorld.Customer.Actor);
        await world.Grid.SignalAsync(GridWorld.Stream("c1"), signal);
        await GridWorld.EventuallyAsync(() => !world.Signals.IsEmpty, "the signal");
        Assert.Equal((GridWorld.Stream("c1"), signal), world.Signals.Single());
        Assert.DoesNotContain(await world.Journal.ReadAsync(GridWorld.Stream("c1"), last, 10), e => e.Event is not ConversationEffectSettled);
    }

    [EngineFact]
    public async Task View_OfWhatDoesNotExist_IsNullAndLeavesNothing()
    {
        await using var world = await StartAsync();
        Assert.Null(await world.Conversation("nobody").ViewAsync(Caller.System));
        Assert.Equal(0, await Watcher(world).WatchAsync(GridWorld.Stream("nobody")));
        Assert.Empty(await world.Journal.ReadAllAsync(default, 10));
    }

    private static List<long> SeenOf(GridWorld world, string id) => [.. world.Seen.Where(s => s.Stream == GridWorld.Stream(id)).Select(s => s.Event.Seq)];
}
