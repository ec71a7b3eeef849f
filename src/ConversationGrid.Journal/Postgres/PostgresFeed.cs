using System.Data.Common;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using Npgsql;
using NpgsqlTypes;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="IJournalFeed"/>
internal sealed class PostgresFeed(PostgresReaders readers, RecentEvents recent, EventSeal seal) : IJournalFeed
{
    // The hash is the one of hash-partitioned tables: it never changes, or those would break.
    private const string Partition = "(hashtextextended(stream, 0) & 7)";
    private const string Columns = $"{PostgresJournal.Columns}, tx, position, stream";
    private const string Visible = "tx < pg_snapshot_xmin(pg_current_snapshot())";
    private const string HeadSql = $"select tx, position from events where {Visible} order by tx desc, position desc limit 1";

    // The limit stands inside, around the order's own condition alone: a planner that sees the others too expects few rows, and reads the whole table for them.
    private const string EndSql = $"""
        select tx, position, count(*) over () from
            (select tx, position from events where (tx, position) > ($1, $2) and {Visible} order by tx, position limit $3) page
        order by tx desc, position desc limit 1
        """;

    private const string EndUpToSql = """
        select tx, position, count(*) over () from
            (select tx, position from events where (tx, position) > ($1, $2) and (tx, position) <= ($4, $5) order by tx, position limit $3) page
        order by tx desc, position desc limit 1
        """;

    private const string ReadSql = $"""
        select {Columns} from
            (select * from events where (tx, position) > ($1, $2) and (tx, position) <= ($3, $4) order by tx, position limit $5) page
        where (left(stream, 2) = 'c/' or type in ('customerDescribed', 'customerErased')) and {Partition} = any($6)
        order by tx, position
        """;

    private const string WorkspaceSql = $"""
        select {Columns} from
            (select * from events where (tx, position) > ($1, $2) and (tx, position) <= ($3, $4) order by tx, position limit $5) page
        where starts_with(stream, $6) order by tx, position
        """;

    private const string StreamSql = """
        select seq, type, structure, personal, personal_key, stream from events
        where stream = any($1) and (tx, position) <= ($2, $3) order by stream, seq
        """;

    private const string BareStreamSql = """
        select seq, type, structure, null::bytea, null::text, stream from events
        where stream = any($1) and (tx, position) <= ($2, $3) order by stream, seq
        """;

    private const string StreamsSql = $"""
        select stream from events where seq = 1 and stream > $1 and (stream < 'c0' or stream >= 'u/' and stream < 'u0') and {Partition} = $2
        order by stream limit $3
        """;

    private static readonly string NoticesSql = $"""
        select {Columns} from events
        where {NoticeTypes.Sql} and (tx, position) > ($1, $2) and {Visible} order by tx, position limit $3
        """;

    public int Partitions => 8;

    public event Action? Appended
    {
        add => recent.Added += value;
        remove => recent.Added -= value;
    }

    public Task<GlobalPosition> HeadAsync(CancellationToken cancel = default) =>
        readers.FirstAsync(HeadSql, [], PositionOf, cancel);

    public async Task<FeedPage> ReadAsync(IReadOnlyList<int> partitions, GlobalPosition after, GlobalPosition? upTo, int max,
        CancellationToken cancel = default)
    {
        // The end is fixed first: what is behind it and visible then stays so, and nothing can appear before it any more.
        var (end, count) = await EndAsync(after, upTo, max, cancel);
        var isWhole = count < max;
        if (count == 0) return new([], upTo ?? after, isWhole);
        NpgsqlParameter[] parameters =
        [
            Xid(after.Epoch), Of(after.Offset), Xid(end.Epoch), Of(end.Offset), Of(count),
            new NpgsqlParameter<long[]> { TypedValue = [.. partitions.Select(p => (long)p)] },
        ];
        var rows = await readers.ListAsync(ReadSql, parameters, row => PostgresJournal.GlobalOf(row, recent), cancel);
        var page = await seal.OpenAllAsync(rows, PostgresJournal.WithEvent, cancel);
        return new(page, isWhole ? upTo ?? end : end, isWhole);
    }

    public async Task<FeedPage> ReadWorkspaceAsync(string workspace, GlobalPosition after, int max, CancellationToken cancel = default)
    {
        var (end, count) = await EndAsync(after, null, max, cancel);
        if (count == 0) return new([], after, IsWhole: true);
        NpgsqlParameter[] parameters =
        [
            Xid(after.Epoch), Of(after.Offset), Xid(end.Epoch), Of(end.Offset), Of(count), new NpgsqlParameter<string> { TypedValue = $"c/{workspace}/" },
        ];
        // What is at hand is kept for the projector, which takes it once.
        var rows = await readers.ListAsync(WorkspaceSql, parameters, row => PostgresJournal.GlobalOf(row, recent: null), cancel);
        return new(await seal.OpenAllAsync(rows, PostgresJournal.WithEvent, cancel), end, count < max);
    }

    /// <summary>The place of the last of at most <paramref name="max"/> events behind another, of all partitions, and how many they are.</summary>
    private Task<(GlobalPosition End, long Count)> EndAsync(GlobalPosition after, GlobalPosition? upTo, int max, CancellationToken cancel)
    {
        NpgsqlParameter[] parameters = [Xid(after.Epoch), Of(after.Offset), Of((long)max)];
        if (upTo is { } bound) parameters = [.. parameters, Xid(bound.Epoch), Of(bound.Offset)];
        return readers.FirstAsync(upTo is null ? EndSql : EndUpToSql, parameters, row => (PositionOf(row), row.GetInt64(2)), cancel);
    }

    public async Task<IReadOnlyList<(StreamId Stream, Committed Committed)>> ReadStreamsAsync(
        IReadOnlyList<StreamId> streams, GlobalPosition upTo, bool personal = true, CancellationToken cancel = default)
    {
        NpgsqlParameter[] parameters = [new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(PendingAppend.KeyOf)] }, Xid(upTo.Epoch),
            Of(upTo.Offset)];
        var rows = await readers.ListAsync(personal ? StreamSql : BareStreamSql, parameters, row =>
        {
            var stream = StreamId.Parse(row.GetString(5));
            return (stream, PostgresJournal.Stored(row, leniently: true), (stream, default(Committed)));
        }, cancel);
        return await seal.OpenAllAsync(rows, (item, committed) => (item.Item1, committed), cancel);
    }

    public Task<IReadOnlyList<StreamId>> StreamsAsync(int partition, StreamId? after, int max, CancellationToken cancel = default) =>
        readers.ListAsync(StreamsSql, [Of(after?.ToString() ?? "c/"), Of((long)partition), Of(max)], row => StreamId.Parse(row.GetString(0)), cancel);

    public async Task<IReadOnlyList<GlobalEvent>> NoticesAsync(GlobalPosition after, int max, CancellationToken cancel = default)
    {
        var rows = await readers.ListAsync(NoticesSql, [Xid(after.Epoch), Of(after.Offset), Of(max)], row => PostgresJournal.GlobalOf(row, recent), cancel);
        return await seal.OpenAllAsync(rows, PostgresJournal.WithEvent, cancel);
    }

    private static GlobalPosition PositionOf(DbDataReader row) => new((long)row.GetFieldValue<ulong>(0), row.GetInt64(1));

    private static NpgsqlParameter<ulong> Xid(long epoch) => new() { TypedValue = (ulong)epoch, NpgsqlDbType = NpgsqlDbType.Xid8 };
}
