using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy;
using ConversationGrid.Privacy.Keys;
using ConversationGrid.Privacy.Settings;
using Microsoft.Extensions.Configuration;

namespace ConversationGrid.Operator;

/// <summary>Opens the store that the host uses with the same configuration.</summary>
internal static class StoreOf
{
    /// <summary>Commits may be larger than a host's: nobody waits for one of them.</summary>
    private const int RowsMax = 10_000;
    private const int BytesMax = 16 * 1024 * 1024;

    /// <param name="arguments">Configuration from the command line, e.g. <c>--Grid:Data:Path data</c>.</param>
    public static async Task<IJournalStore> OpenAsync(IEnumerable<string> arguments)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. arguments]).Build();
        var folder = configuration["Grid:Data:Path"] is { Length: > 0 } path ? path : "data/";
        var privacy = configuration.GetSection(PrivacyOptions.Section).Get<PrivacyOptions>() ?? new();
        var master = LocalMasterKey.Of(privacy, folder);
        var store = configuration["Grid:Postgres:ConnectionString"] is { Length: > 0 } connection
            ? (IJournalStore)new PostgresStore(new() { ConnectionString = connection, ReadConnectionsMax = 32, ConnectTimeout = TimeSpan.FromMinutes(1),
                CommandTimeout = TimeSpan.FromMinutes(5),
                BatchRowsMax = RowsMax, BatchBytesMax = BytesMax }, TimeProvider.System, keys: KeysOf)
            : new SqliteStore(new() { Path = folder, CommitTimeout = TimeSpan.FromMinutes(1), BatchRowsMax = RowsMax, BatchBytesMax = BytesMax },
                TimeProvider.System, keys: KeysOf);
        await store.StartAsync();
        return store;

        IDataKeys KeysOf(IDatabase database) => PrivacyServices.Keys(database, master, privacy, TimeProvider.System);
    }
}
