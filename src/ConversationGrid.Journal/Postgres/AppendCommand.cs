using Npgsql;
using NpgsqlTypes;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// The writer's statements, prepared once per connection. Their arrays are kept and filled again for each batch, from appends in order of
/// stream and arrival. All writers of a database sort alike, so where two meet they wait for each other in one order.
/// </summary>
internal sealed class AppendCommand : IAsyncDisposable
{
    // A number that is taken breaks the primary key, and with it the whole batch: all or nothing, found out at no cost while it does
    // not happen. The place in the transaction is the place in the arrays.
    private const string InsertSql = """
        insert into events (stream, seq, tx, position, type, at, structure, personal, personal_key)
        select r.stream, r.seq, pg_current_xact_id(), r.n, r.type, r.at, r.structure, r.personal, r.personal_key
        from unnest($1, $2, $3, $4, $5, $6, $7) with ordinality as r(stream, seq, type, at, structure, personal, personal_key, n)
        """;

    private const string InsertWithDueSql = $"""
        with due as (insert into agenda (stream, due_at) select d.stream, d.at from unnest($8, $9) as d(stream, at)
            on conflict (stream) do update set due_at = excluded.due_at where agenda.due_at <> excluded.due_at),
        idle as (delete from agenda where stream = any($10))
        {InsertSql}
        """;

    // Both run apart from the insert, which is safe: an event that is there stays there.
    private const string MissingSql = """
        select r.n from unnest($1, $2) with ordinality as r(stream, seq, n)
        where not exists (select from events e where e.stream = r.stream and e.seq = r.seq)
        """;

    private const string TakenSql = """
        select r.n from unnest($1, $2) with ordinality as r(stream, seq, n)
        where exists (select from events e where e.stream = r.stream and e.seq = r.seq)
        """;

    private readonly KnownHeads _known;
    private readonly List<string> _streams = [];
    private readonly List<long> _seqs = [];
    private readonly List<string> _types = [];
    private readonly List<DateTime> _ats = [];
    private readonly List<byte[]> _structures = [];
    private readonly List<byte[]?> _personals = [];
    private readonly List<string?> _personalKeys = [];
    private readonly List<PendingAppend> _rowOwners = [];
    private readonly List<string> _afterStreams = [];
    private readonly List<long> _afterSeqs = [];
    private readonly List<PendingAppend> _afterOwners = [];
    private readonly List<string> _dueStreams = [];
    private readonly List<DateTime> _dueAts = [];
    private readonly List<string> _idleStreams = [];
    private readonly NpgsqlCommand _insert;
    private readonly NpgsqlCommand _insertWithDue;
    private readonly NpgsqlCommand _missing;
    private readonly NpgsqlCommand _taken;

    public AppendCommand(NpgsqlConnection connection, TimeSpan timeout, KnownHeads known)
    {
        _known = known;
        NpgsqlCommand Of(string sql, params NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
            command.Parameters.AddRange(parameters);
            return command;
        }

        _insert = Of(InsertSql, Rows());
        _insertWithDue = Of(InsertWithDueSql, [.. Rows(), Texts(_dueStreams), Times(_dueAts), Texts(_idleStreams)]);
        _missing = Of(MissingSql, Texts(_afterStreams), Numbers(_afterSeqs));
        _taken = Of(TakenSql, Texts(_streams), Numbers(_seqs));
    }

    public async Task PrepareAsync()
    {
        foreach (var command in new[] { _insert, _insertWithDue, _missing, _taken }) await command.PrepareAsync().ConfigureAwait(false);
    }

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

    /// <summary>The appends whose predecessor is in no stream; asks the database only where this process does not know.</summary>
    public async ValueTask<IReadOnlyCollection<PendingAppend>> WithoutPredecessorAsync()
    {
        if (_afterOwners.Count == 0) return [];
        var missing = await OwnersAsync(_missing, _afterOwners).ConfigureAwait(false);
        foreach (var append in _afterOwners)
            if (!missing.Contains(append)) _known.Note(append.Stream, append.ExpectedSeq);
        return missing;
    }

    /// <summary>The appends that want a number which is taken; asked after the insert broke on one.</summary>
    public async Task<IReadOnlyCollection<PendingAppend>> OnTakenNumbersAsync() => await OwnersAsync(_taken, _rowOwners).ConfigureAwait(false);

    /// <summary>Writes all rows in one round trip, durable when this ends.</summary>
    public Task ExecuteAsync() => (_dueStreams.Count + _idleStreams.Count > 0 ? _insertWithDue : _insert).ExecuteNonQueryAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { _insert, _insertWithDue, _missing, _taken }) await command.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<HashSet<PendingAppend>> OwnersAsync(NpgsqlCommand command, List<PendingAppend> owners)
    {
        var named = new HashSet<PendingAppend>();
        await using var rows = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await rows.ReadAsync().ConfigureAwait(false)) named.Add(owners[(int)rows.GetInt64(0) - 1]);
        return named;
    }

    private void AddRows(PendingAppend append, bool isFirst)
    {
        if (isFirst && append.ExpectedSeq > 0 && !_known.Reach(append.Stream, append.ExpectedSeq))
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
            _personalKeys.Add(e.PersonalKey);
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
        _personalKeys.Clear();
        _rowOwners.Clear();
        _afterStreams.Clear();
        _afterSeqs.Clear();
        _afterOwners.Clear();
        _dueStreams.Clear();
        _dueAts.Clear();
        _idleStreams.Clear();
    }

    private NpgsqlParameter[] Rows() =>
    [
        Texts(_streams), Numbers(_seqs), Texts(_types), Times(_ats), Array(_structures, NpgsqlDbType.Bytea), Array(_personals, NpgsqlDbType.Bytea),
        Array(_personalKeys, NpgsqlDbType.Text),
    ];

    private static NpgsqlParameter Texts(List<string> values) => Array(values, NpgsqlDbType.Text);
    private static NpgsqlParameter Numbers(List<long> values) => Array(values, NpgsqlDbType.Bigint);
    private static NpgsqlParameter Times(List<DateTime> values) => Array(values, NpgsqlDbType.TimestampTz);

    private static NpgsqlParameter<List<T>> Array<T>(List<T> values, NpgsqlDbType element) =>
        new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}
