using System.Globalization;
using ConversationGrid.Fuzz.Runs;
using ConversationGrid.Fuzz.Texts;

namespace ConversationGrid.Fuzz;

/// <summary>The program <c>fuzz</c>.</summary>
internal static class FuzzCommand
{
    private const string Usage = """
        fuzz [--frames N] [--seed X]
        fuzz --texts FOLDER|made

        Starts a host of its own and sends it hostile hub frames over raw WebSockets and hostile REST requests (one for twenty frames), while a
        customer and an agent beside it talk. Fails when the host dies, hangs, logs an error, answers 5xx or without a code, ends a connection
        that it should keep, or disturbs the two.

          --frames N   hub frames (default 100000)
          --seed X     of the dice (default 1); the same seed draws the same frames
          --texts F    instead, every payload of the JSON-lines files in a folder ('made': texts of this program) through every input; what is
                       kept must come back letter for letter, the rest must be refused with the right code
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (Arguments.Read(args) is not { } a)
        {
            output.WriteLine(Usage);
            return args is ["--help"] or ["-h"] ? 0 : 2;
        }
        if (a.Texts is not null) return await RunTextsAsync(a.Texts, output);
        var report = await FuzzRun.RunAsync(a.Frames, a.Seed, output: output);
        Write(report.Findings, output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Seconds:0.0} s, {report.Frames / report.Seconds:0} frames/s, host {report.HostCpuSeconds:0.0} s of processor, {report.MemoryBeforeMiB} " +
            $"-> {report.MemoryAfterMiB} MiB; neighbour {report.NeighbourMessages} messages, median {report.NeighbourMedianMs:0.0} ms, slowest " +
            $"{report.NeighbourSlowestMs:0} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {a.Seed}, frames {report.Frames}, requests {report.Requests}, logged errors {report.LoggedErrors}, violations {report.Violations}"));
        return report.Violations == 0 ? 0 : 1;
    }

    private static async Task<int> RunTextsAsync(string folder, TextWriter output)
    {
        var texts = folder == "made" ? [.. HostileTexts.Made()] : HostileTexts.Read(folder);
        var findings = await TextRun.RunAsync(texts, inputsEach: null);
        Write(findings, output);
        var inputs = findings.Counts.Where(c => c.Key.StartsWith("text into", StringComparison.Ordinal)).Sum(c => c.Value);
        output.WriteLine($"texts {texts.Count}, inputs {inputs}, violations {findings.ViolationCount}");
        return findings.ViolationCount == 0 ? 0 : 1;
    }

    private static void Write(Findings findings, TextWriter output)
    {
        foreach (var (what, count) in findings.Counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-36} {count,10}"));
        foreach (var violation in findings.Violations.OrderBy(v => v.Length)) output.WriteLine($"VIOLATION {violation}");
    }

    private sealed record Arguments(long Frames, int Seed, string? Texts)
    {
        /// <summary>Null when they make no sense.</summary>
        public static Arguments? Read(string[] args)
        {
            var a = new Arguments(100_000, 1, null);
            for (var i = 0; i < args.Length; i += 2)
            {
                var value = i + 1 < args.Length ? args[i + 1] : null;
                switch (args[i])
                {
                    case "--frames" when long.TryParse(value, CultureInfo.InvariantCulture, out var frames) && frames > 0: a = a with { Frames = frames };
                        break;
                    case "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed): a = a with { Seed = seed }; break;
                    case "--texts" when value is "made" || Directory.Exists(value): a = a with { Texts = value }; break;
                    default: return null;
                }
            }
            return a;
        }
    }
}
