using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Hosting;
using ConversationGrid.Grains.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Storage;

namespace ConversationGrid.Grains.Tests;

/// <summary>Snapshots in Orleans' grain storage: a cache that two writers cannot split, and that may vanish.</summary>
[NeedsPostgres, Collection(ClusterCollection.Name)]
public class GrainStorageTests(PostgresServer postgres)
{
    [EngineFact]
    public async Task Snapshots_AreKeptAndUsed_AndTheirLossChangesNothing()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var world = await HostWorld.StartAsync(
            database, 1, engine: new EngineOptions { SnapshotEveryEvents = 10 }, configure: o => o.Snapshots = SnapshotPlace.GrainStorage);
        var snapshots = Snapshots(world);
        await world.Conversation("c1").ExecuteAsync(new StartConversation(GridWorld.Customer, "k0", "web", "en", null, null));
        for (var i = 0; i < 25; i++)
            (await world.Conversation("c1").ExecuteAsync(new PostNote(GridWorld.Agent("sue") with { Role = CallerRole.Supervisor }, $"m{i}", "note")))
                .OrThrow();
        var kept = await GridWorld.EventuallyAsync(() => snapshots.LoadAsync(GridWorld.Stream("c1")), "a snapshot");
        Assert.True(kept.Seq >= 10);
        Assert.Equal(1L, await ScalarAsync(database, "select count(*) from cluster_grain_state where extension = 'c/demo/c1'"));

        await ScalarAsync(database, "delete from cluster_grain_state");
        Assert.Null(await snapshots.LoadAsync(GridWorld.Stream("c1")));
        (await world.Conversation("c1").ExecuteAsync(new PostNote(GridWorld.Agent("sue") with { Role = CallerRole.Supervisor }, "last", "note"))).OrThrow();
    }

    [EngineFact]
    public async Task FirstWrites_OfTwoWriters_LeaveOneRow()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var world = await HostWorld.StartAsync(database, 1, configure: o => o.Snapshots = SnapshotPlace.GrainStorage);
        var snapshots = Snapshots(world);
        for (var round = 0; round < 40; round++)
        {
            var stream = GridWorld.Stream($"r{round}");
            await Task.WhenAll(Enumerable.Range(1, 6).Select(i => Task.Run(() => snapshots.SaveAsync(stream, new(i, 1, [1, 2, 3])))));
            var kept = (await snapshots.LoadAsync(stream))!;
            Assert.InRange(kept.Seq, 1, 6);
            Assert.Equal([1, 2, 3], kept.State);
            await snapshots.SaveAsync(stream, new(7, 2, [9]));
            await snapshots.SaveAsync(stream, new(5, 2, [8]));
            Assert.Equal((7, 2), ((await snapshots.LoadAsync(stream))!.Seq, (await snapshots.LoadAsync(stream))!.Version));
        }
        Assert.Equal(40L, await ScalarAsync(database, "select count(*) from cluster_grain_state"));
    }

    private static ISnapshots Snapshots(HostWorld world) =>
        new GrainStorageSnapshots(world.Hosts[0].Services.GetRequiredKeyedService<IGrainStorage>("snapshots"), NullLogger<GrainStorageSnapshots>.Instance);

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
