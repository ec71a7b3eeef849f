using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="IJournal"/>
internal sealed class SqliteJournal(SqliteWriter writer, SqliteReaders readers, RecentEvents recent, EventSeal seal) : IJournal
{
    private const string Columns = "stream, seq, position, type, structure, personal, personal_key";

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var sealing = seal.PendingAsync(request, cancel);
        return sealing.IsCompletedSuccessfully ? new(Add(sealing.Result, cancel)) : SealedAsync(sealing, cancel);
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default) =>
        PageAsync($"select {Columns} from events where stream = ?1 and seq > ?2 order by seq limit ?3", stream, after, max, cancel);

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
        PageAsync($"select {Columns} from events where stream = ?1 and seq <= ?2 order by seq desc limit ?3", stream, upTo, max, cancel);

    public async Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default)
    {
        var rows = await readers.ReadAsync(session =>
        {
            var rows = session[$"select {Columns} from events where position > ?1 order by position limit ?2"].Bind(1, after.Offset).Bind(2, max);
            var page = new List<(StreamId, StoredEvent, GlobalEvent)>();
            while (rows.Step()) page.Add(GlobalOf(rows, recent));
            return page;
        }, cancel);
        return await seal.OpenAllAsync(rows, WithEvent, cancel);
    }

    /// <summary>A row of <see cref="Columns"/> for who reads all streams.</summary>
    public static (StreamId Stream, StoredEvent Row, GlobalEvent Item) GlobalOf(SqliteStatement row, RecentEvents? recent)
    {
        var (name, seq) = (row.Text(0), row.Int64(1));
        var stream = StreamId.Parse(name);
        var stored = recent?.Take(name, seq) is { } known ? StoredEvent.Of(seq, known) : Stored(row, 1, 3, leniently: true);
        return (stream, stored, new(new(0, row.Int64(2)), stream, default));
    }

    public static GlobalEvent WithEvent(GlobalEvent place, Committed committed) => place with { Committed = committed };

    /// <summary>What a row holds: its number, and from a column on type, structure, personal part and that one's key.</summary>
    public static StoredEvent Stored(SqliteStatement row, int seq, int type, bool leniently) => row.IsNull(type + 3)
        ? StoredEvent.InClear(row.Int64(seq), row.Text(type), row.Blob(type + 1), row.Blob(type + 2), leniently)
        : StoredEvent.Sealed(row.Int64(seq), row.Text(type), row.Blob(type + 1).ToArray(), row.Blob(type + 2).ToArray(), row.Text(type + 3));

    private async Task<IReadOnlyList<Committed>> PageAsync(string sql, StreamId stream, long bound, int max, CancellationToken cancel)
    {
        var key = PendingAppend.KeyOf(stream);
        var rows = await readers.ReadAsync(session =>
        {
            var rows = session[sql].Bind(1, key).Bind(2, bound).Bind(3, max);
            var page = new List<StoredEvent>();
            while (rows.Step()) page.Add(Stored(rows, 1, 3, leniently: false));
            return page;
        }, cancel);
        return await seal.OpenAsync(stream, rows, cancel);
    }

    private Task<AppendResult> Add(PendingAppend append, CancellationToken cancel)
    {
        writer.Add(append);
        return cancel.CanBeCanceled ? append.Task.WaitAsync(cancel) : append.Task;
    }

    private async ValueTask<AppendResult> SealedAsync(ValueTask<PendingAppend> sealing, CancellationToken cancel) => await Add(await sealing, cancel);
}
