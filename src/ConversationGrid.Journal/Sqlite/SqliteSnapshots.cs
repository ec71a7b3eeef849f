using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class SqliteSnapshots(SqliteWriter writer, SqliteReaders readers) : ISnapshots
{
    private const string SaveSql = """
        insert into snapshots (stream, seq, version, state) values (?1, ?2, ?3, ?4)
        on conflict (stream) do update set seq = excluded.seq, version = excluded.version, state = excluded.state where excluded.seq >= snapshots.seq
        """;

    public Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default)
    {
        var key = PendingAppend.KeyOf(stream);
        return readers.ReadAsync(session =>
        {
            var row = session["select seq, version, state from snapshots where stream = ?1"].Bind(1, key);
            if (!row.Step()) return null;
            var snapshot = new Snapshot(row.Int64(0), (int)row.Int64(1), row.Blob(2).ToArray());
            row.Reset();
            return snapshot;
        }, cancel);
    }

    public Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var key = PendingAppend.KeyOf(stream);
        var save = new SqliteJob<bool>(snapshot.State.Length, session =>
        {
            session[SaveSql].Bind(1, key).Bind(2, snapshot.Seq).Bind(3, snapshot.Version).Bind(4, snapshot.State).Run();
            return true;
        });
        writer.Add(save);
        return save.Task.WaitAsync(cancel);
    }

    public Task RemoveAsync(StreamId stream, CancellationToken cancel = default)
    {
        var key = PendingAppend.KeyOf(stream);
        var remove = new SqliteJob<bool>(0, session =>
        {
            session["delete from snapshots where stream = ?1"].Bind(1, key).Run();
            return true;
        });
        writer.Add(remove);
        return remove.Task.WaitAsync(cancel);
    }
}
