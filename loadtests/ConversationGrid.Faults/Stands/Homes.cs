namespace ConversationGrid.Faults.Stands;

/// <summary>Which silo hosts which conversation at this moment.</summary>
internal static class Homes
{
    /// <returns>Conversation id to the silo's web port; empty where one process hosts all.</returns>
    public static Task<IReadOnlyDictionary<string, int>> FindAsync(Stand stand, CancellationToken cancel)
    {
        if (stand.Connection is not null) return OrleansHomes.FindAsync(stand.Connection, cancel);
        return Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }
}
