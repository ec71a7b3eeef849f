using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// The one writer of this process: takes all that waits and commits it in one round trip on its own connection (two where a stream is
/// new to this process). It runs only while something waits; the caller who finds it idle sends the batch himself, so a lone append
/// changes no thread on its way out. Nothing here may resume on a caller's scheduler, hence <c>ConfigureAwait(false)</c> throughout.
/// </summary>
internal sealed partial class PostgresWriter : IAsyncDisposable
{
    private const int RetriesMax = 3;

    // Plans are made once, and on a new database that is while the tables are all but empty: a plan that scans them whole
    // would be kept as they grow. Every look-up here is by key, so nothing else is allowed.
    private const string SessionSql = """
        set default_transaction_isolation = 'read committed'; set plan_cache_mode = force_generic_plan; set jit = off;
        set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off
        """;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly Comparison<PendingAppend> ByStreamThenArrival = (a, b) =>
        string.CompareOrdinal(a.Stream, b.Stream) is var order and not 0 ? order : a.Arrival.CompareTo(b.Arrival);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresJournalOptions _options;
    private readonly DueSignal _due;
    private readonly JournalMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WriteQueue<PendingAppend> _queue;
    private readonly Gathering _gathering;
    private readonly List<PendingAppend> _batch = [];
    private readonly List<PendingAppend> _deferred = [];
    private readonly KnownHeads _known = new();
    private readonly RecentEvents _recent;
    private NpgsqlConnection? _connection;
    private AppendCommand? _command;
    private Task _loop = Task.CompletedTask;
    private int _running;
    private TimeSpan _delay;
    private long _failedAt;

    public PostgresWriter(NpgsqlDataSource source, PostgresJournalOptions options, DueSignal due, RecentEvents recent, JournalMetrics metrics,
        TimeProvider time, ILogger logger)
    {
        (_source, _options, _due, _recent, _metrics, _time, _logger) = (source, options, due, recent, metrics, time, logger);
        _queue = new(options);
        _gathering = new(options, time);
    }

    public void Add(PendingAppend append)
    {
        _queue.Add(append);
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0) return;
        // The loop outlives this caller: it must not carry his ambient values along.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _loop = RunAsync();
            return;
        }
        using (ExecutionContext.SuppressFlow()) _loop = RunAsync();
    }

    /// <summary>Writes what waits, then closes. Waits for the time-outs at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        try
        {
            await _loop.WaitAsync(_options.CommandTimeout + _options.ConnectTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            StillWriting(_logger);
        }
        _queue.FailAll(new JournalUnavailableException("The journal is closed."));
        await DropConnectionAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        do
        {
            while (await TakeAsync().ConfigureAwait(false))
            {
                try
                {
                    await CommitAsync().ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    await BreakAsync(e).ConfigureAwait(false);
                }
                _batch.Clear();
                _batch.AddRange(_deferred);
                _deferred.Clear();
            }
            Volatile.Write(ref _running, 0);
            // An append that was added after the last look and before the line above found the writer running: look once more.
        }
        while (_queue.Length > 0 && Interlocked.CompareExchange(ref _running, 1, 0) == 0);
    }

    /// <summary>Takes the next batch, behind what was put off from the last one. False when nothing waits.</summary>
    private async ValueTask<bool> TakeAsync()
    {
        var before = _queue.Length;
        if (before > 0 && _gathering.WaitFor(before + _batch.Count) is var wait && wait > TimeSpan.Zero)
        {
            var began = _time.GetTimestamp();
            await Task.Delay(wait, _time).ConfigureAwait(false);
            _gathering.Waited(_time.GetElapsedTime(began), _queue.Length - before);
        }
        _queue.Take(_batch);
        _gathering.Took(_batch.Count);
        return _batch.Count > 0;
    }

    private async Task CommitAsync()
    {
        var command = _command ?? await ConnectAsync().ConfigureAwait(false);
        for (var i = 0; i < _batch.Count; i++) _batch[i].Arrival = i;
        if (_batch.Count > 1) _batch.Sort(ByStreamThenArrival);
        using var span = JournalMetrics.StartCommit(_batch);
        var started = _time.GetTimestamp();
        var conflicts = 0;
        for (var retries = 0; _batch.Count > 0; _deferred.Clear())
        {
            command.Fill(_batch, _deferred);
            var impossible = await command.WithoutPredecessorAsync().ConfigureAwait(false);
            try
            {
                if (impossible.Count == 0)
                {
                    await command.ExecuteAsync().ConfigureAwait(false);
                    break;
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                impossible = await command.OnTakenNumbersAsync().ConfigureAwait(false);
                if (impossible.Count == 0) throw;
            }
            // The server says that it rolled back, so sending it again is safe.
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
                && retries < RetriesMax)
            {
                retries++;
            }
            conflicts += Refuse(impossible);
        }
        span?.Stop();
        Settle(conflicts, _time.GetElapsedTime(started));
    }

    /// <summary>Ends appends that cannot be, and those of the same streams behind them, as conflicts; the others stay in the batch.</summary>
    private int Refuse(IReadOnlyCollection<PendingAppend> impossible)
    {
        if (impossible.Count == 0) return 0;
        var refused = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var append in impossible)
            if (!refused.TryGetValue(append.Stream, out var first) || append.Arrival < first) refused[append.Stream] = append.Arrival;
        return _batch.RemoveAll(append =>
        {
            if (append.IsDueOnly || _deferred.Contains(append) || !refused.TryGetValue(append.Stream, out var first) || append.Arrival < first) return false;
            append.TrySetResult(AppendResult.Conflict);
            return true;
        });
    }

    private void Settle(int conflicts, TimeSpan took)
    {
        var (appended, bytes) = (0, 0L);
        foreach (var append in _batch)
        {
            if (_deferred.Count > 0 && _deferred.Contains(append)) continue;
            appended++;
            bytes += append.Bytes;
            if (!append.IsDueOnly)
            {
                _known.Note(append.Stream, append.LastSeq);
                _recent.Add(append);
            }
            if (append.Due.Changes) _due.Raise(append.Due.At);
            append.TrySetResult(AppendResult.Appended);
        }
        _metrics.Committed(appended, conflicts, bytes, took);
    }

    /// <summary>The batch's outcome is unknown, and the connection is not to be trusted any more.</summary>
    private async Task BreakAsync(Exception e)
    {
        _metrics.Failed();
        if (e is not JournalUnavailableException) CommitFailed(_logger, _batch.Count, (e as PostgresException)?.SqlState ?? "none", e);
        var reason = e as JournalUnavailableException ?? new JournalUnavailableException(
            "The journal's database did not confirm the commit; its outcome is unknown.", e);
        foreach (var append in _batch) append.Fail(reason);
        foreach (var append in _deferred) append.Fail(reason);
        _deferred.Clear();
        if (_connection is null) _queue.FailAll(reason);
        await DropConnectionAsync().ConfigureAwait(false);
    }

    /// <exception cref="JournalUnavailableException">The database does not answer, or it is too early to ask again.</exception>
    private async Task<AppendCommand> ConnectAsync()
    {
        if (_delay > TimeSpan.Zero && _time.GetElapsedTime(_failedAt) < _delay)
            throw new JournalUnavailableException("The journal's database does not answer. Try again later.");
        try
        {
            _connection = _source.CreateConnection();
            await _connection.OpenAsync().ConfigureAwait(false);
            await PostgresCheck.SettingsAsync(_connection, CancellationToken.None).ConfigureAwait(false);
            await using (var settings = new NpgsqlCommand(SessionSql, _connection))
                await settings.ExecuteNonQueryAsync().ConfigureAwait(false);
            _command = new AppendCommand(_connection, _options.CommandTimeout, _known);
            await _command.PrepareAsync().ConfigureAwait(false);
            if (_delay > TimeSpan.Zero) Reconnected(_logger);
            _delay = TimeSpan.Zero;
            return _command;
        }
        catch (Exception e)
        {
            await DropConnectionAsync().ConfigureAwait(false);
            _failedAt = _time.GetTimestamp();
            _delay = _delay == TimeSpan.Zero ? FirstDelay : TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, _options.ReconnectDelayMax.Ticks));
            CannotConnect(_logger, _delay, e);
            throw new JournalUnavailableException("The journal's database does not answer. Try again later.", e);
        }
    }

    private async Task DropConnectionAsync()
    {
        var (connection, command) = (_connection, _command);
        (_connection, _command) = (null, null);
        _known.Clear();
        try
        {
            if (command is not null) await command.DisposeAsync().ConfigureAwait(false);
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // It is abandoned either way.
        }
    }

    [LoggerMessage(2020, LogLevel.Error, "A commit of {Appends} appends failed (SQLSTATE {State}); their callers were told to try again.")]
    private static partial void CommitFailed(ILogger logger, int appends, string state, Exception e);

    [LoggerMessage(2021, LogLevel.Warning, "The journal's writer cannot connect; next attempt after {Delay}.")]
    private static partial void CannotConnect(ILogger logger, TimeSpan delay, Exception e);

    [LoggerMessage(2022, LogLevel.Information, "The journal's writer is connected again.")]
    private static partial void Reconnected(ILogger logger);

    [LoggerMessage(2023, LogLevel.Warning, "The journal was closed while a commit did not answer.")]
    private static partial void StillWriting(ILogger logger);
}
