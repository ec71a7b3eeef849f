using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Tells customers who wait their place in the line, as <c>presence</c>: the first of each queue, as many as a queue shows. It is said
/// anew each time, so that who comes back knows it too. A queue in which nobody waits who is connected here is not asked.
/// </summary>
internal sealed partial class QueuePlaces(
    IGrid grid, IConversationIndex index, Watches watches, WorkspaceDirectory directory, IOptions<GatewayOptions> options, TimeProvider time, ILogger<QueuePlaces> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.PlacesEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var workspace in directory.All)
                foreach (var queue in QueuesOf(workspace.Name, index.Waiting(workspace.Name), watches.IsFollowed))
                    await TellAsync(new(workspace.Name, queue), cancel);
    }

    /// <summary>The queues in which somebody waits who is followed from here.</summary>
    internal static IReadOnlySet<string> QueuesOf(string workspace, IReadOnlyList<WaitingConversation> waiting, Predicate<StreamId> isFollowed)
    {
        var queues = new HashSet<string>();
        foreach (var (id, queue) in waiting)
            if (!queues.Contains(queue) && isFollowed(new(EntityKind.Conversation, new(workspace, id)))) queues.Add(queue);
        return queues;
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
                if (watches.IsFollowed(stream)) watches.OnSignal(stream, Signals.Place(place.ConversationId, position));
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
