using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Snapshots;
using ConversationGrid.Journal.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>The store of a cluster: any number of processes on one PostgreSQL database.</summary>
public sealed partial class PostgresStore : IJournalStore
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly PostgresJournalOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _writerSource;
    private readonly PostgresReaders _readers;
    private readonly PostgresWriter _writer;
    private readonly IReadOnlyList<Migration> _schema;
    private readonly RecentEvents _recent = new();
    private bool _started;

    public PostgresStore(PostgresJournalOptions options, TimeProvider time, ILogger<PostgresStore>? logger = null, Func<IDatabase, IDataKeys>? keys = null)
        : this(options, time, logger, Migrations.Of("postgres"), keys)
    {
    }

    internal PostgresStore(PostgresJournalOptions options, TimeProvider time, ILogger<PostgresStore>? logger, IReadOnlyList<Migration> schema,
        Func<IDatabase, IDataKeys>? keys = null)
    {
        (_options, _time, _schema) = (options, time, schema);
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        var due = new DueSignal(_logger);
        _source = SourceOf(options, pooling: true);
        _writerSource = SourceOf(options, pooling: false);
        _writer = new(_writerSource, options, due, _recent, Metrics, time, _logger);
        _readers = new(_source);
        Database = new PostgresDatabase(_source, _readers);
        Keys = keys?.Invoke(Database);
        var seal = new EventSeal(Keys);
        Journal = new PostgresJournal(_writer, _readers, _recent, seal);
        Agenda = new PostgresAgenda(_readers, due);
        Snapshots = new SealedSnapshots(new PostgresSnapshots(_readers), Keys);
        Checkpoints = new PostgresCheckpoints(_readers);
        Feed = new PostgresFeed(_readers, _recent, seal);
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
        var retry = StartRetry.Create(
            RetryAfter, _options.StartTimeout, failure => failure is NpgsqlException and not PostgresException { IsTransient: false }, _time,
            failure => Waiting(_logger, failure.Message));
        try
        {
            await retry.ExecuteAsync(SetUpAsync, cancel);
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            throw new JournalSetupException($"PostgreSQL refused to set up the journal: {e.MessageText} (SQLSTATE {e.SqlState}).", e);
        }
        catch (NpgsqlException e)
        {
            throw new JournalUnavailableException("The journal's database does not answer.", e);
        }
        _started = true;
    }

    /// <summary>The time by the database's wall clock.</summary>
    /// <exception cref="JournalUnavailableException">The database did not answer.</exception>
    internal Task<DateTimeOffset> ReadClockAsync(CancellationToken cancel = default) =>
        _readers.FirstAsync("select clock_timestamp()", [], row => new DateTimeOffset(row.GetDateTime(0)), cancel);

    public Task ScrubAsync(bool events, CancellationToken cancel = default) =>
        new PostgresScrubber(_source, _options.RewrittenBytesMax).RunAsync(events, cancel);

    public void ForgetRecent() => _recent.Clear();

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _writerSource.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async ValueTask SetUpAsync(CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await PostgresCheck.SettingsAsync(connection, cancel);
        await PostgresMigrator.RunAsync(connection, _schema, _options.MigrationTimeout, _logger, cancel);
        await PostgresCheck.OrderAsync(connection, cancel);
    }

    /// <param name="pooling">Not for the writer: after a crash of the server it must get a new connection, not the next dead one of a pool.</param>
    private static NpgsqlDataSource SourceOf(PostgresJournalOptions options, bool pooling)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
            CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),
            Pooling = pooling,
            MinPoolSize = 0,
            MaxPoolSize = options.ReadConnectionsMax,
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            TcpKeepAlive = true,
            Enlist = false,
            // Details quote rows, and rows are what people said.
            IncludeErrorDetail = false,
        };
        // Named, or metrics name it by its connection string.
        var builder = new NpgsqlDataSourceBuilder(text.ConnectionString) { Name = pooling ? "journal readers" : "journal writer" };
        if (pooling) builder.UsePhysicalConnectionInitializer(Prepare, PrepareAsync);
        return builder.Build();
    }

    /// <summary>
    /// Pages are short, but on a table of millions the planner expects much work: it compiles for longer than the page takes, and starts helpers that are
    /// ready when the page is.
    /// </summary>
    private const string ReaderSql = "set jit = off; set max_parallel_workers_per_gather = 0";

    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(ReaderSql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(ReaderSql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [LoggerMessage(2035, LogLevel.Warning, "Waiting for the journal's database: {Reason}")]
    private static partial void Waiting(ILogger logger, string reason);
}
