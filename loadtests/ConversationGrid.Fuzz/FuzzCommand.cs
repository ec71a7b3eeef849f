using System.Globalization;
using ConversationGrid.Fuzz.Runs;

namespace ConversationGrid.Fuzz;

/// <summary>The program <c>fuzz</c>.</summary>
internal static class FuzzCommand
{
    private const string Usage = """
        fuzz [--frames N] [--seed X]

        Starts a host of its own and sends it hostile hub frames over raw WebSockets and hostile REST requests (one for twenty frames), while a
        customer and an agent beside it talk. Fails when the host dies, hangs, logs an error, answers 5xx or without a code, ends a connection
        that it should keep, or disturbs the two.

          --frames N   hub frames (default 100000)
          --seed X     of the dice (default 1); the same seed draws the same frames
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (Arguments.Read(args) is not { } a)
        {
            output.WriteLine(Usage);
            return args is ["--help"] or ["-h"] ? 0 : 2;
        }
        var report = await FuzzRun.RunAsync(a.Frames, a.Seed, output: output);
        foreach (var (what, count) in report.Findings.Counts.OrderBy(c => c.Key, StringComparer.Ordinal)) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-28} {count,10}"));
        foreach (var violation in report.Findings.Violations.OrderBy(v => v.Length)) output.WriteLine($"VIOLATION {violation}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Seconds:0.0} s, {report.Frames / report.Seconds:0} frames/s, host {report.HostCpuSeconds:0.0} s of processor, {report.MemoryBeforeMiB} -> {report.MemoryAfterMiB} MiB; neighbour {report.NeighbourMessages} messages, median {report.NeighbourMedianMs:0.0} ms, slowest {report.NeighbourSlowestMs:0} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {a.Seed}, frames {report.Frames}, requests {report.Requests}, logged errors {report.LoggedErrors}, violations {report.Violations}"));
        return report.Violations == 0 ? 0 : 1;
    }

    private sealed record Arguments(long Frames, int Seed)
    {
        /// <summary>Null when they make no sense.</summary>
        public static Arguments? Read(string[] args)
        {
            var a = new Arguments(100_000, 1);
            for (var i = 0; i < args.Length; i += 2)
            {
                var value = i + 1 < args.Length ? args[i + 1] : null;
                switch (args[i])
                {
                    case "--frames" when long.TryParse(value, CultureInfo.InvariantCulture, out var frames) && frames > 0: a = a with { Frames = frames }; break;
                    case "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed): a = a with { Seed = seed }; break;
                    default: return null;
                }
            }
            return a;
        }
    }
}
