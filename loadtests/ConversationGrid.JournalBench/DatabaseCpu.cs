using System.Globalization;

namespace ConversationGrid.JournalBench;

/// <summary>CPU time of a process and all it has started, from <c>/proc</c>. A child that ended counts with its parent once waited for.</summary>
internal static class DatabaseCpu
{
    private const double TicksPerSecond = 100;

    /// <summary>Of the server whose command line holds <paramref name="folder"/>, and its children.</summary>
    public static Func<TimeSpan> Of(string folder)
    {
        var server = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _))
            .Select(n => int.Parse(n!, CultureInfo.InvariantCulture))
            .First(pid => Read($"/proc/{pid}/cmdline") is var line && line.Contains(folder, StringComparison.Ordinal)
                && line.Contains("bin/postgres", StringComparison.Ordinal));
        return () => TimeSpan.FromSeconds(Children(server).Prepend(server).Sum(Ticks) / TicksPerSecond);
    }

    private static IEnumerable<int> Children(int pid) =>
        Read($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture));

    private static double Ticks(int pid)
    {
        var stat = Read($"/proc/{pid}/stat");
        if (stat.Length == 0) return 0;
        // After the name: state is field 3; utime, stime, and those of children waited for are 14 to 17.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Skip(11).Take(4).Sum(f => double.Parse(f, CultureInfo.InvariantCulture));
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
