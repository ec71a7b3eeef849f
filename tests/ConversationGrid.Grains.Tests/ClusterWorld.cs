using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Hosting;
using ConversationGrid.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using ClusterOptions = ConversationGrid.Grains.Hosting.ClusterOptions;

namespace ConversationGrid.Grains.Tests;

/// <summary>Several silos in this process over one journal in memory. Each call to the grid goes through the next silo.</summary>
internal sealed class ClusterWorld : GridWorld
{
    private readonly InProcessTestCluster _cluster;
    private int _next;

    private ClusterWorld(int silos, ConversationOptions conversations, EngineOptions engine, IEventFeed? tracedFeed)
    {
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;
        builder.ConfigureSilo((silo, host) =>
        {
            host.Services.AddSingleton<IJournal>(Store).AddSingleton<IAgenda>(Store).AddSingleton<ISnapshots>(Store);
            // The feed of the first silo is the world's; another silo is another process.
            if (silo.SiloName.EndsWith('0')) host.Services.AddSingleton(tracedFeed ?? this);
            if (tracedFeed is not null) host.AddActivityPropagation();
            host.AddGridSilo(new ClusterOptions { CallTimeout = TimeSpan.FromSeconds(3), RepeatCallAfter = TimeSpan.FromSeconds(2) });
            host.Services.AddEntities(this, QueuesOf, conversations, engine);
        });
        _cluster = builder.Build();
    }

    public MemoryStore Store { get; } = new();
    public override IJournal Journal => Store;
    public InProcessTestCluster Cluster => _cluster;

    /// <summary>The next living silo's grid.</summary>
    public override IGrid Grid
    {
        get
        {
            var silos = _cluster.Silos;
            return GridOf(silos[(int)((uint)Interlocked.Increment(ref _next) % (uint)silos.Count)]);
        }
    }

    public static IGrid GridOf(InProcessSiloHandle silo) => silo.SiloHost.Services.GetRequiredService<IGrid>();

    /// <param name="tracedFeed">Takes what the first silo's connections would be pushed; with it, spans go along with calls.</param>
    public static async Task<ClusterWorld> StartAsync(
        int silos = 3, ConversationOptions? conversations = null, EngineOptions? engine = null, IEventFeed? tracedFeed = null)
    {
        var world = new ClusterWorld(silos, conversations ?? new(), engine ?? new(), tracedFeed);
        await world._cluster.DeployAsync();
        return world;
    }

    public override ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
