using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Workspaces;

/// <summary>
/// Looks for customers who wait in a queue that is there no more - it was taken out of the configuration, or deleted while they joined it - and sends them on.
/// Whether it is gone the conversation itself decides, so every process may look.
/// </summary>
internal sealed partial class LostQueues(
    IGrid grid, IConversationList list, WorkspaceDirectory directory, IOptions<GatewayOptions> options, TimeProvider time, ILogger<LostQueues> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.LostQueuesEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var workspace in directory.All)
                foreach (var (id, queue) in await WaitingAsync(workspace, cancel))
                    await SendOnAsync(new(workspace.Name, id), queue, cancel);
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

    private async Task SendOnAsync(EntityId conversation, string queue, CancellationToken cancel)
    {
        try
        {
            var outcome = await grid.Conversation(conversation).ExecuteAsync(new LeaveLostQueue(queue), cancel);
            if (outcome.Refusal is null) SentOn(log, conversation, queue);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            NotSentOn(log, conversation, queue, failure);
        }
    }

    [LoggerMessage(4040, LogLevel.Warning, "Conversation {Conversation} waits in queue {Queue}, which is there no more; it goes on to another one.")]
    private static partial void SentOn(ILogger log, EntityId conversation, string queue);

    [LoggerMessage(4041, LogLevel.Warning, "Conversation {Conversation} waits in queue {Queue}, which is there no more, and could not be sent on; it is tried again.")]
    private static partial void NotSentOn(ILogger log, EntityId conversation, string queue, Exception failure);
}
