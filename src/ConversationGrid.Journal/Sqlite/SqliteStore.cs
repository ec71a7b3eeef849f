using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Snapshots;
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
    private readonly RecentEvents _recent = new();
    private bool _started;

    public SqliteStore(SqliteJournalOptions options, TimeProvider time, ILogger<SqliteStore>? logger = null, Func<IDatabase, IDataKeys>? keys = null)
        : this(options, time, logger, Migrations.Of("sqlite"), keys)
    {
    }

    internal SqliteStore(SqliteJournalOptions options, TimeProvider time, ILogger<SqliteStore>? logger, IReadOnlyList<Migration> schema,
        Func<IDatabase, IDataKeys>? keys = null)
    {
        var log = (ILogger?)logger ?? NullLogger.Instance;
        (_options, _time, _schema) = (options, time, schema);
        var due = new DueSignal(log);
        _writer = new(options, due, _recent, Metrics, time, log);
        _readers = new(options);
        Database = new SqliteDatabase(_writer, _readers);
        Keys = keys?.Invoke(Database);
        var seal = new EventSeal(Keys);
        Journal = new SqliteJournal(_writer, _readers, _recent, seal);
        Agenda = new SqliteAgenda(_writer, _readers, due);
        Snapshots = new SealedSnapshots(new SqliteSnapshots(_writer, _readers), Keys);
        Checkpoints = new SqliteCheckpoints(_writer, _readers);
        Feed = new SqliteFeed(_readers, _recent, seal);
    }

    public IJournal Journal { get; }
    public IAgenda Agenda { get; }
    public ISnapshots Snapshots { get; }
    public ICheckpoints Checkpoints { get; }
    public IJournalFeed Feed { get; }
    public IDatabase Database { get; }
    public IDataKeys? Keys { get; }
    internal JournalMetrics Metrics { get; } = new();

    public async Task StartAsync(CancellationToken cancel = default)
    {
        if (_started) return;
        PrivateFiles.MakeFolder(_options.Path);
        // The files beside them (-wal, -shm) get the same rights.
        foreach (var file in (ReadOnlySpan<string>)[_options.File, _options.KeysFile]) PrivateFiles.Keep(file);
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

    public Task ScrubAsync(bool events, CancellationToken cancel = default) => new SqliteScrubber(_options, _writer, _time).RunAsync(cancel);

    public void ForgetRecent() => _recent.Clear();

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
