using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="IJournalFeed"/>
internal sealed class SqliteFeed(SqliteReaders readers, RecentEvents recent) : IJournalFeed
{
    private const string Columns = "stream, seq, position, type, structure, case when personal_key is null then personal end";
    private const string Relevant = "(stream >= 'c/' and stream < 'c0' or type = 'customerDescribed')";

    public int Partitions => 1;

    public event Action? Appended
    {
        add => recent.Added += value;
        remove => recent.Added -= value;
    }

    public Task<GlobalPosition> HeadAsync(CancellationToken cancel = default) => readers.ReadAsync(Head, cancel);

    public Task<FeedPage> ReadAsync(IReadOnlyList<int> partitions, GlobalPosition after, GlobalPosition? upTo, int max, CancellationToken cancel = default) =>
        readers.ReadAsync(session =>
        {
            var end = upTo ?? Head(session);
            var rows = session[$"select {Columns} from events where position > ?1 and position <= ?2 and {Relevant} order by position limit ?3"]
                .Bind(1, after.Offset).Bind(2, end.Offset).Bind(3, max);
            var page = new List<GlobalEvent>();
            while (rows.Step()) page.Add(EventOf(rows));
            var isWhole = page.Count < max;
            return new FeedPage(page, isWhole ? end : page[^1].Position, isWhole);
        }, cancel);

    public Task<IReadOnlyList<(StreamId Stream, Committed Committed)>> ReadStreamsAsync(
        IReadOnlyList<StreamId> streams, GlobalPosition upTo, CancellationToken cancel = default) =>
        readers.ReadAsync<IReadOnlyList<(StreamId, Committed)>>(session =>
        {
            var found = new List<(StreamId, Committed)>();
            foreach (var stream in streams)
            {
                var rows = session["select seq, type, structure, case when personal_key is null then personal end from events where stream = ?1 and position " +
                    "<= ?2 order by seq"]
                    .Bind(1, PendingAppend.KeyOf(stream)).Bind(2, upTo.Offset);
                while (rows.Step()) found.Add((stream, Leniently.Read(rows.Int64(0), rows.Text(1), rows.Blob(2), rows.Blob(3))));
            }
            return found;
        }, cancel);

    public Task<IReadOnlyList<StreamId>> StreamsAsync(int partition, StreamId? after, int max, CancellationToken cancel = default) =>
        readers.ReadAsync<IReadOnlyList<StreamId>>(session =>
        {
            var rows = session["select stream from events where seq = 1 and stream > ?1 and (stream < 'c0' or stream >= 'u/' and stream < 'u0') order by " +
                "stream limit ?2"]
                .Bind(1, after?.ToString() ?? "c/").Bind(2, max);
            var found = new List<StreamId>();
            while (rows.Step()) found.Add(StreamId.Parse(rows.Text(0)));
            return found;
        }, cancel);

    public Task<IReadOnlyList<GlobalEvent>> NoticesAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
        readers.ReadAsync<IReadOnlyList<GlobalEvent>>(session =>
        {
            var rows = session[$"select {Columns} from events where {NoticeTypes.Sql} and position > ?1 order by position limit ?2"]
                .Bind(1, after.Offset).Bind(2, max);
            var found = new List<GlobalEvent>();
            while (rows.Step()) found.Add(EventOf(rows));
            return found;
        }, cancel);

    private static GlobalPosition Head(SqliteSession session)
    {
        var row = session["select coalesce(max(position), 0) from events"];
        row.Step();
        var head = row.Int64(0);
        row.Reset();
        return new(0, head);
    }

    private GlobalEvent EventOf(SqliteStatement row)
    {
        var (stream, seq) = (row.Text(0), row.Int64(1));
        var committed = recent.Take(stream, seq) is { } known ? new Committed(seq, known) : Leniently.Read(seq, row.Text(3), row.Blob(4), row.Blob(5));
        return new(new(0, row.Int64(2)), StreamId.Parse(stream), committed);
    }
}
