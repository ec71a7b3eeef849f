using System.Globalization;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// The one writer of this process: takes all that waits and commits it in one round trip on its own connection. It runs only while
/// something waits; the caller who finds it idle sends the batch himself, so a lone append changes no thread on its way out. Nothing
/// here may resume on a caller's scheduler, hence <c>ConfigureAwait(false)</c> throughout.
/// </summary>
internal sealed partial class PostgresWriter : IAsyncDisposable
{
    private const string RowsExist = "GJ001";
    private const string PredecessorsMissing = "GJ002";
    private const int RetriesMax = 3;

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
    private readonly List<PendingAppend> _batch = [];
    private readonly List<PendingAppend> _deferred = [];
    private NpgsqlConnection? _connection;
    private AppendCommand? _command;
    private Task _loop = Task.CompletedTask;
    private int _running;
    private TimeSpan _delay;
    private long _failedAt;

    public PostgresWriter(NpgsqlDataSource source, PostgresJournalOptions options, DueSignal due, JournalMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_source, _options, _due, _metrics, _time, _logger) = (source, options, due, metrics, time, logger);
        _queue = new(options);
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
            while (_queue.Take(_batch) || _batch.Count > 0)
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
            // Whoever added after the last look and before the line above found the writer running: look once more.
        }
        while (_queue.Length > 0 && Interlocked.CompareExchange(ref _running, 1, 0) == 0);
    }

    private async Task CommitAsync()
    {
        var command = _command ?? await ConnectAsync().ConfigureAwait(false);
        for (var i = 0; i < _batch.Count; i++) _batch[i].Arrival = i;
        if (_batch.Count > 1) _batch.Sort(ByStreamThenArrival);
        var started = _time.GetTimestamp();
        var conflicts = 0;
        for (var retries = 0; _batch.Count > 0;)
        {
            command.Fill(_batch, _deferred);
            try
            {
                await command.ExecuteAsync().ConfigureAwait(false);
                break;
            }
            catch (PostgresException e) when (e.SqlState is RowsExist or PredecessorsMissing)
            {
                conflicts += Refuse(command, e);
            }
            // The server says that it rolled back, so sending it again is safe.
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && retries < RetriesMax)
            {
                retries++;
            }
            _deferred.Clear();
        }
        Settle(conflicts, _time.GetElapsedTime(started));
    }

    /// <summary>Ends the appends that the server named, and those that were built on them, as conflicts; the others stay in the batch.</summary>
    private int Refuse(AppendCommand command, PostgresException e)
    {
        var refused = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var n in e.MessageText.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var index = int.Parse(n, CultureInfo.InvariantCulture);
            var append = e.SqlState == RowsExist ? command.RowOwner(index) : command.AfterOwner(index);
            if (!refused.TryGetValue(append.Stream, out var first) || append.Arrival < first) refused[append.Stream] = append.Arrival;
        }
        if (refused.Count == 0) throw new InvalidOperationException("The journal refused a batch without naming an append.", e);
        return _batch.RemoveAll(append =>
        {
            if (append.IsDueOnly || !refused.TryGetValue(append.Stream, out var first) || append.Arrival < first) return false;
            append.TrySetResult(AppendResult.Conflict);
            return true;
        });
    }

    private void Settle(int conflicts, TimeSpan took)
    {
        var appended = 0;
        foreach (var append in _batch)
        {
            if (_deferred.Count > 0 && _deferred.Contains(append)) continue;
            appended++;
            if (append.Due.Changes) _due.Raise(append.Due.At);
            append.TrySetResult(AppendResult.Appended);
        }
        _metrics.Committed(appended, conflicts, took);
    }

    /// <summary>The batch's outcome is unknown, and the connection is not to be trusted any more.</summary>
    private async Task BreakAsync(Exception e)
    {
        _metrics.Failed();
        if (e is not JournalUnavailableException) CommitFailed(_logger, _batch.Count, (e as PostgresException)?.SqlState ?? "none", e);
        var reason = e as JournalUnavailableException ?? new JournalUnavailableException("The journal's database did not confirm the commit; its outcome is unknown.", e);
        foreach (var append in _batch) append.Fail(reason);
        foreach (var append in _deferred) append.Fail(reason);
        _deferred.Clear();
        if (_connection is null) _queue.FailAll(reason);
        await DropConnectionAsync().ConfigureAwait(false);
    }

    /// <exception cref="JournalUnavailableException">The database does not answer, or it is too early to ask again.</exception>
    private async Task<AppendCommand> ConnectAsync()
    {
        if (_delay > TimeSpan.Zero && _time.GetElapsedTime(_failedAt) < _delay) throw new JournalUnavailableException("The journal's database does not answer. Try again later.");
        try
        {
            _connection = _source.CreateConnection();
            await _connection.OpenAsync().ConfigureAwait(false);
            await PostgresCheck.SettingsAsync(_connection, CancellationToken.None).ConfigureAwait(false);
            await using (var isolation = new NpgsqlCommand("set default_transaction_isolation = 'read committed'", _connection))
                await isolation.ExecuteNonQueryAsync().ConfigureAwait(false);
            _command = new AppendCommand(_connection, _options.CommandTimeout);
            await _command.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
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
        try
        {
            command?.Dispose();
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // It is abandoned either way.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A commit of {Appends} appends failed (SQLSTATE {State}); their callers were told to try again.")]
    private static partial void CommitFailed(ILogger logger, int appends, string state, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal's writer cannot connect; next attempt after {Delay}.")]
    private static partial void CannotConnect(ILogger logger, TimeSpan delay, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "The journal's writer is connected again.")]
    private static partial void Reconnected(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal was closed while a commit did not answer.")]
    private static partial void StillWriting(ILogger logger);
}
