using ConversationGrid.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace ConversationGrid.Faults.TestGrids;

/// <summary>Asks the cluster itself, as a client of it.</summary>
internal static class OrleansPlacements
{
    /// <summary>A silo's port for other silos is its web port and this.</summary>
    private const int SiloPortShift = 10_000;

    public static async Task<IReadOnlyDictionary<string, int>> FindAsync(string connection, CancellationToken cancel)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOrleansGridClient(new ClusterOptions { Role = ClusterRole.Gateway, ConnectionString = connection });
        using var host = builder.Build();
        await host.StartAsync(cancel);
        try
        {
            var statistics = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
            var placements = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var grain in statistics.Where(g => g.GrainId.Type.ToString() == "conversation"))
                placements[grain.GrainId.Key.ToString()!.Split('/')[^1]] = grain.SiloAddress.Endpoint.Port - SiloPortShift;
            return placements;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
