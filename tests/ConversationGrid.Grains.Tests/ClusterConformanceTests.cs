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

/// <summary>Clusters one after another: each takes all the cores there are.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection
{
    public const string Name = "cluster";
}
