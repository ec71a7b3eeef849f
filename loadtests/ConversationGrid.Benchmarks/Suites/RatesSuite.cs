using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Benchmarks.Traffic;

namespace ConversationGrid.Benchmarks.Suites;

/// <summary>CPU a durable message, latency and commits at equal offered rates, interleaved.</summary>
internal sealed class RatesSuite(BenchOptions options, Output output)
{
    public async Task<IReadOnlyList<Figure>> RunAsync(Stage stage, CancellationToken cancel)
    {
        var exchanges = new Dictionary<Rival, Exchange>();
        var pairs = new List<Pair>();
        foreach (var rival in stage.Rivals)
        {
            output.Progress($"{stage.Store}: {rival.Name} connects {options.Conversations} conversations");
            var connected = await rival.ConnectAsync(options.Conversations, cancel);
            pairs.AddRange(connected);
            exchanges.Add(rival, new Exchange(connected, TimeProvider.System, $"{stage.Store}{rival.Name}"));
        }
        foreach (var rival in stage.Rivals)
            output.Progress(Output.Describe($"{stage.Store} {rival.Name,-8} warms up",
                await exchanges[rival].RunAsync(options.Rates.Max(), options.Prime / 2, options.Prime / 2, rival, cancel)));
        var results = new List<(string Rival, ExchangeResult Result)>();
        for (var repetition = 0; repetition < options.Repetitions; repetition++)
        {
            foreach (var rate in options.Rates)
            {
                // Turn and turn about, so that neither always has the warmer machine.
                foreach (var rival in repetition % 2 == 0 ? stage.Rivals : stage.Rivals.Reverse())
                {
                    var r = await exchanges[rival].RunAsync(rate, options.WarmUp, options.Length, rival, cancel);
                    results.Add((rival.Name, r));
                    output.Progress(Output.Describe($"{stage.Store} {rival.Name,-8} {repetition + 1}/{options.Repetitions}", r));
                }
            }
        }
        foreach (var pair in pairs) pair.Close();
        return [.. options.Rates.SelectMany(rate => Figures(stage.Store, rate, results))];
    }

    private static IEnumerable<Figure> Figures(string store, double rate, List<(string Rival, ExchangeResult Result)> results)
    {
        var at = $"{rate:0}";
        yield return Compare("cpu", $"CPU a message at {at} msg/s, us (server + database)", r => r.CpuMicros, rate >= 5_000 ? 1.25 : 1.3);
        yield return Compare("serverCpu", $"of which the server, us, at {at} msg/s", r => r.ServerMicros, null);
        yield return Compare("p50", $"delivery p50 at {at} msg/s, ms", r => r.DeliveryMs.P50, rate <= 500 ? 1.2 : null);
        yield return Compare("p99", $"delivery p99 at {at} msg/s, ms", r => r.DeliveryMs.P99, rate <= 500 ? 1.5 : null);
        yield return Compare("ackP50", $"receipt p50 at {at} msg/s, ms", r => r.AckMs.P50, null);
        yield return Compare("commits", $"commits a message at {at} msg/s", r => r.CommitsPerMessage, rate >= 20_000 ? 0.03 : rate >= 5_000 ? 0.10
            : null) with { BarOnProduct = true };

        Figure Compare(string key, string title, Func<ExchangeResult, double> of, double? bar) =>
            new($"{key}At{at}", title, store, Middle("product", of), Middle("baseline", of), bar);

        double Middle(string rival, Func<ExchangeResult, double> of) =>
            Median.Of(results.Where(r => r.Rival == rival && r.Result.Rate == rate).Select(r => of(r.Result)));
    }
}
