using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using Microsoft.Extensions.Configuration;

namespace ConversationGrid.Operator;

/// <summary>Opens the store that the host uses with the same configuration.</summary>
internal static class StoreOf
{
    /// <param name="arguments">Configuration from the command line, e.g. <c>--Grid:Data:Path data</c>.</param>
    public static async Task<IJournalStore> OpenAsync(IEnumerable<string> arguments)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. arguments]).Build();
        var store = configuration["Grid:Postgres:ConnectionString"] is { Length: > 0 } connection
            ? (IJournalStore)new PostgresStore(new() { ConnectionString = connection, ReadConnectionsMax = 32, CommandTimeout = TimeSpan.FromMinutes(5) }, TimeProvider.System)
            : new SqliteStore(new() { Path = configuration["Grid:Data:Path"] is { Length: > 0 } path ? path : "data/" }, TimeProvider.System);
        await store.StartAsync();
        return store;
    }
}
