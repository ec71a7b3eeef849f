using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What a decision may know beside the state and the command.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Understanding">The in-process intelligence; null leaves messages unread.</param>
/// <param name="KnowsQueue">Whether the workspace has such a queue.</param>
/// <param name="Routing">The queues' policies; null for plain queues.</param>
public sealed record ConversationContext(
    DateTimeOffset Now, ConversationOptions Options, IUnderstanding? Understanding, Func<string, bool> KnowsQueue,
    RoutingRules? Routing = null);
