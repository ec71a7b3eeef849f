using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace ConversationGrid.Journal.Postgres;

/// <summary>Brings the database to this program's schema in one transaction, under a lock that makes starters wait for one another.</summary>
internal static partial class PostgresMigrator
{
    // Any number, as long as every version of the program uses the same.
    private const long LockKey = 0x6772_6964_6A6E_6C31;

    private const string Table = """
        create table if not exists schema_version (version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
        """;

    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<Migration> known, TimeSpan timeout, ILogger log, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", timeout, cancel);
        await ExecuteAsync(connection, Table, timeout, cancel);
        foreach (var step in Migrations.Missing(known, await AppliedAsync(connection, cancel)))
        {
            Migrating(log, step.Version, step.Name);
            await ExecuteAsync(connection, step.Sql, timeout, cancel);
            await using var note = new NpgsqlCommand("insert into schema_version (version, name, checksum) values ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = step.Version }, new() { Value = step.Name, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = step.Checksum } },
            };
            await note.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("select version, checksum from schema_version", connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) applied.Add(rows.GetInt32(0), rows.GetString(1));
        return applied;
    }

    [LoggerMessage(2036, LogLevel.Information, "The journal's database is migrated to version {Version} ({Name}); with millions of rows this takes minutes.")]
    private static partial void Migrating(ILogger logger, int version, string name);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, TimeSpan timeout, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)timeout.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
