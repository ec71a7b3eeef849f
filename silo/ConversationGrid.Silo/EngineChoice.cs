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
        services.AddOrleansEngine(configuration, cluster => cluster.ConnectionString ??= configuration["Grid:Postgres:ConnectionString"]));
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
