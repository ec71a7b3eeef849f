using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Benchmarks.Traffic;

namespace ConversationGrid.Benchmarks.Suites;

/// <summary>What a live conversation costs that nobody writes in: its memory, and what very many of them add to the CPU of the others.</summary>
internal sealed class LiveSuite(BenchOptions options, Output output)
{
    public async Task<IReadOnlyList<Figure>> RunAsync(Stage stage, CancellationToken cancel)
    {
        if (stage.Product is not ProductRival product) return [];
        var pairs = await product.ConnectAsync(options.Conversations, cancel);
        var exchange = new Exchange(pairs, TimeProvider.System, "live" + stage.Store);
        await exchange.RunAsync(options.LiveRate, options.WarmUp, options.WarmUp, product, cancel); // Compiles and fills caches.
        var few = await RepeatAsync(product, exchange, "few live", cancel);
        var before = await LiveHeap.OfAsync(product.Server.Id);
        output.Progress($"{stage.Store}: starts {options.Live} more conversations; the heap holds {before / 1e6:0.0} MB");
        await product.StartIdleAsync(options.Live, cancel);
        var after = await LiveHeap.OfAsync(product.Server.Id);
        output.Progress($"{stage.Store}: the heap holds {after / 1e6:0.0} MB");
        var many = await RepeatAsync(product, exchange, $"{options.Live} live", cancel);
        foreach (var pair in pairs) pair.Close();
        return
        [
            new("idleBytes", "heap of a live idle conversation, bytes", stage.Store, (after - before) / options.Live, double.NaN,
                4_096) { BarOnProduct = true },
            new("liveCpu", $"CPU a message with {options.Live} live beside {options.Conversations} active, against those alone", stage.Store,
                Middle(many, r => r.CpuMicros), Middle(few, r => r.CpuMicros), 1.15),
            new("liveP99", "delivery p99 of the same, ms", stage.Store, Middle(many, r => r.DeliveryMs.P99), Middle(few, r => r.DeliveryMs.P99), 1.5),
        ];
    }

    private async Task<List<ExchangeResult>> RepeatAsync(Rival product, Exchange exchange, string what, CancellationToken cancel)
    {
        var results = new List<ExchangeResult>();
        for (var i = 0; i < options.Repetitions; i++)
        {
            results.Add(await exchange.RunAsync(options.LiveRate, TimeSpan.FromSeconds(1), options.Length, product, cancel));
            output.Progress(Output.Describe(what, results[^1]));
        }
        return results;
    }

    private static double Middle(List<ExchangeResult> results, Func<ExchangeResult, double> of) => Median.Of(results.Select(of));
}
