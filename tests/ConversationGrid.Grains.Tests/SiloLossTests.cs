using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace ConversationGrid.Grains.Tests;

/// <summary>A silo goes, and nothing is lost: the conversation lives on elsewhere, and its watchers are told to subscribe again.</summary>
[NeedsPostgres, Collection(ClusterCollection.Name)]
public class SiloLossTests(PostgresServer postgres)
{
    private static readonly Caller Supervisor = GridWorld.Agent("sue") with { Role = CallerRole.Supervisor };

    [EngineFact]
    public async Task Silo_Killed_ConversationGoesOnElsewhereAndWatcherIsTold()
    {
        await using var world = await HostWorld.StartAsync(await postgres.NewDatabaseAsync(), 3);
        await LoseHomeAsync(world, world.KillAsync, TimeSpan.FromSeconds(20));
    }

    [EngineFact]
    public async Task Silo_Stopped_HandsOverWithoutARefusal()
    {
        await using var world = await HostWorld.StartAsync(await postgres.NewDatabaseAsync(), 3);
        var refusals = await LoseHomeAsync(world, world.StopAsync, TimeSpan.FromSeconds(5));
        Assert.Equal(0, refusals);
    }

    /// <summary>Watches a conversation from the first silo, which does not host it, and takes its home away while notes are posted.</summary>
    private static async Task<int> LoseHomeAsync(HostWorld world, Func<IHost, Task> lose, TimeSpan longestGap)
    {
        var watcher = world.Hosts[0];
        var home = world.Hosts[1];
        await HostWorld.GridOf(home).Conversation(new("demo", "c1")).ExecuteAsync(new StartConversation(GridWorld.Customer, "k0", "web", "en", null, null));
        var addresses = await watcher.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0)
            .GetActivationAddress((IAddressable)watcher.Services.GetRequiredService<IGrainFactory>().GetGrain<IConversationGrain>("demo/c1"));
        Assert.Equal(HostWorld.AddressOf(home), addresses);

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Services.GetRequiredService<IGridChanges>().WatchesMayBeLost += _ => told.TrySetResult();
        var head = await HostWorld.GridOf(watcher).WatchAsync(GridWorld.Stream("c1"));
        await PostAsync(watcher, 0);
        await GridWorld.EventuallyAsync(() => !world.Seen.IsEmpty, "the first note");

        var losing = lose(home);
        var begun = TimeProvider.System.GetTimestamp();
        var refusals = 0;
        while ((await PostAsync(watcher, 1)).Refusal is { } refusal)
        {
            Assert.Equal(RefusalCodes.Unavailable, refusal.Code);
            refusals++;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, longestGap);
        await losing;
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        await HostWorld.GridOf(watcher).WatchAsync(GridWorld.Stream("c1"));
        for (var i = 2; i < 6; i++) (await PostAsync(world.Hosts[i % 2], i)).OrThrow();
        await GridWorld.EventuallyAsync(() => world.Seen.Any(s => s.Event.Event is NotePosted { ClientId: "m5" }), "the last note");

        var stored = await world.Journal.ReadAsync(GridWorld.Stream("c1"), 0, 100);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => (long)i), stored.Select(s => s.Seq));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5"], stored.Select(s => s.Event).OfType<NotePosted>().Select(n => n.ClientId));
        var seen = world.Seen.Select(s => s.Event.Seq).ToList();
        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.All(seen, seq => Assert.True(seq > head));
        return refusals;
    }

    private static Task<Outcome> PostAsync(IHost host, int note) =>
        HostWorld.GridOf(host).Conversation(new("demo", "c1")).ExecuteAsync(new PostNote(Supervisor, $"m{note}", $"note {note}"));
}
