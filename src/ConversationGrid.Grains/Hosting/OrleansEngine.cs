using ConversationGrid.Contracts;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Entities;
using ConversationGrid.Grains.Watches;
using ConversationGrid.Grains.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ConversationGrid.Grains.Hosting;

/// <summary>
/// Puts the grid on Orleans into a host. The host brings the storage ports, <see cref="Models"/>, an <see cref="IAssistant"/> and, where
/// it serves clients, an <see cref="IEventFeed"/>; it gets <see cref="IGrid"/> and <see cref="IGridChanges"/>.
/// </summary>
public static class OrleansEngine
{
    private const string Invariant = "Npgsql";

    /// <summary>Takes the role that <c>Grid:Cluster:Role</c> names.</summary>
    /// <param name="configure">Runs after the configuration was read, e.g. to hand over the journal's connection string.</param>
    public static IHostApplicationBuilder UseOrleansEngine(this IHostApplicationBuilder builder, Action<ClusterOptions>? configure = null)
    {
        var options = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
        configure?.Invoke(options);
        options.ThrowIfInvalid();
        if (options.Role == ClusterRole.Gateway) return builder.AddOrleansGridClient(options);

        var engine = builder.Configuration.GetSection("Grid:Engine").Get<EngineOptions>() ?? new();
        builder.Services.AddSingleton(options);
        builder.UseOrleans(silo => silo.ConfigureGrid(options, engine));
        return builder;
    }

    /// <summary>Makes the host a gateway that hosts no entities: a client of the cluster.</summary>
    public static IHostApplicationBuilder AddOrleansGridClient(this IHostApplicationBuilder builder, ClusterOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.UseOrleansClient(client =>
        {
            client.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ServiceId));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, options.ConnectionString));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = options.TableRefreshEvery);
            client.Services.AddGridClient(options);
        });
        return builder;
    }

    /// <summary>Everything of a silo but how it finds the others; tests bring their own way.</summary>
    public static ISiloBuilder AddGridSilo(this ISiloBuilder silo, ClusterOptions options, EngineOptions engine)
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
        silo.Configure<GrainCollectionOptions>(o =>
        {
            o.CollectionAge = engine.IdleAfter;
            o.CollectionQuantum = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(1).Ticks, engine.IdleAfter.Ticks / 2));
            o.DeactivationTimeout = options.DeactivationTimeout;
        });
        silo.Services.AddSingleton<GrainHost>();
        silo.Services.AddEntityServices(engine);
        silo.Services.AddGrid();
        silo.Services.AddHostedService<MembershipWatch>();
        silo.Services.AddHostedService<Sweeper>();
        return silo;
    }

    /// <summary>Everything of a gateway that is no silo but how it finds the cluster.</summary>
    public static IServiceCollection AddGridClient(this IServiceCollection services, ClusterOptions options)
    {
        services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = options.CallTimeout);
        services.TryAddSingleton(options);
        services.AddHostedService<ClusterViewPoller>();
        return services.AddGrid();
    }

    private static void ConfigureGrid(this ISiloBuilder silo, ClusterOptions options, EngineOptions engine)
    {
        var siloPort = options.SiloPort == 0 ? options.FreePort() : options.SiloPort;
        if (options.IsClustered)
        {
            var gatewayPort = options.GatewayPort == 0 ? options.FreePort() : options.GatewayPort;
            silo.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ServiceId));
            silo.ConfigureEndpoints(options.Address, siloPort, gatewayPort, options.ListenOnAnyAddress);
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, options.ConnectionString));
        }
        else
        {
            silo.UseLocalhostClustering(siloPort, options.GatewayPort, serviceId: options.ServiceId, clusterId: options.ClusterId);
        }
        silo.AddGridSilo(options, engine);
    }

    private static void AddEntityServices(this IServiceCollection services, EngineOptions engine)
    {
        services.TryAddSingleton(engine);
        services.TryAddSingleton<IEffectScheduler, ThreadPoolEffects>();
        services.TryAddSingleton<TranscriptReader>();
        services.TryAddSingleton<IEffectHandler>(p =>
            new GridEffects(p.GetRequiredService<IGrid>, p.GetRequiredService<IAssistant>(), p.GetRequiredService<TranscriptReader>()));
        services.TryAddSingleton<IEffectRunner, EffectRunner>();
        services.TryAddSingleton<EntityServices>();
        services.TryAddSingleton<AgendaSweeper>();
    }

    private static IServiceCollection AddGrid(this IServiceCollection services)
    {
        services.AddContractCodec();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEventFeed, NobodyListens>();
        services.TryAddSingleton<WatchDesk>();
        services.TryAddSingleton<IGridChanges>(p => p.GetRequiredService<WatchDesk>());
        services.TryAddSingleton<OrleansGrid>();
        services.TryAddSingleton<IGrid>(p => p.GetRequiredService<OrleansGrid>());
        return services;
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

    /// <summary>Wakes what is due, from the moment this silo is active until it begins to stop.</summary>
    private sealed class Sweeper(AgendaSweeper sweeper) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => sweeper.RunAsync(stoppingToken);
    }
}
