using Microsoft.Extensions.Hosting;

namespace ConversationGrid.Grains.Watches;

/// <summary>In a silo: when another silo leaves, every watch may be lost, because the entities that lived there live elsewhere now.</summary>
internal sealed class MembershipWatch(IClusterMembershipService membership, WatchDesk desk) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var before = membership.CurrentSnapshot;
        await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            if (before.Members.Any(m => m.Value.Status == SiloStatus.Active && now.GetSiloStatus(m.Key, before.Version) != SiloStatus.Active)) desk.RaiseLost();
            before = now;
        }
    }
}
