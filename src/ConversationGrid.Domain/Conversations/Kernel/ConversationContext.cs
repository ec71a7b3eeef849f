using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What a decision may know beside the state and the command.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Understanding">The in-process intelligence; null leaves messages unread.</param>
/// <param name="Queues">The workspace's queues.</param>
/// <param name="Routing">The queues' policies; null for plain queues.</param>
/// <param name="Settings">What the workspace's administrators set: service levels, rules, macros. Null for none.</param>
/// <param name="AgentsBackBy">Until when agents have time to come back after the last break of the host; default: there was none.</param>
public sealed record ConversationContext(
    DateTimeOffset Now, ConversationOptions Options, IUnderstanding? Understanding, IReadOnlyList<string> Queues,
    RoutingRules? Routing = null, ServiceSettings? Settings = null, DateTimeOffset AgentsBackBy = default)
{
    /// <summary>How the workspace uses a channel that is not live, by workspace and channel; null where it has no such channels.</summary>
    public Func<string, string, ChannelRule?>? Channels { get; init; }


    /// <summary>Where those wait whom no other queue takes: the default queue, or the first of a workspace that has none of that name.</summary>
    public string HomeQueue => Queues.Count == 0 || KnowsQueue(Options.DefaultQueue) ? Options.DefaultQueue : Queues[0];

    public bool KnowsQueue(string queue) => Queues.Contains(queue);

    /// <summary>The queue itself, or <see cref="HomeQueue"/> where it was never chosen or is gone.</summary>
    public string QueueOrHome(string? queue) => queue is not null && KnowsQueue(queue) ? queue : HomeQueue;
}
