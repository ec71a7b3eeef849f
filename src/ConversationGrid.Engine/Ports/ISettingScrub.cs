namespace ConversationGrid.Engine.Ports;

/// <summary>Takes members that should never have been written out of settings that are in the journal.</summary>
public interface ISettingScrub
{
    /// <summary>Rewrites every stored version of a workspace's settings of one kind without a member. Idempotent.</summary>
    /// <returns>How many stored versions had it.</returns>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<int> RemoveMemberAsync(string workspace, string kind, string member, CancellationToken cancel = default);
}
