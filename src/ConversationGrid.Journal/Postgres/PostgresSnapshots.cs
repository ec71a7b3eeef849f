using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class PostgresSnapshots(PostgresReaders readers) : ISnapshots
{
    private const string SaveSql = """
        insert into snapshots (stream, seq, version, state) values ($1, $2, $3, $4)
        on conflict (stream) do update set seq = excluded.seq, version = excluded.version, state = excluded.state where excluded.seq >= snapshots.seq
        """;

    public Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default) =>
        readers.FirstAsync("select seq, version, state from snapshots where stream = $1", [Of(PendingAppend.KeyOf(stream))],
            row => new Snapshot(row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)), cancel);

    public Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default) =>
        readers.FirstAsync(SaveSql, [Of(PendingAppend.KeyOf(stream)), Of(snapshot.Seq), Of(snapshot.Version), Of(snapshot.State)], _ => true, cancel);

    public Task RemoveAsync(StreamId stream, CancellationToken cancel = default) =>
        readers.FirstAsync("delete from snapshots where stream = $1", [Of(PendingAppend.KeyOf(stream))], _ => true, cancel);
}
