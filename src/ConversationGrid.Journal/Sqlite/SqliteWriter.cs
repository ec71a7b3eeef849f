using ConversationGrid.Engine.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>
/// The one writer of the file, on its own thread: takes all that waits, writes it in one transaction, waits for the disk, answers.
/// Inside the transaction it alone writes, so a stream's head is simply read and compared; a conflict writes nothing.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const string HeadSql = "select max(seq) from events where stream = ?1";
    private const string InsertSql = "insert into events (stream, seq, type, at, structure, personal, personal_key) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    private readonly SqliteJournalOptions _options;
    private readonly DueSignal _due;
    private readonly RecentEvents _recent;
    private readonly JournalMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WriteQueue<IPendingWrite> _queue;
    private readonly Gathering _gathering;
    private readonly Thread _thread;
    private readonly ITimer _watch;
    private readonly List<bool> _appended = [];
    private SqliteSession? _session;
    private IPendingWrite[] _underWay = [];
    private long _underWaySince;
    private volatile bool _stuck;

    public SqliteWriter(SqliteJournalOptions options, DueSignal due, RecentEvents recent, JournalMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_options, _due, _recent, _metrics, _time, _logger) = (options, due, recent, metrics, time, logger);
        _queue = new(options);
        _gathering = new(options, time);
        _thread = new Thread(Loop) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
        _watch = time.CreateTimer(_ => Watch(), null, WatchEvery, WatchEvery);
    }

    public void Add(IPendingWrite item)
    {
        if (_stuck) throw TooSlow();
        _queue.Add(item);
    }

    /// <summary>Writes what waits, then ends. Blocks for one commit at most, or its time-out.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread.Join(_options.CommitTimeout);
        _queue.FailAll(new JournalUnavailableException("The journal is closed."));
        _watch.Dispose();
    }

    private void Loop()
    {
        var batch = new List<IPendingWrite>();
        while (_queue.WaitForSome())
        {
            Gather();
            if (!_queue.Take(batch)) continue;
            _gathering.Took(batch.Count);
            Volatile.Write(ref _underWaySince, _time.GetTimestamp());
            Volatile.Write(ref _underWay, [.. batch]);
            try
            {
                using var span = JournalMetrics.StartCommit(batch);
                var started = _time.GetTimestamp();
                Commit(batch);
                span?.Stop();
                Settle(batch, _time.GetElapsedTime(started));
            }
            catch (Exception e)
            {
                Break(batch, e);
            }
            Volatile.Write(ref _underWay, []);
            _stuck = false;
            batch.Clear();
        }
        _session?.Dispose();
    }

    private void Gather()
    {
        var before = _queue.Length;
        var wait = _gathering.WaitFor(before);
        if (wait == TimeSpan.Zero) return;
        var began = _time.GetTimestamp();
        _queue.Gather(wait);
        _gathering.Waited(_time.GetElapsedTime(began), _queue.Length - before);
    }

    private void Commit(List<IPendingWrite> batch)
    {
        var session = _session ??= SqliteSession.Open(_options, readOnly: false);
        _appended.Clear();
        session["begin immediate"].Run();
        foreach (var item in batch)
        {
            var append = item as PendingAppend;
            _appended.Add(append is not null && Write(session, append));
            if (append is null) ((SqliteJob)item).Run(session);
        }
        session["commit"].Run();
    }

    private static bool Write(SqliteSession session, PendingAppend append)
    {
        if (Head(session, append.Stream) != append.ExpectedSeq) return false;
        if (!append.IsDueOnly)
        {
            var insert = session[InsertSql].Bind(1, append.Stream);
            for (var i = 0; i < append.Events.Length; i++)
            {
                ref readonly var e = ref append.Events[i];
                insert.Bind(2, append.ExpectedSeq + 1 + i).Bind(3, e.Type).Bind(4, UnixMicros.Floor(append.Source[i].At)).Bind(5, e.Structure)
                    .Bind(6, e.Personal).Bind(7, e.PersonalKey).Run();
            }
        }
        if (append.Due.Changes) SqliteAgenda.Write(session, append.Stream, append.Due.At);
        return true;
    }

    private static long Head(SqliteSession session, string stream)
    {
        var head = session[HeadSql].Bind(1, stream);
        head.Step();
        var seq = head.Int64(0);
        head.Reset();
        return seq;
    }

    private void Settle(List<IPendingWrite> batch, TimeSpan took)
    {
        var (appends, conflicts, bytes) = (0, 0, 0L);
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i] is not PendingAppend append)
            {
                ((SqliteJob)batch[i]).Complete();
                continue;
            }
            if (_appended[i])
            {
                appends++;
                bytes += append.Bytes;
                _recent.Add(append);
                if (append.Due.Changes) _due.Raise(append.Due.At);
            }
            else conflicts++;
            append.TrySetResult(_appended[i] ? AppendResult.Appended : AppendResult.Conflict);
        }
        _metrics.Committed(appends, conflicts, bytes, took);
    }

    /// <summary>
    /// Whatever failed, the file decides what became of the transaction: the connection is closed, which rolls back what is not
    /// committed, and the next batch opens a new one.
    /// </summary>
    private void Break(List<IPendingWrite> batch, Exception e)
    {
        _metrics.Failed();
        CommitFailed(_logger, batch.Count, (e as SqliteException)?.SqliteExtendedErrorCode ?? 0, e);
        var reason = new JournalUnavailableException("The journal's file could not be written; whether the batch is in it is unknown.", e);
        foreach (var item in batch) item.Fail(reason);
        var broken = _session;
        _session = null;
        try
        {
            broken?.Dispose();
        }
        catch (SqliteException)
        {
            // It is abandoned either way.
        }
    }

    /// <summary>A disk that hangs must not hang the callers: they are told that the outcome is unknown, and so is who comes after them.</summary>
    private void Watch()
    {
        var underWay = Volatile.Read(ref _underWay);
        if (underWay.Length == 0 || _time.GetElapsedTime(Volatile.Read(ref _underWaySince)) < _options.CommitTimeout) return;
        _stuck = true;
        foreach (var item in underWay) item.Fail(TooSlow());
        _queue.FailAll(TooSlow());
    }

    private JournalUnavailableException TooSlow() => new($"The journal's disk did not answer within {_options.CommitTimeout.TotalSeconds:0.#} s.");

    [LoggerMessage(2010, LogLevel.Error, "A commit of {Writes} writes failed (SQLite code {Code}); their callers were told to try again.")]
    private static partial void CommitFailed(ILogger logger, int writes, int code, Exception e);
}
