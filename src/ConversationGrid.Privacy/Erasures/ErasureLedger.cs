using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>What was asked to be erased, kept beside the keys: a journal that is restored later learns from it what must not come back.</summary>
internal sealed class ErasureLedger(IDatabase database, TimeProvider time)
{
    /// <summary>Writes an erasure down. One that stands there already stays as it is.</summary>
    public Task RecordAsync(EntityId customer, string erasureId, string askedBy, string? why, CancellationToken cancel) => WriteAsync(
        """
        insert into keys.erasures (id, workspace, customer, asked_by, asked_at, why) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing
        """, cancel, erasureId, customer.Workspace, customer.Id, askedBy, Now, why);

    public Task CountAsync(string erasureId, int conversations, CancellationToken cancel) =>
        WriteAsync("update keys.erasures set conversations = $2 where id = $1", cancel, erasureId, (long)conversations);

    /// <summary>Writes down that it is done, here and in the journal's own database.</summary>
    public async Task FinishAsync(string erasureId, CancellationToken cancel)
    {
        await WriteAsync("update keys.erasures set done_at = coalesce(done_at, $2) where id = $1", cancel, erasureId, Now);
        await WriteAsync("insert into erasures_applied (id) values ($1) on conflict (id) do nothing", cancel, erasureId);
    }

    /// <summary>Erasures that are done, and that this journal knows nothing of.</summary>
    public Task<IReadOnlyList<(EntityId Customer, string ErasureId)>> NotAppliedAsync(CancellationToken cancel) => database.QueryAsync(
        new("select workspace, customer, id from keys.erasures e where done_at is not null and "
        + "not exists (select 1 from erasures_applied a where a.id = e.id) order by asked_at"),
        row => (new EntityId(row.Text(0), row.Text(1)), row.Text(2)), cancel);

    public async Task<ErasureProgress?> FindAsync(string workspace, string erasureId, CancellationToken cancel)
    {
        var found = await database.QueryAsync(
            new("select customer, asked_at, asked_by, why, done_at, conversations from keys.erasures where workspace = $1 and id = $2", workspace, erasureId),
            row => new ErasureProgress(
                erasureId, row.Text(0), row.IsNull(4) ? "running" : "done", TimeOf(row.Int64(1)), row.Text(2), row.TextOrNull(3),
                row.IsNull(4) ? null : TimeOf(row.Int64(4)),
                (int?)row.Int64OrNull(5), 0), cancel);
        if (found is not [{ Conversations: { } all } progress]) return found.FirstOrDefault();
        if (progress.DoneAt is not null) return progress with { Erased = all };
        var erased = await database.QueryAsync(
            new("select count(*) from conversations where workspace = $1 and customer_id = $2 and erased = 1", workspace, progress.CustomerId),
            row => (int)row.Int64(0), cancel);
        return progress with { Erased = Math.Min(erased[0], all) };
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

    private static DateTimeOffset TimeOf(long micros) => DateTimeOffset.FromUnixTimeMilliseconds(micros / 1_000);

    private Task WriteAsync(string sql, CancellationToken cancel, params object?[] parameters)
    {
        var writes = new WriteSet();
        writes.Run(sql, parameters);
        return database.WriteAsync(writes, cancel);
    }
}
