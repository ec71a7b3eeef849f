using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// Brings changes of conversations to the processes whose staff may see them, a moment after they are in the store. Best effort: whoever may have missed
/// something reads the list.
/// </summary>
public interface ILiveViews
{
    /// <summary>Changes that somebody here may see. Raised on any thread; the handler returns at once.</summary>
    event Action<string, IReadOnlyList<LiveChange>>? Changed;

    /// <summary>Says what the staff who are connected here may see of a workspace. It lapses unless it is said again.</summary>
    Task FollowAsync(string workspace, LiveInterest interest, CancellationToken cancel = default);

    /// <summary>Tells of changes, each conversation once.</summary>
    Task PublishAsync(string workspace, IReadOnlyList<LiveChange> changes, CancellationToken cancel = default);
}

/// <summary>A conversation as it is now, for staff who follow it.</summary>
/// <param name="Parties">Who may see it.</param>
/// <param name="Left">Whether it went from somebody since it was told last: out of a queue, or from its agent.</param>
/// <param name="LeftQueue">The queue that it went out of; null for none.</param>
public sealed record LiveChange(ListedConversation Conversation, ConversationParties Parties, bool Left, string? LeftQueue);

/// <summary>What somebody may see.</summary>
/// <param name="Everything">A supervisor looks: all of the workspace.</param>
/// <param name="Queues">Queues of the agents who are connected.</param>
/// <param name="Agents">Those agents.</param>
public sealed record LiveInterest(bool Everything, IReadOnlyList<string> Queues, IReadOnlyList<string> Agents)
{
    public static readonly LiveInterest None = new(false, [], []);

    public bool IsNone => !Everything && Queues.Count == 0 && Agents.Count == 0;

    /// <summary>Whether a change is of interest, for what it is or for what it was.</summary>
    public bool Covers(LiveChange change) =>
        Everything || (change.Parties.WaitsIn is { } queue && Queues.Contains(queue)) || (change.LeftQueue is { } left && Queues.Contains(left))
        || (change.Parties.OfferedTo is { } offered && Agents.Contains(offered)) || change.Parties.Agents.Any(a => Agents.Contains(a.AgentId));
}
