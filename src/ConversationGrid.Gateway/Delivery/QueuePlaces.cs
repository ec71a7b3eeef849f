using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Tells customers who wait their place in the line, as <c>presence</c>: the first of each queue, as many as a queue shows. It is said
/// again each time, so that who comes back knows it too. A queue in which nobody waits who is connected here is not asked.
/// </summary>
internal sealed partial class QueuePlaces(
    IGrid grid, Watches watches, IOptions<GatewayOptions> options, TimeProvider time, ILogger<QueuePlaces> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.PlacesEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var queue in watches.QueuesWaitedIn())
                await TellAsync(queue, cancel);
    }

    private async Task TellAsync(EntityId queue, CancellationToken cancel)
    {
        try
        {
            var position = 0;
            foreach (var place in (await grid.Queue(queue).ViewAsync(cancel)).First)
            {
                position++;
                var stream = new StreamId(EntityKind.Conversation, new(queue.Workspace, place.ConversationId));
                if (watches.IsFollowed(stream)) watches.OnSignal(stream, new PlaceSignal(place.ConversationId, position));
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LineUnknown(log, queue, failure);
        }
    }

    [LoggerMessage(4004, LogLevel.Warning, "The line of {Queue} could not be read; its customers are told their places next time.")]
    private static partial void LineUnknown(ILogger log, EntityId queue, Exception failure);
}
