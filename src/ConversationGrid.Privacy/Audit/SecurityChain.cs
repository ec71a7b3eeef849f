using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Audit;

/// <summary>The hashes that chain the entries of the security log.</summary>
public static class SecurityChain
{
    private const int PageMax = 1_000;

    private const string PageSql = """
        select seq, at, actor, action, subject, detail, hash from security_log where workspace = $1 and seq > $2 order by seq limit $3
        """;

    /// <summary>The hash of an entry behind another one; nothing stands before the first.</summary>
    internal static string HashOf(string before, string workspace, long seq, long atMicros, SecurityEntry entry)
    {
        var text = new StringBuilder();
        // Each part with its length: no two entries are the same text.
        string?[] parts =
        [
            before, workspace, seq.ToString(CultureInfo.InvariantCulture), atMicros.ToString(CultureInfo.InvariantCulture), entry.ActorId, entry.Action,
            entry.Subject, entry.Detail,
        ];
        foreach (var part in parts) text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Computes every chain anew, and compares where it ends with where its head says it does.</summary>
    /// <returns>Entries looked at, and how many of them do not follow from the one before; a chain that lost its end counts one more.</returns>
    public static async Task<(long Checked, long Wrong)> VerifyAsync(IDatabase database, CancellationToken cancel = default)
    {
        var (seen, wrong) = (0L, 0L);
        var heads = await database.QueryAsync(
            new("select workspace, seq, hash from security_heads"), row => (Workspace: row.Text(0), Seq: row.Int64(1), Hash: row.Text(2)), cancel);
        foreach (var head in heads)
        {
            var (seq, hash) = (0L, "");
            while (await PageAsync(database, head.Workspace, seq, PageMax, cancel) is { Count: > 0 } page)
                foreach (var entry in page)
                {
                    var isNext = entry.Seq == seq + 1 && entry.Hash == HashOf(hash, head.Workspace, entry.Seq, Micros(entry.At), OfStored(entry));
                    (seen, wrong, seq, hash) = (seen + 1, wrong + (isNext ? 0 : 1), entry.Seq, entry.Hash);
                }
            if (seq != head.Seq || hash != head.Hash) wrong++;
        }
        return (seen, wrong);
    }

    internal static Task<IReadOnlyList<LoggedEntry>> PageAsync(IDatabase database, string workspace, long after, int max, CancellationToken cancel) =>
        database.QueryAsync(new(PageSql, workspace, after, (long)max), EntryOf, cancel);

    internal static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static LoggedEntry EntryOf(IRow row)
    {
        var at = DateTimeOffset.UnixEpoch.AddTicks(row.Int64(1) * TimeSpan.TicksPerMicrosecond);
        return new(row.Int64(0), at, row.Text(2), row.Text(3), row.Text(4), row.TextOrNull(5), row.Text(6));
    }

    private static SecurityEntry OfStored(LoggedEntry entry) => new(entry.ActorId, entry.Action, entry.Subject, entry.Detail);
}
