using System.Diagnostics;
using System.Globalization;
using ConversationGrid.Simulator.Plants;

namespace ConversationGrid.Simulator;

/// <summary>The program <c>simulate</c>.</summary>
internal static class SimulateCommand
{
    private const string Usage = """
        simulate [--seeds N] [--seed X] [--from X] [--plant BUG] [--each] [--trace]

        Runs the real domain and engine in simulated worlds, each made from one seed: seeded scheduling, virtual time, and processes,
        stores, networks and clients that fail. A seed that breaks a promise is printed, and shows it again with --seed.

          --seeds N     how many seeds (default 1000)
          --from X      the first seed (default 1)
          --seed X      this seed alone
          --plant BUG   plants a bug and stops at the first seed that shows it; 'list' names the bugs, one a line
          --each        prints each seed's history hash
          --trace       prints what happens (with --seed)
        """;

    public static int Run(string[] args, TextWriter output, TextWriter progress)
    {
        if (Arguments.Read(args) is not { } a)
        {
            output.WriteLine(Usage);
            return args is ["--help"] or ["-h"] ? 0 : 2;
        }
        if (a.Plant == "list")
        {
            foreach (var name in PlantedBugs.All.Select(p => p.Name)) output.WriteLine(name);
            return 0;
        }
        var plant = a.Plant is null ? Plant.None : PlantedBugs.All.FirstOrDefault(p => p.Name == a.Plant);
        if (plant is null)
        {
            output.WriteLine($"There is no bug '{a.Plant}' to plant; --plant list names them.");
            return 2;
        }
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

    private sealed record Arguments(int Seeds, ulong From, string? Plant, bool Each, bool Trace)
    {
        /// <summary>Null when they make no sense.</summary>
        public static Arguments? Read(string[] args)
        {
            var a = new Arguments(1_000, 1, null, false, false);
            for (var i = 0; i < args.Length; i++)
            {
                var value = i + 1 < args.Length ? args[i + 1] : null;
                switch (args[i])
                {
                    case "--seeds" when int.TryParse(value, out var seeds) && seeds > 0: (a, i) = (a with { Seeds = seeds }, i + 1); break;
                    case "--from" when ulong.TryParse(value, out var from): (a, i) = (a with { From = from }, i + 1); break;
                    case "--seed" when ulong.TryParse(value, out var seed): (a, i) = (a with { From = seed, Seeds = 1 }, i + 1); break;
                    case "--plant" when value is not null: (a, i) = (a with { Plant = value }, i + 1); break;
                    case "--each": a = a with { Each = true }; break;
                    case "--trace": a = a with { Trace = true }; break;
                    default: return null;
                }
            }
            return a;
        }
    }
}
