using ConversationGrid.Contracts;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>Which messages have no text any more, kept beside the keys: a journal that is restored later learns from it what must not come back.</summary>
internal sealed class RedactionLedger(IDatabase database, TimeProvider time)
{
    public Task RecordAsync(StreamId stream, long seq, string askedBy, CancellationToken cancel) => WriteAsync(
        "insert into keys.redactions (stream, seq, asked_by, asked_at) values ($1, $2, $3, $4) on conflict (stream, seq) do nothing", cancel,
        stream.ToString(), seq, askedBy, time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000);

    /// <param name="isMissing">Whether this journal does not have the message: it is older.</param>
    public Task AppliedAsync(StreamId stream, long seq, bool isMissing, CancellationToken cancel) => WriteAsync(
        "insert into redactions_applied (stream, seq, missing) values ($1, $2, $3) on conflict (stream, seq) do update set missing = excluded.missing", cancel,
        stream.ToString(), seq, isMissing ? 1L : 0L);

    /// <summary>Those that this journal knows nothing of, with the type of the event; null where it has none of that number.</summary>
    public Task<IReadOnlyList<(StreamId Stream, long Seq, string AskedBy, string? Type)>> NotAppliedAsync(CancellationToken cancel) => database.QueryAsync(
        new("""
            select r.stream, r.seq, r.asked_by, e.type from keys.redactions r left join events e on e.stream = r.stream and e.seq = r.seq
            where not exists (select 1 from redactions_applied a where a.stream = r.stream and a.seq = r.seq)
            """), row => (StreamId.Parse(row.Text(0)), row.Int64(1), row.Text(2), row.TextOrNull(3)), cancel);

    private Task WriteAsync(string sql, CancellationToken cancel, params object?[] parameters)
    {
        var writes = new WriteSet();
        writes.Run(sql, parameters);
        return database.WriteAsync(writes, cancel);
    }
}
