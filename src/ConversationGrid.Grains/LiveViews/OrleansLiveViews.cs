using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains.LiveViews;

/// <inheritdoc cref="ILiveViews"/>
internal sealed partial class OrleansLiveViews(IGrainFactory grains, ILogger<OrleansLiveViews> log) : ILiveViews, ILiveViewObserver
{
    private ILiveViewObserver? _reference;

    public event Action<string, IReadOnlyList<LiveChange>>? Changed;

    public Task FollowAsync(string workspace, LiveInterest interest, CancellationToken cancel = default) =>
        TryAsync(() => grains.GetGrain<ILiveViewGrain>(workspace).FollowAsync(Reference(), interest));

    public Task PublishAsync(string workspace, IReadOnlyList<LiveChange> changes, CancellationToken cancel = default) =>
        TryAsync(() => grains.GetGrain<ILiveViewGrain>(workspace).PublishAsync([.. changes]));

    public Task ChangedAsync(string workspace, LiveChange[] changes)
    {
        Changed?.Invoke(workspace, changes);
        return Task.CompletedTask;
    }

    /// <summary>Live views are best effort: one that could not be told reads the list.</summary>
    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or InvalidOperationException)
        {
            NotTold(log, failure);
        }
    }

    private ILiveViewObserver Reference()
    {
        if (Volatile.Read(ref _reference) is { } known) return known;
        var created = grains.CreateObjectReference<ILiveViewObserver>(this);
        return Interlocked.CompareExchange(ref _reference, created, null) ?? created;
    }

    [LoggerMessage(3020, LogLevel.Warning, "A live view could not be told; its desks read the list.")]
    private static partial void NotTold(ILogger log, Exception failure);
}
