using Microsoft.Extensions.Hosting;
using Orleans.Concurrency;

namespace ConversationGrid.Grains.Watches;

/// <summary>Tells gateways outside the cluster which silos live; answered by whichever silo is asked.</summary>
[Alias("grid.clusterView")]
internal interface IClusterViewGrain : IGrainWithIntegerKey
{
    /// <summary>The version of the cluster's membership; it rises with every silo that comes or goes.</summary>
    [Alias("version")]
    Task<long> VersionAsync();
}

[GrainType("clusterView"), StatelessWorker]
internal sealed class ClusterViewGrain(IClusterMembershipService membership) : Grain, IClusterViewGrain
{
    public Task<long> VersionAsync() => Task.FromResult(membership.CurrentSnapshot.Version.Value);
}

/// <summary>In a gateway that is no silo: asks the cluster whether it changed, because nobody tells a client.</summary>
internal sealed class ClusterViewPoller(IGrainFactory grains, WatchDesk desk, TimeSpan lookEvery, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? known = null;
        using var timer = new PeriodicTimer(lookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            long? now = null;
            try
            {
                now = await grains.GetGrain<IClusterViewGrain>(0).VersionAsync();
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                // No silo answers. Whatever happens meanwhile, the first answer differs from null.
            }
            if (now is not null && now != known && HasLooked) desk.RaiseLost();
            if (now is not null) HasLooked = true;
            known = now;
        }
    }

    private bool HasLooked { get; set; }
}
