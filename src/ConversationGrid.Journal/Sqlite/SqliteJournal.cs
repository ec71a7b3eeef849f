using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="IJournal"/>
internal sealed class SqliteJournal(SqliteWriter writer, SqliteReaders readers, RecentEvents recent) : IJournal
{
    // A personal part under a key that is not at hand reads as erased.
    private const string Columns = "stream, seq, position, type, structure, case when personal_key is null then personal end";

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var append = PendingAppend.Of(request);
        writer.Add(append);
        return new(cancel.CanBeCanceled ? append.Task.WaitAsync(cancel) : append.Task);
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default) =>
        PageAsync($"select {Columns} from events where stream = ?1 and seq > ?2 order by seq limit ?3", stream, after, max, cancel);

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
        PageAsync($"select {Columns} from events where stream = ?1 and seq <= ?2 order by seq desc limit ?3", stream, upTo, max, cancel);

    public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
        readers.ReadAsync<IReadOnlyList<GlobalEvent>>(session =>
        {
            var rows = session[$"select {Columns} from events where position > ?1 order by position limit ?2"].Bind(1, after.Offset).Bind(2, max);
            var page = new List<GlobalEvent>();
            while (rows.Step())
            {
                var stream = rows.Text(0);
                var committed = recent.Take(stream, rows.Int64(1)) is { } known ? new Committed(rows.Int64(1), known)
                    : Leniently.Read(rows.Int64(1), rows.Text(3), rows.Blob(4), rows.Blob(5));
                page.Add(new(new(0, rows.Int64(2)), StreamId.Parse(stream), committed));
            }
            return page;
        }, cancel);

    private Task<IReadOnlyList<Committed>> PageAsync(string sql, StreamId stream, long bound, int max, CancellationToken cancel)
    {
        var key = PendingAppend.KeyOf(stream);
        return readers.ReadAsync<IReadOnlyList<Committed>>(session =>
        {
            var rows = session[sql].Bind(1, key).Bind(2, bound).Bind(3, max);
            var page = new List<Committed>();
            while (rows.Step()) page.Add(EventOf(rows));
            return page;
        }, cancel);
    }

    private static Committed EventOf(SqliteStatement row) => new(row.Int64(1), EventCodec.Decode(row.Text(3), row.Blob(4), row.Blob(5)));
}
