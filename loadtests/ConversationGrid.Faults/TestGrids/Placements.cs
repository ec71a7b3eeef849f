namespace ConversationGrid.Faults.TestGrids;

/// <summary>Which silo hosts which conversation at this moment.</summary>
internal static class Placements
{
    /// <returns>Conversation id to the silo's web port; empty where one process hosts all.</returns>
    public static Task<IReadOnlyDictionary<string, int>> FindAsync(TestGrid grid, CancellationToken cancel)
    {
        if (grid.Connection is not null) return OrleansPlacements.FindAsync(grid.Connection, cancel);
        return Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }
}
