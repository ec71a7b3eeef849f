using ConversationGrid.Contracts;

namespace ConversationGrid.Gateway.Calls;

/// <summary>Commands as hubs give them: a receipt, or an exception that says why not.</summary>
internal static class ConversationCalls
{
    public static async Task<Receipt> RunAsync(this IConversation conversation, ConversationCommand command, CancellationToken cancel) =>
        (await conversation.ExecuteAsync(command, cancel)).OrThrow();
}
