using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Grains.Tests;

[Collection(ClusterCollection.Name)]
public class ClusterWholeConversationTests : WholeConversation
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await ClusterWorld.StartAsync(3, conversations, options);
}

[Collection(ClusterCollection.Name)]
public class ClusterWatchingTests : Watching
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await ClusterWorld.StartAsync(3, conversations, options);

    protected override IGrid Watcher(GridWorld world) => ClusterWorld.GridOf(((ClusterWorld)world).Cluster.Silos[0]);
}

/// <summary>Three silos over sockets, one PostgreSQL, composed as the product does.</summary>
[NeedsPostgres, Collection(ClusterCollection.Name)]
public class PostgresWholeConversationTests(PostgresServer postgres) : WholeConversation
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await HostWorld.StartAsync(await postgres.NewDatabaseAsync(), 3, conversations, options);
}

/// <summary>A gateway that hosts nothing watches two silos.</summary>
[NeedsPostgres, Collection(ClusterCollection.Name)]
public class PostgresGatewayWatchingTests(PostgresServer postgres) : Watching
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null)
    {
        var world = await HostWorld.StartAsync(await postgres.NewDatabaseAsync(), 2, conversations, options);
        await world.StartGatewayAsync(world);
        return world;
    }

    protected override IGrid Watcher(GridWorld world) => HostWorld.GridOf(((HostWorld)world).Hosts[^1]);
}

/// <summary>One process alone, on SQLite: the embedded default.</summary>
[Collection(ClusterCollection.Name)]
public class AloneWholeConversationTests : WholeConversation
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await HostWorld.StartAsync(null, 1, conversations, options);
}

[Collection(ClusterCollection.Name)]
public class AloneWatchingTests : Watching
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await HostWorld.StartAsync(null, 1, conversations, options);

    protected override IGrid Watcher(GridWorld world) => HostWorld.GridOf(((HostWorld)world).Hosts[0]);
}
