using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>Refuses a server, database or role whose settings would lose acknowledged events.</summary>
internal static class PostgresCheck
{
    // Read on the very session that will write, so what a role or database overrides is seen too.
    private const string SettingsSql = """
        select current_setting('server_version_num')::int, pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes'),
               current_setting('synchronous_commit'), current_setting('default_transaction_read_only'), current_setting('server_encoding')
        """;

    // Ordered by the table's own column: a result column of its name would be text, in another order and without an index.
    private const string NewestSql = """
        select e.tx::text as newest, e.tx >= pg_snapshot_xmax(pg_current_snapshot()) from events e order by e.tx desc, e.position desc limit 1
        """;

    /// <exception cref="JournalSetupException">A setting is wrong; the message names it.</exception>
    public static async Task SettingsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SettingsSql, connection);
        await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        await row.ReadAsync(cancel).ConfigureAwait(false);
        if (row.GetInt32(0) < 140_000)
            throw Wrong("server_version_num", row.GetInt32(0).ToString(System.Globalization.CultureInfo.InvariantCulture),
                "the journal needs PostgreSQL 14 or newer");
        if (row.GetBoolean(1)) throw Wrong("pg_is_in_recovery", "true", "this server is a replica; the journal needs the primary");
        if (row.GetString(2) == "off") throw Wrong("fsync", "off", "a crash of the machine would lose acknowledged events");
        if (row.GetString(3) == "off") throw Wrong("full_page_writes", "off", "a crash of the machine could tear pages");
        if (row.GetString(4) == "off")
            throw Wrong("synchronous_commit", "off", "a crash would lose acknowledged events; look at the "
                + "server, the database, the role and the connection string");
        if (row.GetString(5) == "on") throw Wrong("default_transaction_read_only", "on", "the journal must write");
        if (row.GetString(6) != "UTF8") throw Wrong("server_encoding", row.GetString(6), "the journal needs UTF8");
    }

    /// <summary>
    /// Transaction numbers order the events of all streams. A database that was carried over by a logical dump begins to count again, and
    /// new events would come to stand before old ones.
    /// </summary>
    /// <exception cref="JournalSetupException">The server counts behind the newest event.</exception>
    public static async Task OrderAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(NewestSql, connection);
        await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        if (await row.ReadAsync(cancel).ConfigureAwait(false) && row.GetBoolean(1))
            throw new JournalSetupException(
                $"The newest event was written by transaction {row.GetString(0)}, which this server has yet to reach: the database was restored " +
                "from a logical dump. Renumber it before the first start, and let the projections begin anew: see 'Restore' in the journal's README.");
    }

    private static JournalSetupException Wrong(string setting, string value, string why) => new($"PostgreSQL runs with {setting}={value}: {why}.");
}
