using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>The embedded store: everything in one SQLite file, durable at every answer (WAL, synchronous=FULL).</summary>
public sealed class SqliteStore : IJournalStore
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    private readonly SqliteJournalOptions _options;
    private readonly TimeProvider _time;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly IReadOnlyList<Migration> _schema;
    private bool _started;

    public SqliteStore(SqliteJournalOptions options, TimeProvider time, ILogger<SqliteStore>? logger = null)
        : this(options, time, logger, Migrations.Of("sqlite"))
    {
    }

    internal SqliteStore(SqliteJournalOptions options, TimeProvider time, ILogger<SqliteStore>? logger, IReadOnlyList<Migration> schema)
    {
        var log = (ILogger?)logger ?? NullLogger.Instance;
        (_options, _time, _schema) = (options, time, schema);
        var due = new DueSignal(log);
        var recent = new RecentEvents();
        _writer = new(options, due, recent, Metrics, time, log);
        _readers = new(options);
        Journal = new SqliteJournal(_writer, _readers, recent);
        Agenda = new SqliteAgenda(_writer, _readers, due);
        Snapshots = new SqliteSnapshots(_writer, _readers);
        Checkpoints = new SqliteCheckpoints(_writer, _readers);
        Feed = new SqliteFeed(_readers, recent);
        Database = new SqliteDatabase(_writer, _readers);
    }

    public IJournal Journal { get; }
    public IAgenda Agenda { get; }
    public ISnapshots Snapshots { get; }
    public ICheckpoints Checkpoints { get; }
    public IJournalFeed Feed { get; }
    public IDatabase Database { get; }
    internal JournalMetrics Metrics { get; } = new();

    public async Task StartAsync(CancellationToken cancel = default)
    {
        if (_started) return;
        Directory.CreateDirectory(_options.Path);
        // Turning a new file to WAL does not wait for another starter who does the same, so we wait for it here.
        var retry = StartRetry.Create(RetryAfter, _options.BusyTimeout, failure => failure is SqliteException e && IsHeld(e), _time);
        try
        {
            await retry.ExecuteAsync(async token => await Task.Run(Migrate, token), cancel);
        }
        catch (SqliteException e) when (IsHeld(e))
        {
            throw new JournalUnavailableException($"Another process holds '{_options.File}'.", e);
        }
        catch (SqliteException e)
        {
            throw new JournalSetupException($"SQLite cannot use '{_options.File}': {e.Message}", e);
        }
        _started = true;
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsHeld(SqliteException failure) => failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    private void Migrate()
    {
        using var session = SqliteSession.Open(_options, readOnly: false);
        SqliteMigrator.Run(session, _schema, _time.GetUtcNow());
    }
}
