using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="ICheckpoints"/>
internal sealed class SqliteCheckpoints(SqliteWriter writer, SqliteReaders readers) : ICheckpoints
{
    private const string SaveSql = """
        insert into checkpoints (projection, epoch, position) values (?1, ?2, ?3)
        on conflict (projection) do update set epoch = excluded.epoch, position = excluded.position
        """;

    public Task<GlobalPosition> LoadAsync(string projection, CancellationToken cancel = default) =>
        readers.ReadAsync(session =>
        {
            var row = session["select epoch, position from checkpoints where projection = ?1"].Bind(1, projection);
            if (!row.Step()) return default;
            var position = new GlobalPosition(row.Int64(0), row.Int64(1));
            row.Reset();
            return position;
        }, cancel);

    public Task SaveAsync(string projection, GlobalPosition position, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var save = new SqliteJob<bool>(0, session =>
        {
            session[SaveSql].Bind(1, projection).Bind(2, position.Epoch).Bind(3, position.Offset).Run();
            return true;
        });
        writer.Add(save);
        return save.Task.WaitAsync(cancel);
    }
}
