using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="ICheckpoints"/>
internal sealed class PostgresCheckpoints(PostgresReaders readers) : ICheckpoints
{
    private const string SaveSql = """
        insert into checkpoints (projection, epoch, position) values ($1, $2, $3)
        on conflict (projection) do update set epoch = excluded.epoch, position = excluded.position
        """;

    public Task<GlobalPosition> LoadAsync(string projection, CancellationToken cancel = default) =>
        readers.FirstAsync("select epoch, position from checkpoints where projection = $1", [Of(projection)],
            row => new GlobalPosition(row.GetInt64(0), row.GetInt64(1)), cancel);

    public Task SaveAsync(string projection, GlobalPosition position, CancellationToken cancel = default) =>
        readers.FirstAsync(SaveSql, [Of(projection), Of(position.Epoch), Of(position.Offset)], _ => true, cancel);
}
