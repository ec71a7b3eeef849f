using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// Requeues conversations whose queue was deleted: it was taken out of the configuration, or deleted while customers joined it. The conversation itself
/// decides whether its queue is gone, so every process may look.
/// </summary>
public sealed partial class DeletedQueues(
    IGrid grid, IConversationList list, WorkspaceDirectory directory, EngineOptions options, TimeProvider time, ILogger<DeletedQueues> log)
{
    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.DeletedQueuesEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var workspace in directory.All)
                foreach (var (id, queue) in await WaitingAsync(workspace, cancel))
                    await RequeueAsync(new(workspace.Name, id), queue, cancel);
    }

    private async Task<IReadOnlyList<WaitingConversation>> WaitingAsync(Workspace workspace, CancellationToken cancel)
    {
        try
        {
            return await list.WaitingElsewhereAsync(workspace.Name, workspace.Queues, cancel);
        }
        catch (JournalUnavailableException)
        {
            // The store itself says that it does not answer; the next look is a moment away.
            return [];
        }
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
