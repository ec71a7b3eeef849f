using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Privacy.Erasures;

namespace ConversationGrid.Privacy.Checks;

/// <summary>
/// Finds events that were changed in the store: what is encrypted of an event is bound to its stream, its number and all that lies in clear beside it, so
/// none of it can be changed without the key. Decisions of the assistant are such events. What was erased cannot be checked, and counts as
/// right; what was removed of a message and stands there again is wrong.
/// </summary>
public static class SealCheck
{
    private const int PageMax = 1_000;

    private const string PageSql = """
        select e.stream, e.seq, e.structure, e.personal, e.personal_key, r.seq from events e
        left join keys.redactions r on r.stream = e.stream and r.seq = e.seq
        and not exists (select 1 from redactions_applied a where a.stream = r.stream and a.seq = r.seq and a.missing = 1)
        where e.personal_key is not null and (e.stream, e.seq) > ($1, $2) order by e.stream, e.seq limit $3
        """;

    /// <summary>
    /// Conversations whose numbers have a hole, or that end before what their list says: an event, and so a decision of the assistant, was taken out. Numbers
    /// begin at 1 and go up by one.
    /// </summary>
    private const string MissingSql = """
        select (select count(*) from (select stream from events where stream >= 'c/' and stream < 'c0' group by stream having count(*) <> max(seq)) holes)
          + (select count(*) from conversations c
             where c.seq > coalesce((select max(e.seq) from events e where e.stream = 'c/' || c.workspace || '/' || c.id), 0))
        """;

    /// <returns>How many events were looked at, and how many of them were changed; a conversation that lost events counts as one more.</returns>
    public static async Task<(long Checked, long Wrong)> RunAsync(IJournalStore store, Action<long, long>? progress = null, CancellationToken cancel = default)
    {
        if (store.Keys is not { } keys) return default;
        var missing = (await store.Database.QueryAsync(new(MissingSql), row => row.Int64(0), cancel))[0];
        var (seen, wrong, after) = (0L, missing, (Stream: "", Seq: 0L));
        while (true)
        {
            var page = await store.Database.QueryAsync(
                new(PageSql, after.Stream, after.Seq, (long)PageMax),
                row => new Row(row.Text(0), row.Int64(1), row.Bytes(2), row.IsNull(3) ? [] : row.Bytes(3), row.Text(4), !row.IsNull(5)), cancel);
            if (page.Count == 0) return (seen, wrong);
            await keys.PrepareAsync([.. page.Select(row => StreamId.Parse(row.Stream)).Distinct()], cancel);
            foreach (var row in page)
                if (!await IsRightAsync(keys, row, cancel)) wrong++;
            (seen, after) = (seen + page.Count, (page[^1].Stream, page[^1].Seq));
            progress?.Invoke(seen, wrong);
        }
    }

    private static async Task<bool> IsRightAsync(IDataKeys keys, Row row, CancellationToken cancel)
    {
        if (await keys.ForReadingAsync(StreamId.Parse(row.Stream), row.Key, cancel) is not { } key) return true;
        // The text of a message that was removed has not been put back.
        return key.Open(row.Personal, row.Seq, row.Structure) is { } personal && !(row.IsRedacted && MessageRedaction.HoldsText(personal));
    }

    private sealed record Row(string Stream, long Seq, byte[] Structure, byte[] Personal, string Key, bool IsRedacted);
}
