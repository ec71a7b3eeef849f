using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What a decision may know beside the state and the command.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Understanding">The in-process intelligence; null leaves messages unread.</param>
/// <param name="KnowsQueue">Whether the workspace has such a queue.</param>
/// <param name="Routing">The queues' policies; null for plain queues.</param>
/// <param name="Settings">What the workspace's administrators set: service levels, rules, macros. Null for none.</param>
public sealed record ConversationContext(
    DateTimeOffset Now, ConversationOptions Options, IUnderstanding? Understanding, Func<string, bool> KnowsQueue,
    RoutingRules? Routing = null, ServiceSettings? Settings = null);
