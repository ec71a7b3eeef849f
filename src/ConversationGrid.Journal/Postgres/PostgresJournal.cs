using System.Data.Common;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Npgsql;
using NpgsqlTypes;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="IJournal"/>
internal sealed class PostgresJournal(PostgresWriter writer, PostgresReaders readers, RecentEvents recent, EventSeal seal) : IJournal
{
    /// <summary>What <see cref="Stored"/> reads.</summary>
    public const string Columns = "seq, type, structure, personal, personal_key";
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
        var sealing = seal.PendingAsync(request, cancel);
        return sealing.IsCompletedSuccessfully ? new(Add(sealing.Result, cancel)) : SealedAsync(sealing, cancel);
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default) =>
        PageAsync(ForwardsSql, stream, after, max, cancel);

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
        PageAsync(BackwardsSql, stream, upTo, max, cancel);

    public async Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default)
    {
        NpgsqlParameter[] parameters = [new NpgsqlParameter<ulong> { TypedValue = (ulong)after.Epoch, NpgsqlDbType = NpgsqlDbType.Xid8 }, Of(after.Offset),
            Of(max)];
        var rows = await readers.ListAsync(AllSql, parameters, row => GlobalOf(row, recent), cancel);
        return await seal.OpenAllAsync(rows, WithEvent, cancel);
    }

    /// <summary>A row of <see cref="Columns"/> with <c>tx, position, stream</c> behind them, for who reads all streams.</summary>
    public static (StreamId Stream, StoredEvent Row, GlobalEvent Item) GlobalOf(DbDataReader row, RecentEvents? recent)
    {
        var (name, seq) = (row.GetString(7), row.GetInt64(0));
        var stream = StreamId.Parse(name);
        var stored = recent?.Take(name, seq) is { } known ? StoredEvent.Of(seq, known) : Stored(row, leniently: true);
        return (stream, stored, new(new((long)row.GetFieldValue<ulong>(5), row.GetInt64(6)), stream, default));
    }

    public static GlobalEvent WithEvent(GlobalEvent place, Committed committed) => place with { Committed = committed };

    public static StoredEvent Stored(DbDataReader row, bool leniently)
    {
        var personal = row.IsDBNull(3) ? [] : row.GetFieldValue<byte[]>(3);
        return row.IsDBNull(4)
            ? StoredEvent.InClear(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), personal, leniently)
            : StoredEvent.Sealed(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), personal, row.GetString(4));
    }

    private async Task<IReadOnlyList<Committed>> PageAsync(string sql, StreamId stream, long bound, int max, CancellationToken cancel)
    {
        var rows = await readers.ListAsync(sql, [Of(PendingAppend.KeyOf(stream)), Of(bound), Of(max)], row => Stored(row, leniently: false), cancel);
        return await seal.OpenAsync(stream, rows, cancel);
    }

    private Task<AppendResult> Add(PendingAppend append, CancellationToken cancel)
    {
        writer.Add(append);
        return cancel.CanBeCanceled ? append.Task.WaitAsync(cancel) : append.Task;
    }

    private async ValueTask<AppendResult> SealedAsync(ValueTask<PendingAppend> sealing, CancellationToken cancel) => await Add(await sealing, cancel);
}
