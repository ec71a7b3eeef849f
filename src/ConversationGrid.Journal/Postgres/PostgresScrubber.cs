using ConversationGrid.Engine.Ports;
using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// Removes dead rows. Vacuum frees their room and leaves their bytes there until others need it, so a table that is small enough is written anew, which
/// locks it for as long as that takes; of larger ones the words that the search's index keeps of deleted rows are removed by building it anew beside the old
/// one. What the write-ahead log holds is the server's to recycle.
/// </summary>
internal sealed class PostgresScrubber(NpgsqlDataSource source, long rewrittenBytesMax)
{
    private static readonly string[] Tables =
    [
        "conversations", "conversation_labels", "episodes", "episode_days", "search", "customer_words", "lessons", "snapshots", "keys.data_keys",
        "cluster_grain_state",
    ];

    private const string PartsSql = """
        select c.oid::regclass::text, pg_total_relation_size(c.oid) from pg_class c
        where c.relkind = 'r' and (c.oid = to_regclass($1) or c.oid in (select relid from pg_partition_tree(to_regclass($1))))
        """;

    // One process at a time; the others' words go with the same run.
    private const long LockKey = 0x6772_6964_7363_7231;

    /// <exception cref="JournalUnavailableException">The database did not answer.</exception>
    public async Task RunAsync(bool events, CancellationToken cancel)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await RunAsync(connection, $"select pg_advisory_lock({LockKey})", cancel);
            try
            {
                foreach (var table in Tables) await ScrubAsync(connection, table, cancel);
                if (events) await ScrubAsync(connection, "events", cancel);
                await RunAsync(connection, "checkpoint", cancel);
            }
            finally
            {
                await RunAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            throw new JournalUnavailableException("The tables could not be vacuumed.", e);
        }
    }

    private async Task ScrubAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        foreach (var (name, bytes) in await PartsAsync(connection, table, cancel))
        {
            await RunAsync(connection, $"vacuum {(bytes <= rewrittenBytesMax ? "full " : "")}{name}", cancel);
            if (bytes > rewrittenBytesMax && table == "search") await RunAsync(connection, $"reindex table concurrently {name}", cancel);
        }
    }

    /// <summary>The table, or its parts where it has some, each with its size; nothing where the database has no such table.</summary>
    private static async Task<IReadOnlyList<(string Name, long Bytes)>> PartsAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(PartsSql, connection) { Parameters = { new() { Value = table } } };
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var parts = new List<(string, long)>();
        while (await rows.ReadAsync(cancel)) parts.Add((rows.GetString(0), rows.GetInt64(1)));
        return parts;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        // As long as it takes: a large index is built for minutes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
