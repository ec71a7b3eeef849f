using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What a decision may know beside the state and the command.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Analyse">The in-process intelligence: pure, deterministic, microseconds.</param>
/// <param name="KnowsQueue">Whether the workspace has such a queue.</param>
/// <param name="Routing">The queues' policies; null for plain queues.</param>
public sealed record ConversationContext(
    DateTimeOffset Now, ConversationOptions Options, Func<string, MessageAnalysis>? Analyse, Func<string, bool> KnowsQueue,
    RoutingRules? Routing = null);
