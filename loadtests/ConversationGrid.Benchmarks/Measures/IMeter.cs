namespace ConversationGrid.Benchmarks.Measures;

/// <summary>Reads what a server and its database have used so far.</summary>
internal interface IMeter
{
    Task<Usage> ReadAsync();
}

/// <summary>CPU seconds, commits, and resident memory.</summary>
/// <param name="Commits">Commits so far; NaN when the server does not tell.</param>
internal sealed record Usage(double ServerSeconds, double DatabaseSeconds, double Commits, double ResidentMiB)
{
    /// <summary>Memory is the later one: it is a level, not a count.</summary>
    public Usage Since(Usage before) =>
        new(ServerSeconds - before.ServerSeconds, DatabaseSeconds - before.DatabaseSeconds, Commits - before.Commits, ResidentMiB);
}
