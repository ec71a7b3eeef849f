using System.Diagnostics;
using System.Text.Json.Nodes;
using ConversationGrid.Quality.Defaults;
using ConversationGrid.Understanding;

namespace ConversationGrid.Quality;

/// <summary>
/// Times the whole analysis of real messages of 60 to 120 characters on one thread: after a warm-up every message is timed by itself, round by round; a
/// message's time is the median of its rounds, which takes out what the machine did meanwhile. Allocation is what the thread allocated, by the run time's own
/// count.
/// </summary>
internal static class Speed
{
    private const int Rounds = 21;

    public static JsonObject Measure(Options options, TextWriter report)
    {
        var messages = Messages(options);
        var analyser = new MessageAnalyser();
        var times = new double[messages.Length][];
        for (var i = 0; i < times.Length; i++)
            times[i] = new double[Rounds];
        for (var round = -Rounds; round < Rounds; round++)
        {
            for (var i = 0; i < messages.Length; i++)
            {
                var from = Stopwatch.GetTimestamp();
                analyser.Analyse(messages[i]);
                if (round >= 0)
                    times[i][round] = Stopwatch.GetElapsedTime(from).TotalMicroseconds;
            }
        }
        foreach (var parts in new[] { AnalysisParts.None, AnalysisParts.Language, AnalysisParts.Sentiment, AnalysisParts.Emotion, AnalysisParts.Intent,
            AnalysisParts.All })
            report.WriteLine($"{parts}: {Pace(analyser, messages, parts):F1} microseconds of processor time a message");
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var message in messages)
            analyser.Analyse(message);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / messages.Length;
        double[] medians = [.. times.Select(rounds => { Array.Sort(rounds); return rounds[Rounds / 2]; }).Order()];
        double[] all = [.. times.SelectMany(rounds => rounds).Order()];
        if (options["out"] is { } file)
            AnalysisBenchmark.Run(messages, file);
        report.WriteLine($"{messages.Length} messages of 60 to 120 characters, {Rounds} rounds, {Environment.ProcessorCount} cores");
        return new JsonObject
        {
            ["task"] = "speed", ["n"] = messages.Length, ["p50"] = Math.Round(medians[medians.Length / 2], 2),
                ["p99"] = Math.Round(medians[medians.Length * 99 / 100], 2),
            ["rawP50"] = Math.Round(all[all.Length / 2], 2), ["rawP99"] = Math.Round(all[(int)(all.Length * 0.99)], 2), ["bytesPerMessage"] = bytes,
        };
    }

    private static string[] Messages(Options options)
    {
        var material = Material.Of(options);
        return [.. material.Ai("banking77/valid.tsv").Concat(material.Ai("nusax-english/train.tsv")).Concat(material.Ai("nusax-indonesian/train.tsv"))
            .Select(example => example.Text).Where(text => text.Length is >= 60 and <= 120).Take(AnalysisBenchmark.MessageCount)];
    }

    /// <summary>
    /// Processor time a message, which does not count what other programs took meanwhile. Reading the text, the shared look-up and the priority come with every
    /// part.
    /// </summary>
    private static double Pace(MessageAnalyser analyser, string[] messages, AnalysisParts parts)
    {
        using var own = Process.GetCurrentProcess();
        var from = own.TotalProcessorTime;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var message in messages)
                analyser.Analyse(message, parts);
        }
        own.Refresh();
        return (own.TotalProcessorTime - from).TotalMicroseconds / (messages.Length * Rounds);
    }
}
