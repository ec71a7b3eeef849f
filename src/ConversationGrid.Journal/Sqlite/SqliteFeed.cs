using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="IJournalFeed"/>
internal sealed class SqliteFeed(SqliteReaders readers, RecentEvents recent, EventSeal seal) : IJournalFeed
{
    private const string Columns = "stream, seq, position, type, structure, personal, personal_key";
    private const string Relevant = "(stream >= 'c/' and stream < 'c0' or type in ('customerDescribed', 'customerErased'))";

    private const string StreamSql = "select seq, type, structure, personal, personal_key from events where stream = ?1 and position <= ?2 order by seq";
    private const string BareStreamSql = "select seq, type, structure, null, null from events where stream = ?1 and position <= ?2 order by seq";

    public int Partitions => 1;

    public event Action? Appended
    {
        add => recent.Added += value;
        remove => recent.Added -= value;
    }

    public Task<GlobalPosition> HeadAsync(CancellationToken cancel = default) => readers.ReadAsync(Head, cancel);

    public async Task<FeedPage> ReadAsync(IReadOnlyList<int> partitions, GlobalPosition after, GlobalPosition? upTo, int max,
        CancellationToken cancel = default)
    {
        var (stored, end) = await readers.ReadAsync(session =>
        {
            var end = upTo ?? Head(session);
            var rows = session[$"select {Columns} from events where position > ?1 and position <= ?2 and {Relevant} order by position limit ?3"]
                .Bind(1, after.Offset).Bind(2, end.Offset).Bind(3, max);
            var page = new List<(StreamId, StoredEvent, GlobalEvent)>();
            while (rows.Step()) page.Add(SqliteJournal.GlobalOf(rows, recent));
            return (page, end);
        }, cancel);
        var page = await seal.OpenAllAsync(stored, SqliteJournal.WithEvent, cancel);
        var isWhole = page.Count < max;
        return new(page, isWhole ? end : page[^1].Position, isWhole);
    }

    public async Task<FeedPage> ReadWorkspaceAsync(string workspace, GlobalPosition after, int max, CancellationToken cancel = default)
    {
        var (stored, end, isWhole) = await readers.ReadAsync(session =>
        {
            var head = Head(session);
            var end = new GlobalPosition(0, Math.Min(head.Offset, after.Offset + max));
            // The zero is the character behind the slash. The plus keeps the planner from the streams' index, which holds the whole workspace.
            var rows = session[$"select {Columns} from events where position > ?1 and position <= ?2 and +stream >= ?3 and +stream < ?4 order by position"]
                .Bind(1, after.Offset).Bind(2, end.Offset).Bind(3, $"c/{workspace}/").Bind(4, $"c/{workspace}0");
            var page = new List<(StreamId, StoredEvent, GlobalEvent)>();
            // What is at hand is kept for the projector, which takes it once.
            while (rows.Step()) page.Add(SqliteJournal.GlobalOf(rows, recent: null));
            return (page, end, end.Offset >= head.Offset);
        }, cancel);
        return new(await seal.OpenAllAsync(stored, SqliteJournal.WithEvent, cancel), end.Offset > after.Offset ? end : after, isWhole);
    }

    public async Task<IReadOnlyList<(StreamId Stream, Committed Committed)>> ReadStreamsAsync(
        IReadOnlyList<StreamId> streams, GlobalPosition upTo, bool personal = true, CancellationToken cancel = default)
    {
        var rows = await readers.ReadAsync(session =>
        {
            var found = new List<(StreamId, StoredEvent, (StreamId, Committed))>();
            foreach (var stream in streams)
            {
                var rows = session[personal ? StreamSql : BareStreamSql].Bind(1, PendingAppend.KeyOf(stream)).Bind(2, upTo.Offset);
                while (rows.Step()) found.Add((stream, SqliteJournal.Stored(rows, 0, 1, leniently: true), (stream, default)));
            }
            return found;
        }, cancel);
        return await seal.OpenAllAsync(rows, (item, committed) => (item.Item1, committed), cancel);
    }

    public Task<IReadOnlyList<StreamId>> StreamsAsync(int partition, StreamId? after, int max, CancellationToken cancel = default) =>
        readers.ReadAsync<IReadOnlyList<StreamId>>(session =>
        {
            var rows = session["select stream from events where seq = 1 and stream > ?1 "
                + "and (stream < 'c0' or stream >= 'u/' and stream < 'u0') order by stream limit ?2"]
                .Bind(1, after?.ToString() ?? "c/").Bind(2, max);
            var found = new List<StreamId>();
            while (rows.Step()) found.Add(StreamId.Parse(rows.Text(0)));
            return found;
        }, cancel);

    public async Task<IReadOnlyList<GlobalEvent>> NoticesAsync(GlobalPosition after, int max, CancellationToken cancel = default)
    {
        var rows = await readers.ReadAsync(session =>
        {
            var rows = session[$"select {Columns} from events where {NoticeTypes.Sql} and position > ?1 order by position limit ?2"]
                .Bind(1, after.Offset).Bind(2, max);
            var found = new List<(StreamId, StoredEvent, GlobalEvent)>();
            while (rows.Step()) found.Add(SqliteJournal.GlobalOf(rows, recent));
            return found;
        }, cancel);
        return await seal.OpenAllAsync(rows, SqliteJournal.WithEvent, cancel);
    }

    private static GlobalPosition Head(SqliteSession session)
    {
        var row = session["select coalesce(max(position), 0) from events"];
        row.Step();
        var head = row.Int64(0);
        row.Reset();
        return new(0, head);
    }
}
