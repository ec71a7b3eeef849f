using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// Brings changes of conversations to the processes whose staff may see them, a moment after they are in the store. Best effort: a view that may have missed
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
