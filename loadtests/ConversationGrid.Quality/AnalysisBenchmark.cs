using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ConversationGrid.Understanding;

namespace ConversationGrid.Quality;

/// <summary>
/// The analysis of a message by BenchmarkDotNet, time and allocation, beside the least that any reader of text does: its words in lower case as a set of
/// strings. One operation is one message; the same messages go through both.
/// </summary>
[MemoryDiagnoser]
public class AnalysisBenchmark
{
    /// <summary>Messages that one round reads.</summary>
    public const int MessageCount = 500;

    private readonly MessageAnalyser _analyser = new();

    /// <summary>What is read; set before <see cref="Run"/>, since the runner makes the instances.</summary>
    private static string[] Messages { get; set; } = [];

    [Benchmark(Baseline = true, OperationsPerInvoke = MessageCount)]
    public int SetOfWords()
    {
        var words = 0;
        foreach (var message in Messages)
            words += new HashSet<string>(message.ToLowerInvariant().Split(' '), StringComparer.Ordinal).Count;
        return words;
    }

    [Benchmark(OperationsPerInvoke = MessageCount)]
    public int WholeAnalysis()
    {
        var priorities = 0;
        foreach (var message in Messages)
            priorities += _analyser.Analyse(message).Priority;
        return priorities;
    }

    /// <summary>Runs both and writes the report, a table in Markdown, to <paramref name="file"/>.</summary>
    internal static void Run(string[] messages, string file)
    {
        Messages = messages;
        var log = new AccumulationLogger();
        var config = ManualConfig.CreateEmpty().AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)).AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "grid-benchmark"));
        var summary = BenchmarkRunner.Run<AnalysisBenchmark>(config);
        MarkdownExporter.GitHub.ExportToLog(summary, log);
        File.WriteAllText(file, log.GetLog());
    }
}
