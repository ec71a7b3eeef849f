using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="IAgenda"/>
internal sealed class SqliteAgenda(SqliteWriter writer, SqliteReaders readers, DueSignal signal) : IAgenda
{
    public event Action<DateTimeOffset>? DueSet
    {
        add => signal.DueSet += value;
        remove => signal.DueSet -= value;
    }

    public async Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default)
    {
        // Looking first costs a read; a write transaction for nothing would cost an fsync at every tick.
        if (await NextDueAsync(cancel) is not { } next || next > now) return [];
        var claim = new SqliteJob<IReadOnlyList<StreamId>>(0, session => Claim(session, UnixMicros.Floor(now), UnixMicros.Ceiling(now + lease), max));
        writer.Add(claim);
        // Not abandoned at a cancellation: what was claimed would be lost to everyone until the lease ends.
        return await claim.Task;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) =>
        readers.ReadAsync(session =>
        {
            var row = session["select min(due_at) from agenda"];
            row.Step();
            DateTimeOffset? next = row.IsNull(0) ? null : UnixMicros.ToTime(row.Int64(0));
            row.Reset();
            return next;
        }, cancel);

    public Task SetDueAsync(StreamId stream, long expectedSeq, DateTimeOffset? due, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var change = PendingAppend.Of(stream, expectedSeq, due);
        writer.Add(change);
        return change.Task.WaitAsync(cancel);
    }

    /// <summary>Sets a stream's due time inside the writer's transaction.</summary>
    public static void Write(SqliteSession session, string stream, DateTimeOffset? due)
    {
        if (due is { } at)
            session["insert into agenda (stream, due_at) values (?1, ?2) on conflict (stream) do update set due_at = excluded.due_at"].Bind(1, stream)
                .Bind(2, UnixMicros.Ceiling(at)).Run();
        else session["delete from agenda where stream = ?1"].Bind(1, stream).Run();
    }

    private static List<StreamId> Claim(SqliteSession session, long now, long until, int max)
    {
        var claimed = new List<StreamId>();
        var due = session["select stream from agenda where due_at <= ?1 order by due_at, stream limit ?2"].Bind(1, now).Bind(2, max);
        while (due.Step()) claimed.Add(StreamId.Parse(due.Text(0)));
        foreach (var stream in claimed) session["update agenda set due_at = ?2 where stream = ?1"].Bind(1, stream.ToString()).Bind(2, until).Run();
        return claimed;
    }
}
