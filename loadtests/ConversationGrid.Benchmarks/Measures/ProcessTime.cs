using System.Globalization;

namespace ConversationGrid.Benchmarks.Measures;

/// <summary>CPU time and memory of processes as the kernel counts them (<c>/proc/PID/stat</c>).</summary>
internal static class ProcessTime
{
    /// <summary>Ticks a second of the kernel's counters; 100 on every Linux that we know.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of one process, in seconds; 0 when it is gone.</summary>
    public static double Of(int pid) => Stat(pid) is { } f ? (f.User + f.System) / TicksPerSecond : 0;

    /// <summary>Time of a process, of the children that it has waited for, and of those that run now: a database server with its sessions.</summary>
    public static double OfFamily(int pid)
    {
        if (Stat(pid) is not { } parent) return 0;
        var ticks = parent.User + parent.System + parent.ChildUser + parent.ChildSystem;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var child) && Stat(child) is { } f && f.Parent == pid)
                ticks += f.User + f.System;
        }
        return ticks / TicksPerSecond;
    }

    /// <summary>The process that started another; 0 when that is gone.</summary>
    public static int ParentOf(int pid) => Stat(pid)?.Parent ?? 0;

    /// <summary>Resident memory in MiB.</summary>
    public static double ResidentMiB(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.AsSpan(6).Trim()[..^3], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static Fields? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            // The name in parentheses may hold anything; the numbers begin after it, with the third field.
            var f = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(int.Parse(f[1], CultureInfo.InvariantCulture), Ticks(f[11]), Ticks(f[12]), Ticks(f[13]), Ticks(f[14]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private sealed record Fields(int Parent, long User, long System, long ChildUser, long ChildSystem);
}
