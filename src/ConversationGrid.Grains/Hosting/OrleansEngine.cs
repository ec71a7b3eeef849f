using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Grains.Entities;
using ConversationGrid.Grains.LiveViews;
using ConversationGrid.Engine.Snapshots;
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
/// where it serves clients, an <see cref="IEventFeed"/>; it gets <see cref="IGrid"/> and <see cref="IGridChanges"/>.
/// </summary>
public static class OrleansEngine
{
    private const string Invariant = "Npgsql";
    private const string SnapshotStorage = "snapshots";

    /// <summary>Takes the role that <c>Grid:Cluster:Role</c> names.</summary>
    /// <param name="configure">Runs after the configuration was read, e.g. to hand over the journal's connection string.</param>
    /// <param name="extend">Adds to a silo what only this host wants.</param>
    /// <param name="traced">Whether spans go along with calls between processes; it costs a little for every call.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A setting is wrong; the message names its key.</exception>
    public static IServiceCollection AddOrleansEngine(
        this IServiceCollection services, IConfiguration configuration, Action<ClusterOptions>? configure = null, Action<ISiloBuilder>? extend = null,
        bool traced = false)
    {
        var options = configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
        configure?.Invoke(options);
        options.ThrowIfInvalid();
        if (options.Role == ClusterRole.Gateway) return services.AddOrleansGridClient(options, traced);
        return services.AddAhead(() =>
        {
            if (options.IsClustered) services.AddHostedService<ClusterSchema>();
            services.AddOrleans(silo =>
            {
                silo.JoinCluster(options);
                silo.AddGridSilo(options);
                if (traced) silo.AddActivityPropagation();
                extend?.Invoke(silo);
            });
        });
    }

    /// <summary>Makes the host a gateway that hosts no entities: a client of the cluster.</summary>
    public static IServiceCollection AddOrleansGridClient(this IServiceCollection services, ClusterOptions options, bool traced = false) =>
        services.AddAhead(() =>
    {
        services.AddHostedService<ClusterSchema>();
        services.AddOrleansClient(client =>
        {
            client.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ServiceId));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, options.ConnectionString));
            client.Secure(options);
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = options.TableRefreshEvery);
            client.UseConnectionRetryFilter(new KeepTrying(options.MembershipLookEvery));
            client.Services.AddGridClient(options);
            if (traced) client.AddActivityPropagation();
        });
    });

    /// <summary>
    /// Puts the hosted services that <paramref name="add"/> registers ahead of all that are there: services that use the grid start after it
    /// and stops before it, in whatever order the host is composed.
    /// </summary>
    private static IServiceCollection AddAhead(this IServiceCollection services, Action add)
    {
        var first = services.Select(s => s.ServiceType).ToList().IndexOf(typeof(IHostedService));
        var before = services.Count;
        add();
        if (first < 0) return services;
        var ours = services.Skip(before).Where(s => s.ServiceType == typeof(IHostedService)).ToList();
        foreach (var service in ours) services.RemoveAt(services.ToList().FindLastIndex(s => ReferenceEquals(s, service)));
        for (var i = 0; i < ours.Count; i++) services.Insert(first + i, ours[i]);
        return services;
    }

    /// <summary>Everything of a silo but how it finds the others; tests bring their own way.</summary>
    internal static ISiloBuilder AddGridSilo(this ISiloBuilder silo, ClusterOptions options)
    {
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = options.CallTimeout);
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = options.ProbeTimeout;
            // A paused process keeps its connections open. Orleans' check of connections then holds votes back for MaxProbeTimeout times the missed
            // probes: with it a paused silo was found after 3.7 to 12.2 s, without it after 2.1 to 2.8 s.
            o.MaxProbeTimeout = options.ProbeTimeout;
            o.EnableConnectionLivenessCheck = false;
            o.NumMissedProbesLimit = options.ProbesMissedMax;
            o.DeathVoteExpirationTimeout = options.VotesCountFor;
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
        WatchdogClock.Use(silo.Services);
        silo.Services.TryAddSingleton<LiveEntities>();
        if (options.Snapshots == SnapshotPlace.GrainStorage) silo.Services.Replace(ServiceDescriptor.Singleton<ISnapshots>(p => new SealedSnapshots(
            new GrainStorageSnapshots(p.GetRequiredKeyedService<IGrainStorage>(SnapshotStorage), p.GetRequiredService<ILogger<GrainStorageSnapshots>>()),
            p.GetService<IDataKeys>())));
        silo.Services.AddSingleton(p => new GrainHost(
            p.GetRequiredService<Models>(), p.GetRequiredService<EntityServices>(), p.GetRequiredService<WatchDesk>(), p.GetRequiredService<LiveEntities>()));
        silo.Services.AddGrid(options);
        silo.Services.AddHostedService<MembershipWatch>();
        return silo;
    }

    /// <summary>Everything of a gateway that is no silo but how it finds the cluster.</summary>
    internal static IServiceCollection AddGridClient(this IServiceCollection services, ClusterOptions options)
    {
        services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = options.CallTimeout);
        services.AddHostedService(p => new ClusterViewPoller(
            p.GetRequiredService<IGrainFactory>(), p.GetRequiredService<WatchDesk>(), options.MembershipLookEvery, p.GetRequiredService<TimeProvider>()));
        return services.AddGrid(options);
    }

    private static void JoinCluster(this ISiloBuilder silo, ClusterOptions options)
    {
        silo.Secure(options);
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
                SnapshotStorage, o => (o.Invariant, o.ConnectionString, o.GrainStorageSerializer) =
                    (Invariant, options.ConnectionString, new SnapshotSerializer()));
    }

    private static IServiceCollection AddGrid(this IServiceCollection services, ClusterOptions options)
    {
        services.AddContractCodec();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEventFeed, NobodyListens>();
        services.AddSingleton<WatchDesk>();
        services.AddSingleton<IGridChanges>(p => p.GetRequiredService<WatchDesk>());
        services.AddSingleton<OrleansLiveViews>().AddSingleton<ILiveViews>(p => p.GetRequiredService<OrleansLiveViews>());
        services.AddSingleton(p => new GrainCalls(options.RepeatCallAfter, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<GrainCalls>>()));
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
