using System.Security.Cryptography;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Episodes;

/// <summary>
/// Days whose episodes hardly change any more are kept packed beside their rows, and figures read a day instead of each row. Whoever writes an episode
/// of such a day gives the day a new stamp and drops what was packed, in the same transaction; a day is packed only if its stamp is the same after its
/// rows were read as before. So a packed day always equals its rows.
/// </summary>
internal sealed class EpisodeDays(IDatabase database, TimeProvider time)
{
    /// <summary>Days before this one may be packed: the last of them ended two days ago.</summary>
    private const int PackedAfterDays = 3;

    /// <summary>Days before this one may have been packed by another process, whatever its clock and however long a write took.</summary>
    private const int DroppedAfterDays = 2;

    /// <summary>A day that changed is left alone for so long: more changes may follow.</summary>
    private static readonly TimeSpan QuietFor = TimeSpan.FromMinutes(1);

    private static readonly Table Dropped = new(
        "episode_days", 2, new("workspace", ColumnKind.Text), new("day", ColumnKind.Number), new("stamp", ColumnKind.Number),
        new("changed_at", ColumnKind.Number), new("body", ColumnKind.Bytes));

    private static readonly Table Seen = new("episode_days", 2, new("workspace", ColumnKind.Text), new("day", ColumnKind.Number));

    private static readonly string RowsSql =
        $"select {EpisodeTable.FigureColumns}, {EpisodeTable.DimensionColumns} from episodes where workspace = $1 and started_at >= $2 and started_at < $3";

    /// <summary>Notes in a transaction that episodes with these starts are written.</summary>
    public static void Changed(WriteSet writes, IEnumerable<(string Workspace, long StartedAt)> starts, DateTimeOffset now)
    {
        var today = PackedDay.DayOf(Times.Micros(now));
        // In one order for all: two projectors may write the same days.
        var days = starts.Select(s => (s.Workspace, Day: PackedDay.DayOf(s.StartedAt))).Distinct()
            .OrderBy(d => d.Workspace, StringComparer.Ordinal).ThenBy(d => d.Day).ToLookup(d => d.Day < today - DroppedAfterDays);
        writes.Upsert(Dropped, [.. days[true].Select(d => new object?[] { d.Workspace, d.Day, NewStamp(), Times.Micros(now), null })]);
        writes.Upsert(Seen, [.. days[false].Select(d => new object?[] { d.Workspace, d.Day })]);
    }

    /// <summary>Notes in a transaction that all episodes of a conversation are about to be removed.</summary>
    public static void Removing(WriteSet writes, string workspace, string conversation, DateTimeOffset now) => writes.Run(
        "update episode_days set stamp = $3, changed_at = $4, body = null where workspace = $1 and day in " +
        $"(select started_at / {PackedDay.MicrosPerDay} from episodes where workspace = $1 and conversation = $2)",
        workspace, conversation, NewStamp(), Times.Micros(now));

    /// <summary>Visits the episodes that began in a part of time, in any order.</summary>
    /// <param name="from">Microseconds since 1970.</param>
    /// <param name="to">Not included.</param>
    public async Task VisitAsync(string workspace, long from, long to, EpisodeVisitor visit, CancellationToken cancel)
    {
        var packed = new HashSet<long>();
        await database.ScanAsync(
            new("select day, body from episode_days where workspace = $1 and day >= $2 and day <= $3 and body is not null", workspace, PackedDay.DayOf(from),
                PackedDay.DayOf(to - 1)),
            row =>
            {
                if (PackedDay.Unpack(row.View(1), VisitInTime)) packed.Add(row.Int64(0));
            }, cancel);
        foreach (var (first, end) in Gaps(PackedDay.DayOf(from), PackedDay.DayOf(to - 1), packed))
            await ScanAsync(workspace, Math.Max(from, first * PackedDay.MicrosPerDay), Math.Min(to, end * PackedDay.MicrosPerDay), visit, cancel);

        void VisitInTime(in EpisodeFigures figures, in EpisodeDimensions dimensions)
        {
            if (figures.StartedAt >= from && figures.StartedAt < to) visit(figures, dimensions);
        }
    }

    /// <summary>Packs one day that has not changed for a while and is not packed.</summary>
    /// <returns>Whether there may be another.</returns>
    public async Task<bool> PackNextAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var before = PackedDay.DayOf(Times.Micros(now)) - PackedAfterDays + 1;
        var next = await database.QueryAsync(
            new("select workspace, day from episode_days where body is null and day < $1 and changed_at < $2 order by day desc limit 1", before,
                Times.Micros(now - QuietFor)),
            row => (Workspace: row.Text(0), Day: row.Int64(1)), cancel);
        if (next.Count == 0) return false;
        await PackAsync(next[0].Workspace, next[0].Day, cancel);
        return true;
    }

    /// <summary>Packed days that do not equal their rows, of all workspaces.</summary>
    public async Task<IReadOnlyList<(string Workspace, long Day)>> WrongAsync(CancellationToken cancel)
    {
        var days = await database.QueryAsync(new("select workspace, day from episode_days where body is not null order by workspace, day"),
            row => (Workspace: row.Text(0), Day: row.Int64(1)), cancel);
        var wrong = new List<(string, long)>();
        foreach (var (workspace, day) in days)
        {
            if (await StampAsync(workspace, day, cancel) is not { } stamp) continue;
            var rows = await RowsAsync(workspace, day, cancel);
            var stored = await database.QueryAsync(new("select body from episode_days where workspace = $1 and day = $2 and stamp = $3", workspace, day, stamp),
                row => row.IsNull(0) ? null : row.Bytes(0), cancel);
            // Where the stamp is another now, what was read is of no worth.
            if (stored is [{ } body] && !body.AsSpan().SequenceEqual(rows)) wrong.Add((workspace, day));
        }
        return wrong;
    }

    /// <summary>Drops what is packed of these days; it is packed again later.</summary>
    public Task DropAsync(IEnumerable<(string Workspace, long Day)> days, CancellationToken cancel)
    {
        var writes = new WriteSet();
        writes.Upsert(Dropped, [.. days.Select(d => new object?[] { d.Workspace, d.Day, NewStamp(), 0L, null })]);
        return database.WriteAsync(writes, cancel);
    }

    private async Task PackAsync(string workspace, long day, CancellationToken cancel)
    {
        if (await StampAsync(workspace, day, cancel) is not { } stamp) return;
        var packed = await RowsAsync(workspace, day, cancel);
        await database.WriteAsync(
            new()
            {
                Guard = new("update episode_days set body = $4 where workspace = $1 and day = $2 and stamp = $3", workspace, day, stamp, packed), GuardRows = 1,
            }, cancel);
    }

    private async Task<long?> StampAsync(string workspace, long day, CancellationToken cancel) => (await database.QueryAsync(
        new("select stamp from episode_days where workspace = $1 and day = $2", workspace, day), row => (long?)row.Int64(0), cancel)).FirstOrDefault();

    private async Task<byte[]> RowsAsync(string workspace, long day, CancellationToken cancel) => PackedDay.Pack(await database.QueryAsync(
        new($"{RowsSql} order by started_at, conversation, episode", workspace, day * PackedDay.MicrosPerDay, (day + 1) * PackedDay.MicrosPerDay),
        row => (EpisodeTable.Read(row), EpisodeTable.ReadDimensions(row)), cancel));

    private Task ScanAsync(string workspace, long from, long to, EpisodeVisitor visit, CancellationToken cancel) => database.ScanAsync(
        new(RowsSql, workspace, from, to), row => visit(EpisodeTable.Read(row), EpisodeTable.ReadDimensions(row)), cancel);

    private static long NewStamp() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>The days from the first to the last that are not packed, neighbours together.</summary>
    private static IEnumerable<(long First, long End)> Gaps(long first, long last, HashSet<long> packed)
    {
        for (var day = first; day <= last; day++)
        {
            if (packed.Contains(day)) continue;
            var begin = day;
            while (day <= last && !packed.Contains(day)) day++;
            yield return (begin, day);
        }
    }
}
