using System.Globalization;
using System.Text.Json.Nodes;
using ConversationGrid.Benchmarks.Suites;
using ConversationGrid.Benchmarks.Traffic;

namespace ConversationGrid.Benchmarks;

/// <summary>Progress while it runs, the table and the JSON line at the end.</summary>
internal sealed class Output(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();

    public void Progress(string line) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{time.GetElapsedTime(_begun).TotalSeconds,6:0.0} s] {line}"));

    public static string Describe(string who, ExchangeResult r)
    {
        var refused = r.Refusals.Count == 0 ? "" : ", refused " + string.Join(' ', r.Refusals.Select(x => $"{x.Key}={x.Value}"));
        var broken = r.Broken == 0 ? "" : $", {r.Broken} connections broke";
        return string.Create(CultureInfo.InvariantCulture,
            $"{who} at {r.Rate:0}/s: {r.AckedPerSecond:0}/s, CPU {r.ServerMicros:0.0} + {r.DatabaseMicros:0.0} us, delivery p50 {r.DeliveryMs.P50:0.00} p99 " +
            $"{r.DeliveryMs.P99:0.0} ms, receipt p50 {r.AckMs.P50:0.00} ms, commits {r.CommitsPerMessage:0.000}, {r.Used.ResidentMiB:0} MiB{refused}{broken}");
    }

    public static string Table(IEnumerable<Figure> figures) => string.Join('\n',
        ["| figure | store | product | baseline | ratio | bar | kept |", "|---|---|---|---|---|---|---|", .. figures.Select(f => f.ToRow())]);

    public static string Line(IEnumerable<Figure> figures, BenchOptions options)
    {
        var line = new JsonObject { ["spinLimit"] = options.Spin is { } spin ? spin : "default", ["repetitions"] = options.Repetitions,
            ["jit"] = options.FullJit ? "full" : "tiered" };
        foreach (var store in figures.GroupBy(f => f.Store))
        {
            var block = new JsonObject();
            foreach (var f in store)
                block[f.Key] = new JsonObject { ["product"] = Number(f.Product), ["baseline"] = Number(f.Baseline), ["ratio"] = Number(f.Ratio),
                    ["kept"] = f.Kept };
            line[store.Key] = block;
        }
        return line.ToJsonString();
    }

    private static JsonNode? Number(double x) => double.IsFinite(x) ? JsonValue.Create(Math.Round(x, 4)) : null;
}
