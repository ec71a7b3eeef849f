using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ConversationGrid.Commands;

namespace ConversationGrid.Simulator.Days;

/// <summary>The program <c>simulate days</c>.</summary>
internal static class DaysCommand
{
    private static readonly Option<int> Days = Numbers.Of("--days", "how many days", 1, int.MaxValue, 10_000);
    private static readonly Option<ulong> From = Numbers.Of("--from", "the first day", 0UL, ulong.MaxValue, 1UL);
    private static readonly Option<ulong?> Day = Numbers.Optional("--day", "this day alone", 0UL, ulong.MaxValue);

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var command = new Command("days", """
            Random days of a contact centre by the real rules of routing, in virtual time and without faults. Checked: no agent over capacity, no
            two assignees, nobody fit idle for more than 100 ms while somebody waits, the bound of ageing, every choice explained so that it can
            be made again, everyone served in the end.
            """) { Days, From, Day };
        command.SetAction(parsed => parsed.GetValue(Day) is { } one ? Run(1, one, output, progress)
            : Run(parsed.GetValue(Days), parsed.GetValue(From), output, progress));
        return command;
    }

    private static int Run(int days, ulong from, TextWriter output, TextWriter progress)
    {
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
