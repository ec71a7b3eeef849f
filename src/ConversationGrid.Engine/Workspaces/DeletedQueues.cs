using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// Requeues conversations whose queue was deleted: it was taken out of the configuration, or deleted while customers joined it. The conversation itself
/// decides whether its queue is gone, so every process may look.
/// </summary>
public sealed partial class DeletedQueues(
    IGrid grid, IConversationIndex index, WorkspaceDirectory directory, EngineOptions options, TimeProvider time, ILogger<DeletedQueues> log)
{
    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.DeletedQueuesEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var workspace in directory.All)
                foreach (var (id, queue) in index.Waiting(workspace.Name))
                    if (!workspace.Queues.Contains(queue)) await RequeueAsync(new(workspace.Name, id), queue, cancel);
    }

    private async Task RequeueAsync(EntityId conversation, string queue, CancellationToken cancel)
    {
        try
        {
            var outcome = await grid.Conversation(conversation).ExecuteAsync(new LeaveLostQueue(queue), cancel);
            if (outcome.Refusal is null) Requeued(log, conversation, queue);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            NotRequeued(log, conversation, queue, failure);
        }
    }

    [LoggerMessage(4040, LogLevel.Warning, "Conversation {Conversation} waited in queue {Queue}, which was deleted; it is requeued.")]
    private static partial void Requeued(ILogger log, EntityId conversation, string queue);

    [LoggerMessage(4041, LogLevel.Warning, "Conversation {Conversation} waits in queue {Queue}, which was deleted, and could not be requeued; retried.")]
    private static partial void NotRequeued(ILogger log, EntityId conversation, string queue, Exception failure);
}
