using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Postgres.PostgresReaders;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="IAgenda"/>
internal sealed class PostgresAgenda(PostgresReaders readers, DueSignal signal) : IAgenda
{
    private const string ClaimSql = """
        with due as (select stream, due_at from agenda where due_at <= $1 order by due_at, stream limit $3 for update skip locked),
        claimed as (update agenda a set due_at = $2 from due where a.stream = due.stream returning a.stream, due.due_at)
        select stream from claimed order by due_at, stream
        """;

    private const string LockSql = "select from agenda where stream = $1 for update";
    private const string MoveSql = $"update agenda set due_at = $3 where stream = $1 and {NothingBehind}";
    private const string AddSql = $"insert into agenda (stream, due_at) select $1, $3 where {NothingBehind} on conflict do nothing";
    private const string RemoveSql = $"delete from agenda where stream = $1 and {NothingBehind}";
    private const string NothingBehind = "not exists (select from events e where e.stream = $1 and e.seq = $2)";

    public event Action<DateTimeOffset>? DueSet
    {
        add => signal.DueSet += value;
        remove => signal.DueSet -= value;
    }

    public Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        // Not abandoned at a cancellation: what was claimed would be lost to everyone until the lease ends.
        return readers.ListAsync(ClaimSql, [Of(Micros(UnixMicros.Floor(now))), Of(Micros(UnixMicros.Ceiling(now + lease))), Of(max)],
            row => StreamId.Parse(row.GetString(0)), CancellationToken.None);
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) =>
        readers.FirstAsync("select due_at from agenda order by due_at limit 1", [], row => (DateTimeOffset?)new DateTimeOffset(row.GetDateTime(0)), cancel);

    public async Task SetDueAsync(StreamId stream, long expectedSeq, DateTimeOffset? due, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var key = Of(PendingAppend.KeyOf(stream));
        var next = Of(expectedSeq + 1);
        // Locking the entry first makes each later statement see what an append that held it wrote.
        await (due is { } at
            ? readers.BatchAsync([(LockSql, [key]), (MoveSql, [key, next, Of(Ceiling(at))]), (AddSql, [key, next, Of(Ceiling(at))])], cancel)
            : readers.BatchAsync([(LockSql, [key]), (RemoveSql, [key, next])], cancel));
        signal.Raise(due);
    }

    private static DateTime Ceiling(DateTimeOffset at) => Micros(UnixMicros.Ceiling(at));

    private static DateTime Micros(long micros) => UnixMicros.ToTime(micros).UtcDateTime;
}
