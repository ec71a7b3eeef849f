using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.InProcess;

namespace ConversationGrid.Silo;

/// <summary>The engine that this build carries.</summary>
internal static class EngineChoice
{
    public const string Name = "inprocess";

    public static IHostBuilder UseGridEngine(this IHostBuilder host, IConfiguration configuration) => host.ConfigureServices(services =>
    {
        services.AddSingleton<InProcessGrid>();
        services.AddSingleton<IGrid>(s => s.GetRequiredService<InProcessGrid>());
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
}
