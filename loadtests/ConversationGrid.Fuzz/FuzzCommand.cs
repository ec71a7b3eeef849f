using System.CommandLine;
using System.Globalization;
using ConversationGrid.Commands;
using ConversationGrid.Fuzz.Runs;
using ConversationGrid.Fuzz.Texts;

namespace ConversationGrid.Fuzz;

/// <summary>The program <c>fuzz</c>.</summary>
internal static class FuzzCommand
{
    private static readonly Option<long> Frames = Numbers.Of("--frames", "hub frames", 1L, long.MaxValue, 100_000);
    private static readonly Option<int> Seed = Numbers.Of("--seed", "of the dice; the same seed draws the same frames", int.MinValue, int.MaxValue, 1);
    private static readonly Option<string?> Texts = new("--texts")
    {
        Description = """
            instead, every payload of the JSON-lines files in a folder ('made': texts of this program) through every input; what is
            kept must come back letter for letter, the rest must be refused with the right code
            """,
        HelpName = "FOLDER",
    };

    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter? error = null)
    {
        var command = CommandLines.Create("fuzz", """
            Starts a host of its own and sends it hostile hub frames over raw WebSockets and hostile REST requests (one for twenty frames), while a
            customer and an agent beside it talk. Fails when the host dies, hangs, logs an error, answers 5xx or without a code, ends a connection
            that it should keep, or disturbs the two.
            """);
        foreach (var option in (Option[])[Frames, Seed, Texts]) command.Add(option);
        command.SetAction((parsed, _) => parsed.GetValue(Texts) is { } folder ? RunTextsAsync(folder, output)
            : RunFramesAsync(parsed.GetValue(Frames), parsed.GetValue(Seed), output));
        return command.RunAsync(args, output, error);
    }

    private static async Task<int> RunFramesAsync(long frames, int seed, TextWriter output)
    {
        var report = await FuzzRun.RunAsync(frames, seed, output: output);
        Write(report.Findings, output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Seconds:0.0} s, {report.Frames / report.Seconds:0} frames/s, host {report.HostCpuSeconds:0.0} s of processor, {report.MemoryBeforeMiB} " +
            $"-> {report.MemoryAfterMiB} MiB; neighbour {report.NeighbourMessages} messages, median {report.NeighbourMedianMs:0.0} ms, slowest " +
            $"{report.NeighbourSlowestMs:0} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {seed}, frames {report.Frames}, requests {report.Requests}, logged errors {report.LoggedErrors}, violations {report.Violations}"));
        return report.Violations == 0 ? 0 : 1;
    }

    private static async Task<int> RunTextsAsync(string folder, TextWriter output)
    {
        if (folder != "made" && !Directory.Exists(folder)) throw new ArgumentException($"--texts: there is no folder '{folder}'.");
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
}
