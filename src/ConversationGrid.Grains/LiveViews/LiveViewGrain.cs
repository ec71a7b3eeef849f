using ConversationGrid.Contracts;
using Orleans.Concurrency;

namespace ConversationGrid.Grains.LiveViews;

/// <summary>Hands changes of one workspace's conversations to the processes whose staff may see them. It remembers nothing but who those are.</summary>
[Alias("grid.liveView")]
internal interface ILiveViewGrain : IGrainWithStringKey
{
    /// <summary>Says what a process wants to hear of, until the lease ends. Repeating it renews it; an interest in nothing ends it.</summary>
    [Alias("follow")]
    Task FollowAsync(ILiveViewObserver observer, LiveInterest interest);

    [OneWay, Alias("publish")]
    Task PublishAsync([Immutable] LiveChange[] changes);
}

/// <summary>A process whose staff look.</summary>
[Alias("grid.liveViewer")]
internal interface ILiveViewObserver : IGrainObserver
{
    [OneWay, Alias("changed")]
    Task ChangedAsync(string workspace, [Immutable] LiveChange[] changes);
}

[GrainType("liveView")]
internal sealed class LiveViewGrain(TimeProvider time) : Grain, ILiveViewGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ILiveViewObserver, (LiveInterest Interest, DateTimeOffset Until)> _followers = [];

    public Task FollowAsync(ILiveViewObserver observer, LiveInterest interest)
    {
        if (interest.IsNone) _followers.Remove(observer);
        else _followers[observer] = (interest, time.GetUtcNow() + Lease);
        return Task.CompletedTask;
    }

    public Task PublishAsync(LiveChange[] changes)
    {
        var now = time.GetUtcNow();
        foreach (var (observer, (interest, until)) in _followers)
        {
            if (until < now)
            {
                _followers.Remove(observer);
                continue;
            }
            var covered = interest.Everything ? changes : [.. changes.Where(interest.Covers)];
            if (covered.Length > 0) observer.ChangedAsync(this.GetPrimaryKeyString(), covered).Ignore();
        }
        return Task.CompletedTask;
    }
}
