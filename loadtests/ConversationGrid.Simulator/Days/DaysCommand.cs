using System.Diagnostics;
using System.Globalization;

namespace ConversationGrid.Simulator.Days;

/// <summary>The program <c>simulate days</c>.</summary>
internal static class DaysCommand
{
    private const string Usage = """
        simulate days [--days N] [--from X] [--day X]

        Random days of a contact centre by the real rules of routing, in virtual time and without faults. Checked: no agent over capacity, no
        two assignees, nobody fit idle for more than 100 ms while somebody waits, the bound of ageing, every choice explained so that it can
        be made again, everyone served in the end.

          --days N   how many days (default 10000)
          --from X   the first day (default 1)
          --day X    this day alone
        """;

    public static int Run(string[] args, TextWriter output, TextWriter progress)
    {
        var (days, from) = (10_000, 1UL);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--days" when int.TryParse(value, out var n) && n > 0: days = n; break;
                case "--from" when ulong.TryParse(value, out var x): from = x; break;
                case "--day" when ulong.TryParse(value, out var x): (days, from) = (1, x); break;
                default:
                    output.WriteLine(Usage);
                    return args is ["--help"] ? 0 : 2;
            }
        }
        var watch = Stopwatch.StartNew();
        var (violations, picks, assignments, commands) = (0, 0L, 0L, 0L);
        for (var i = 0; i < days; i++)
        {
            var day = Of(from + (ulong)i);
            (picks, assignments, commands) = (picks + day.Picks, assignments + day.Assignments, commands + day.Commands);
            if (day.Violations.Count > 0)
            {
                violations++;
                output.WriteLine($"day {from + (ulong)i} (again: simulate days --day {from + (ulong)i})");
                foreach (var violation in day.Violations) output.WriteLine($"  {violation}");
            }
            if ((i + 1) % 1_000 == 0 && i + 1 < days) progress.WriteLine($"{i + 1} of {days} days, {violations} violations, {watch.Elapsed.TotalSeconds:0} s");
        }
        var seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{seconds:0.0} s, {days / seconds:0} days/s, {picks} choices, {assignments} assignments, {commands} commands"));
        output.WriteLine($"days {days}, violations {violations}");
        return violations == 0 ? 0 : 1;
    }

    /// <summary>What came of one day.</summary>
    public static DayResult Of(ulong seed)
    {
        var centre = RandomDay.Of(seed);
        var checks = new DayChecks(centre);
        checks.Run();
        return new(checks.Violations, checks.Picks, checks.Assignments, centre.Grid.Commands);
    }
}

/// <summary>What came of one day.</summary>
internal sealed record DayResult(IReadOnlyList<string> Violations, int Picks, int Assignments, long Commands);
