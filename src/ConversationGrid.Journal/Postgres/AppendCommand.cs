using Npgsql;
using NpgsqlTypes;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// The one statement of the writer: prepared once per connection, its arrays kept and filled anew for each batch. Filled from appends
/// in order of stream and arrival.
/// </summary>
internal sealed class AppendCommand : IDisposable
{
    private const string Sql = "select append_events_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private readonly List<string> _streams = [];
    private readonly List<long> _seqs = [];
    private readonly List<string> _types = [];
    private readonly List<DateTime> _ats = [];
    private readonly List<byte[]> _structures = [];
    private readonly List<byte[]?> _personals = [];
    private readonly List<PendingAppend> _rowOwners = [];
    private readonly List<string> _afterStreams = [];
    private readonly List<long> _afterSeqs = [];
    private readonly List<PendingAppend> _afterOwners = [];
    private readonly List<string> _dueStreams = [];
    private readonly List<DateTime> _dueAts = [];
    private readonly List<string> _idleStreams = [];
    private readonly NpgsqlCommand _command;

    public AppendCommand(NpgsqlConnection connection, TimeSpan timeout)
    {
        _command = new NpgsqlCommand(Sql, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        Add(_streams, NpgsqlDbType.Text);
        Add(_seqs, NpgsqlDbType.Bigint);
        Add(_types, NpgsqlDbType.Text);
        Add(_ats, NpgsqlDbType.TimestampTz);
        Add(_structures, NpgsqlDbType.Bytea);
        Add(_personals, NpgsqlDbType.Bytea);
        Add(_afterStreams, NpgsqlDbType.Text);
        Add(_afterSeqs, NpgsqlDbType.Bigint);
        Add(_dueStreams, NpgsqlDbType.Text);
        Add(_dueAts, NpgsqlDbType.TimestampTz);
        Add(_idleStreams, NpgsqlDbType.Text);
    }

    /// <summary>Whose row, or whose missing predecessor, an error names; counted from 1.</summary>
    public PendingAppend RowOwner(int n) => _rowOwners[n - 1];

    /// <inheritdoc cref="RowOwner"/>
    public PendingAppend AfterOwner(int n) => _afterOwners[n - 1];

    public Task PrepareAsync(CancellationToken cancel) => _command.PrepareAsync(cancel);

    public Task ExecuteAsync() => _command.ExecuteNonQueryAsync();

    /// <summary>
    /// Fills the arrays. Appends of one stream must follow upon one another; one that does not is put into <paramref name="deferred"/>,
    /// because only the outcome of the first tells its own.
    /// </summary>
    public void Fill(List<PendingAppend> sorted, List<PendingAppend> deferred)
    {
        Clear();
        for (var i = 0; i < sorted.Count;)
        {
            var stream = sorted[i].Stream;
            var due = sorted[i].Due;
            long head = -1;
            for (; i < sorted.Count && sorted[i].Stream == stream; i++)
            {
                var append = sorted[i];
                if (!append.IsDueOnly)
                {
                    if (head >= 0 && append.ExpectedSeq != head)
                    {
                        deferred.Add(append);
                        continue;
                    }
                    AddRows(append, isFirst: head < 0);
                    head = append.LastSeq;
                }
                if (append.Due.Changes) due = append.Due;
            }
            if (!due.Changes) continue;
            if (due.At is not { } at)
            {
                _idleStreams.Add(stream);
                continue;
            }
            _dueStreams.Add(stream);
            _dueAts.Add(UnixMicros.ToTime(UnixMicros.Ceiling(at)).UtcDateTime);
        }
    }

    public void Dispose() => _command.Dispose();

    private void AddRows(PendingAppend append, bool isFirst)
    {
        if (isFirst && append.ExpectedSeq > 0)
        {
            _afterStreams.Add(append.Stream);
            _afterSeqs.Add(append.ExpectedSeq);
            _afterOwners.Add(append);
        }
        for (var i = 0; i < append.Events.Length; i++)
        {
            ref readonly var e = ref append.Events[i];
            _streams.Add(append.Stream);
            _seqs.Add(append.ExpectedSeq + 1 + i);
            _types.Add(e.Type);
            _ats.Add(append.Source[i].At.UtcDateTime);
            _structures.Add(e.Structure);
            _personals.Add(e.Personal);
            _rowOwners.Add(append);
        }
    }

    private void Clear()
    {
        _streams.Clear();
        _seqs.Clear();
        _types.Clear();
        _ats.Clear();
        _structures.Clear();
        _personals.Clear();
        _rowOwners.Clear();
        _afterStreams.Clear();
        _afterSeqs.Clear();
        _afterOwners.Clear();
        _dueStreams.Clear();
        _dueAts.Clear();
        _idleStreams.Clear();
    }

    private void Add<T>(List<T> values, NpgsqlDbType element) =>
        _command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });
}
