using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="IAgenda"/>
internal sealed class PostgresAgenda(PostgresWriter writer, PostgresReaders readers, DueSignal signal) : IAgenda
{
    private const string ClaimSql = """
        with due as (select stream, due_at from agenda where due_at <= $1 order by due_at, stream limit $3 for update skip locked),
        claimed as (update agenda a set due_at = $2 from due where a.stream = due.stream returning a.stream, due.due_at)
        select stream from claimed order by due_at, stream
        """;

    public event Action<DateTimeOffset>? DueSet
    {
        add => signal.DueSet += value;
        remove => signal.DueSet -= value;
    }

    public Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        // Not abandoned at a cancellation: what was claimed would be lost to everyone until the lease ends.
        return readers.ListAsync(ClaimSql, [Of(Micros(UnixMicros.Floor(now))), Of(Micros(UnixMicros.Ceiling(now + lease))), Of(max)], row => StreamId.Parse(row.GetString(0)), CancellationToken.None);
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) =>
        readers.FirstAsync("select due_at from agenda order by due_at limit 1", [], row => (DateTimeOffset?)new DateTimeOffset(row.GetDateTime(0)), cancel);

    public Task SetDueAsync(StreamId stream, DateTimeOffset? due, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var change = PendingAppend.Of(stream, due);
        writer.Add(change);
        return change.Task.WaitAsync(cancel);
    }

    private static DateTime Micros(long micros) => UnixMicros.ToTime(micros).UtcDateTime;
}
