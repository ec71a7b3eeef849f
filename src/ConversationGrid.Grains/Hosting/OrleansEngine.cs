using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Entities;
using ConversationGrid.Grains.Snapshots;
using ConversationGrid.Grains.Watches;
using ConversationGrid.Grains.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace ConversationGrid.Grains.Hosting;

/// <summary>
/// Puts the grid on Orleans into a host. The host brings <see cref="Models"/>, <see cref="EntityServices"/>, <see cref="EngineOptions"/> and,
/// where it serves clients, an <see cref="IEventFeed"/>; it gets <see cref="IGrid"/> and <see cref="IGridChanges"/>. Call it before hosted
/// services are registered that use the grid: they start after the silo then, and stop before it.
/// </summary>
public static class OrleansEngine
{
    private const string Invariant = "Npgsql";
    private const string SnapshotStorage = "snapshots";

    /// <summary>Takes the role that <c>Grid:Cluster:Role</c> names.</summary>
    /// <param name="configure">Runs after the configuration was read, e.g. to hand over the journal's connection string.</param>
    public static IHostApplicationBuilder UseOrleansEngine(this IHostApplicationBuilder builder, Action<ClusterOptions>? configure = null)
    {
        var options = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
        configure?.Invoke(options);
        options.ThrowIfInvalid();
        if (options.Role == ClusterRole.Gateway) return builder.AddOrleansGridClient(options);

        if (options.IsClustered) builder.Services.AddHostedService<ClusterSchema>();
        builder.UseOrleans(silo =>
        {
            silo.JoinCluster(options);
            silo.AddGridSilo(options);
        });
        return builder;
    }

    /// <summary>Makes the host a gateway that hosts no entities: a client of the cluster.</summary>
    public static IHostApplicationBuilder AddOrleansGridClient(this IHostApplicationBuilder builder, ClusterOptions options)
    {
        builder.Services.AddHostedService<ClusterSchema>();
        builder.UseOrleansClient(client =>
        {
            client.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ServiceId));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, options.ConnectionString));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = options.TableRefreshEvery);
            client.UseConnectionRetryFilter(new KeepTrying(options.MembershipLookEvery));
            client.Services.AddGridClient(options);
        });
        return builder;
    }

    /// <summary>Everything of a silo but how it finds the others; tests bring their own way.</summary>
    internal static ISiloBuilder AddGridSilo(this ISiloBuilder silo, ClusterOptions options)
    {
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = options.CallTimeout);
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = options.ProbeTimeout;
            o.NumMissedProbesLimit = options.ProbesMissedMax;
            o.EnableIndirectProbes = options.IndirectProbes;
            o.TableRefreshTimeout = options.TableRefreshEvery;
            o.IAmAliveTablePublishTimeout = options.SignOfLifeEvery;
        });
        silo.Services.AddOptions<GrainCollectionOptions>().Configure<EngineOptions>((o, engine) =>
        {
            o.CollectionAge = engine.IdleAfter;
            o.CollectionQuantum = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(1).Ticks, engine.IdleAfter.Ticks / 2));
            o.DeactivationTimeout = options.DeactivationTimeout;
        });
        silo.Services.AddSingleton(p => new GrainHost(p.GetRequiredService<Models>(), WithSnapshots(p, options), p.GetRequiredService<WatchDesk>()));
        silo.Services.AddGrid(options);
        silo.Services.AddHostedService<MembershipWatch>();
        return silo;
    }

    /// <summary>Everything of a gateway that is no silo but how it finds the cluster.</summary>
    internal static IServiceCollection AddGridClient(this IServiceCollection services, ClusterOptions options)
    {
        services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = options.CallTimeout);
        services.AddHostedService<ClusterViewPoller>();
        return services.AddGrid(options);
    }

    private static void JoinCluster(this ISiloBuilder silo, ClusterOptions options)
    {
        var siloPort = options.SiloPort == 0 ? options.FreePort() : options.SiloPort;
        if (!options.IsClustered)
        {
            silo.UseLocalhostClustering(siloPort, options.GatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
            return;
        }
        var gatewayPort = options.GatewayPort == 0 ? options.FreePort() : options.GatewayPort;
        silo.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.ConfigureEndpoints(options.Address, siloPort, gatewayPort, options.ListenOnAnyAddress);
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, options.ConnectionString));
        if (options.Snapshots == SnapshotPlace.GrainStorage)
            silo.AddAdoNetGrainStorage(
                SnapshotStorage, o => (o.Invariant, o.ConnectionString, o.GrainStorageSerializer) = (Invariant, options.ConnectionString, new SnapshotSerializer()));
    }

    private static EntityServices WithSnapshots(IServiceProvider services, ClusterOptions options)
    {
        var entities = services.GetRequiredService<EntityServices>();
        return options.Snapshots == SnapshotPlace.Journal
            ? entities
            : entities with
            {
                Snapshots = new GrainStorageSnapshots(
                    services.GetRequiredKeyedService<IGrainStorage>(SnapshotStorage), services.GetRequiredService<ILogger<GrainStorageSnapshots>>()),
            };
    }

    private static IServiceCollection AddGrid(this IServiceCollection services, ClusterOptions options)
    {
        services.AddContractCodec();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEventFeed, NobodyListens>();
        services.AddSingleton<WatchDesk>();
        services.AddSingleton<IGridChanges>(p => p.GetRequiredService<WatchDesk>());
        services.AddSingleton<OrleansGrid>();
        return services.AddSingleton<IGrid>(p => p.GetRequiredService<OrleansGrid>());
    }

    /// <summary>A silo without clients watches nothing.</summary>
    private sealed class NobodyListens : IEventFeed
    {
        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
        {
        }

        public void OnSignal(StreamId stream, Signal signal)
        {
        }
    }

    /// <summary>A gateway may start before the first silo: it waits as long as its host lets it.</summary>
    private sealed class KeepTrying(TimeSpan pause) : IClientConnectionRetryFilter
    {
        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            return true;
        }
    }
}
