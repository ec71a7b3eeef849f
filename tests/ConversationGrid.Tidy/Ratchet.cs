namespace ConversationGrid.Tidy;

/// <summary>
/// What is not tidy yet and known, one <c>rule file count</c> a line in <c>ratchet.txt</c>. Nothing may be added and no count may grow;
/// take out what is put right. <c>GRID_RATCHET=write</c> lowers the file to what is left, and never raises it.
/// </summary>
internal static class Ratchet
{
    private const string File = "tests/ConversationGrid.Tidy/ratchet.txt";
    private static readonly Lock Writing = new();

    /// <summary>Fails for each thing that is worse than the list says.</summary>
    public static void Check(string rule, IEnumerable<(string File, int Count, string What)> found)
    {
        var all = found.ToList();
        var allowed = Read().Where(r => r.Rule == rule).ToDictionary(r => r.File, r => r.Count);
        if (Environment.GetEnvironmentVariable("GRID_RATCHET") == "write") Lower(rule, all);
        var worse = all.Where(f => f.Count > allowed.GetValueOrDefault(f.File)).Select(f => $"{f.File}: {f.What}").ToList();
        Assert.True(worse.Count == 0, $"{rule}:\n{string.Join('\n', worse)}");
    }

    private static void Lower(string rule, IReadOnlyList<(string File, int Count, string What)> found)
    {
        lock (Writing)
        {
            var left = Read().Select(r => r.Rule == rule ? r with { Count = Math.Min(r.Count, found.FirstOrDefault(f => f.File == r.File).Count) } : r);
            System.IO.File.WriteAllLines(House.PathOf(File), left.Where(r => r.Count > 0).Select(r => $"{r.Rule} {r.File} {r.Count}"));
        }
    }

    private static List<Entry> Read() =>
        [.. House.LinesOf(File).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' '))
            .Select(p => new Entry(p[0], p[1], int.Parse(p[2], System.Globalization.CultureInfo.InvariantCulture)))];

    private sealed record Entry(string Rule, string File, int Count);
}
