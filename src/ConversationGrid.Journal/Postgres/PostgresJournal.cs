using System.Data.Common;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using Npgsql;
using NpgsqlTypes;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="IJournal"/>
internal sealed class PostgresJournal(PostgresWriter writer, PostgresReaders readers, RecentEvents recent) : IJournal
{
    // A personal part under a key that is not at hand reads as erased.
    private const string Columns = "seq, type, structure, case when personal_key is null then personal end";
    private const string ForwardsSql = $"select {Columns} from events where stream = $1 and seq > $2 order by seq limit $3";
    private const string BackwardsSql = $"select {Columns} from events where stream = $1 and seq <= $2 order by seq desc limit $3";

    // Only what no running transaction can still precede: everything below the oldest one.
    private const string AllSql = $"""
        select {Columns}, tx, position, stream from events
        where (tx, position) > ($1, $2) and tx < pg_snapshot_xmin(pg_current_snapshot())
        order by tx, position limit $3
        """;

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var append = PendingAppend.Of(request);
        writer.Add(append);
        return new(cancel.CanBeCanceled ? append.Task.WaitAsync(cancel) : append.Task);
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default) =>
        readers.ListAsync(ForwardsSql, [Of(PendingAppend.KeyOf(stream)), Of(after), Of(max)], EventOf, cancel);

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
        readers.ListAsync(BackwardsSql, [Of(PendingAppend.KeyOf(stream)), Of(upTo), Of(max)], EventOf, cancel);

    public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
        readers.ListAsync(AllSql, [new NpgsqlParameter<ulong> { TypedValue = (ulong)after.Epoch, NpgsqlDbType = NpgsqlDbType.Xid8 }, Of(after.Offset), Of(max)],
            row =>
            {
                var stream = row.GetString(6);
                var committed = recent.Take(stream, row.GetInt64(0)) is { } known ? new Committed(row.GetInt64(0), known)
                    : Leniently.Read(row.GetInt64(0), row.GetString(1), StructureOf(row), PersonalOf(row));
                return new GlobalEvent(new((long)row.GetFieldValue<ulong>(4), row.GetInt64(5)), StreamId.Parse(stream), committed);
            }, cancel);

    private static Committed EventOf(DbDataReader row) => new(row.GetInt64(0), EventCodec.Decode(row.GetString(1), StructureOf(row), PersonalOf(row)));

    private static byte[] StructureOf(DbDataReader row) => row.GetFieldValue<byte[]>(2);

    private static byte[] PersonalOf(DbDataReader row) => row.IsDBNull(3) ? [] : row.GetFieldValue<byte[]>(3);
}
