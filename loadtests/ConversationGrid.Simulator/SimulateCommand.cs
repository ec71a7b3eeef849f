using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ConversationGrid.Commands;
using ConversationGrid.Simulator.Days;
using ConversationGrid.Simulator.Plants;

namespace ConversationGrid.Simulator;

/// <summary>The program <c>simulate</c>.</summary>
internal static class SimulateCommand
{
    private static readonly Option<int> Seeds = Numbers.Of("--seeds", "how many seeds", 1, int.MaxValue, 1_000);
    private static readonly Option<ulong> From = Numbers.Of("--from", "the first seed", 0UL, ulong.MaxValue, 1UL);
    private static readonly Option<ulong?> Seed = Numbers.Optional("--seed", "this seed alone", 0UL, ulong.MaxValue);
    private static readonly Option<string?> PlantOption =
        new("--plant") { Description = "plants a bug and stops at the first seed that shows it; 'list' names the bugs, one a line", HelpName = "BUG" };
    private static readonly Option<bool> Each = new("--each") { Description = "prints each seed's history hash" };
    private static readonly Option<bool> Trace = new("--trace") { Description = "prints what happens (with --seed)" };

    public static Command Create(TextWriter output, TextWriter progress)
    {
        var command = CommandLines.Create("simulate", """
            Runs the real domain and engine in simulated worlds, each made from one seed: seeded scheduling, virtual time, and processes,
            stores, networks and clients that fail. A seed that breaks a promise is printed, and shows it again with --seed.
            """);
        foreach (var option in (Option[])[Seeds, From, Seed, PlantOption, Each, Trace]) command.Add(option);
        command.Add(DaysCommand.Create(output, progress));
        command.SetAction(parsed => Run(
            parsed.GetValue(Seed) is { } one
                ? new(1, one, parsed.GetValue(PlantOption), parsed.GetValue(Each), parsed.GetValue(Trace))
                : new(parsed.GetValue(Seeds), parsed.GetValue(From), parsed.GetValue(PlantOption), parsed.GetValue(Each), parsed.GetValue(Trace)),
            output, progress));
        return command;
    }

    private static int Run(Arguments a, TextWriter output, TextWriter progress)
    {
        if (a.Plant == "list")
        {
            foreach (var name in PlantedBugs.All.Select(p => p.Name)) output.WriteLine(name);
            return 0;
        }
        var plant = a.Plant is null ? Plant.None : PlantedBugs.All.FirstOrDefault(p => p.Name == a.Plant);
        if (plant is null) throw new ArgumentException($"There is no bug '{a.Plant}' to plant; --plant list names them.");
        return RunSeeds(a, plant, output, progress);
    }

    private static int RunSeeds(Arguments a, Plant plant, TextWriter output, TextWriter progress)
    {
        var watch = Stopwatch.StartNew();
        var (violations, seeds, hours, steps, events, acknowledged, fenced) = (0, 0, 0.0, 0L, 0L, 0L, 0L);
        for (var i = 0; i < a.Seeds; i++)
        {
            var result = SeedRun.Of(a.From + (ulong)i, plant, a.Trace ? output.WriteLine : null);
            seeds++;
            (hours, steps, events) = (hours + result.ConversationHours, steps + result.Steps, events + result.Events);
            (acknowledged, fenced) = (acknowledged + result.Counts.Acknowledged, fenced + result.Counts.Fenced);
            if (result.Violations.Count > 0)
            {
                violations++;
                output.WriteLine($"seed {result.Seed} (again: simulate --seed {result.Seed}{(a.Plant is null ? "" : $" --plant {a.Plant}")})");
                foreach (var violation in result.Violations) output.WriteLine($"  {violation}");
                if (a.Plant is not null) break;
            }
            if (a.Each || a.Seeds == 1)
                output.WriteLine($"seed {result.Seed}: history {result.Hash:x16}, {result.Steps} steps, {result.Events} events, {result.Simulated:c} " +
                    $"simulated, {result.Counts}");
            if (seeds % 500 == 0 && seeds < a.Seeds)
                progress.WriteLine($"{seeds} of {a.Seeds} seeds, {violations} violations, {watch.Elapsed.TotalSeconds:0} s");
        }
        var seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seconds:0.0} s, {seeds / seconds:0} seeds/s, {hours:0} conversation-hours, {hours / seconds:0} a second, {events} events, {acknowledged} " +
            $"acknowledged posts, {fenced} writes fenced off, {steps} steps"));
        output.WriteLine($"seeds {seeds}, violations {violations}");
        return violations == 0 ? 0 : 1;
    }

    private sealed record Arguments(int Seeds, ulong From, string? Plant, bool Each, bool Trace);
}
