using Microsoft.Data.Sqlite;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>One connection with its prepared statements, used by one thread at a time. Its settings are verified when it opens.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    static SqliteSession() => SQLitePCL.Batteries_V2.Init();

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <exception cref="JournalSetupException">The file system does not give what the journal needs.</exception>
    /// <exception cref="SqliteException">The file cannot be opened, or is held by another process.</exception>
    public static SqliteSession Open(SqliteJournalOptions options, bool readOnly)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = options.File, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        var session = new SqliteSession(new SqliteConnection(text.ConnectionString));
        try
        {
            session._connection.Open();
            session.Prepare(options, readOnly);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The statement of this text, prepared at its first use.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = new SqliteStatement(_connection.Handle!, sql));
            return statement;
        }
    }

    /// <summary>Rows changed since the session was opened.</summary>
    public int TotalChanges => SQLitePCL.raw.sqlite3_total_changes(_connection.Handle!);

    /// <summary>Rows that the last insert, update or delete changed.</summary>
    public int Changes => SQLitePCL.raw.sqlite3_changes(_connection.Handle!);

    /// <summary>Runs a text of several statements.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Moves what the write-ahead log of a database holds into its file and empties it; false while somebody reads an older state.</summary>
    public bool Truncate(string database)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"pragma {database}.wal_checkpoint(truncate)";
        using var row = command.ExecuteReader();
        return row.Read() && row.GetInt64(0) == 0;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private void Prepare(SqliteJournalOptions options, bool readOnly)
    {
        Script($"pragma busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
        Expect("journal_mode", "wal", "pragma journal_mode = wal");
        Attach(options.KeysFile);
        Expect("keys.journal_mode", "wal", "pragma keys.journal_mode = wal");
        // What is deleted is overwritten with zeros.
        Script("pragma synchronous = full; pragma keys.synchronous = full; pragma secure_delete = on; pragma keys.secure_delete = on");
        Expect("synchronous", "2", "pragma synchronous");
        // The log file shrinks again after a burst; a checkpoint every 1,000 pages (4 MB) is the default.
        Script("pragma journal_size_limit = 67108864; pragma temp_store = memory; pragma cache_size = -16384");
        if (readOnly) Script("pragma query_only = on");
    }

    private void Attach(string file)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "attach database $file as keys";
        command.Parameters.AddWithValue("$file", file);
        command.ExecuteNonQuery();
    }

    private void Expect(string setting, string wanted, string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        var value = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (!string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase))
            throw new JournalSetupException($"SQLite runs '{_connection.DataSource}' with {setting}={value}, the journal needs {setting}={wanted}: " +
                $"acknowledged events could be lost. Is the folder on a network file system?");
    }
}
