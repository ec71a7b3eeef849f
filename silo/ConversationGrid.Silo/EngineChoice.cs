#if GRID_ORLEANS
using ConversationGrid.Grains.Hosting;
#else
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.InProcess;
using ConversationGrid.Engine.Ports;
#endif

namespace ConversationGrid.Silo;

/// <summary>The engine that this build carries.</summary>
internal static class EngineChoice
{
#if GRID_ORLEANS
    public const string Name = "orleans";

    /// <summary>Silos find one another in the journal's database, unless the cluster names another; without PostgreSQL this one is alone.</summary>
    public static IHostBuilder UseGridEngine(this IHostBuilder host, IConfiguration configuration) => host.ConfigureServices(services =>
        services.AddOrleansEngine(configuration, cluster =>
        {
            cluster.ConnectionString ??= configuration["Grid:Postgres:ConnectionString"];
            TakeStablePorts(cluster, configuration["urls"]);
        }));

    /// <summary>
    /// Ports derived from the web port, where none are set. They must not change from start to start: a host that comes back after a crash at
    /// its old address replaces its dead self at once, while at a new one it would first wait for the others' silence to be believed.
    /// </summary>
    private static void TakeStablePorts(ClusterOptions cluster, string? urls)
    {
        if (cluster.ConnectionString is null || !Uri.TryCreate(urls?.Split(';')[0], UriKind.Absolute, out var address) || address.Port == 0) return;
        if (cluster.SiloPort == 0) cluster.SiloPort = Shift(address.Port, 10_000);
        if (cluster.GatewayPort == 0) cluster.GatewayPort = Shift(address.Port, 20_000);

        static int Shift(int port, int by) => port + by <= ushort.MaxValue ? port + by : port - by;
    }
#else
    public const string Name = "inprocess";

    public static IHostBuilder UseGridEngine(this IHostBuilder host, IConfiguration configuration) => host.ConfigureServices(services =>
    {
        services.AddSingleton<InProcessGrid>();
        services.AddSingleton<IGrid>(s => s.GetRequiredService<InProcessGrid>());
        services.AddSingleton<IGridChanges>(s => s.GetRequiredService<InProcessGrid>());
        services.AddHostedService<IdleCollector>();
    });

    private sealed class IdleCollector(InProcessGrid grid, EngineOptions options, TimeProvider time) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken cancel)
        {
            using var timer = new PeriodicTimer(options.IdleAfter / 4, time);
            while (await timer.WaitForNextTickAsync(cancel))
                grid.CollectIdle();
        }
    }
#endif
}
