using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Benchmarks.Traffic;

namespace ConversationGrid.Benchmarks.Suites;

/// <summary>The highest rate that each carries with p99 under 100 ms, and what happens at twice the most that it can do.</summary>
internal sealed class SustainedSuite(BenchOptions options, Output output)
{
    private const double PatienceMs = 100;
    private const double KeepsUp = 0.97;
    private const double PrimingRate = 1_500;
    private static readonly double[] _ladder = [500, 1_000, 2_000, 3_000, 4_500, 6_000, 8_000, 10_000, 12_500, 15_000, 17_500, 20_000, 22_500, 25_000, 30_000,
        35_000];

    public async Task<IReadOnlyList<Figure>> RunAsync(Stage stage, bool overload, CancellationToken cancel)
    {
        var climbs = stage.Rivals.ToDictionary(r => r, _ => new List<Climb>());
        for (var repetition = 0; repetition < options.Repetitions; repetition++)
        {
            foreach (var rival in repetition % 2 == 0 ? stage.Rivals : stage.Rivals.Reverse())
            {
                var pairs = await rival.ConnectAsync(options.Conversations, cancel);
                var climb = await ClimbAsync(stage, rival, new Exchange(pairs, TimeProvider.System, $"s{repetition}{rival.Name}"), overload && repetition == 0,
                    cancel);
                climbs[rival].Add(climb);
                foreach (var pair in pairs) pair.Close();
            }
        }
        var figures = new List<Figure> { Compare("sustained", "sustained rate at p99 < 100 ms, msg/s", c => c.Sustained, 0.8) with { AtLeast = true } };
        if (!overload) return figures;
        figures.Add(
            Compare("overloadGoodput", "goodput at twice the peak, share of the peak", c => c.Goodput, 0.9) with { AtLeast = true, BarOnProduct = true });
        figures.Add(Compare("overloadRefused", "refused with a code at twice the peak, share", c => c.Refused, null));
        figures.Add(Compare("overloadMiB", "resident memory after it, MiB", c => c.MiB, null));
        return figures;

        Figure Compare(string key, string title, Func<Climb, double> of, double? bar) =>
            new(key, title, stage.Store, Middle(stage.Product, of), Middle(stage.Baseline, of), bar);

        double Middle(Rival? rival, Func<Climb, double> of) =>
            rival is null ? double.NaN : Median.Of(climbs[rival].Select(of).Where(x => !double.IsNaN(x)));
    }

    private async Task<Climb> ClimbAsync(Stage stage, Rival rival, Exchange exchange, bool overload, CancellationToken cancel)
    {
        await exchange.RunAsync(PrimingRate, options.Prime / 2, options.Prime / 2, rival, cancel); // The compiler's part is not measured.
        double sustained = 0, peak = 0;
        foreach (var rate in _ladder)
        {
            var r = await exchange.RunAsync(rate, TimeSpan.FromSeconds(1), options.Length, rival, cancel);
            output.Progress(Output.Describe($"{stage.Store} {rival.Name,-8} climbs", r));
            peak = Math.Max(peak, r.AckedPerSecond);
            if (r.DeliveryMs.P99 > PatienceMs || r.AckedPerSecond < KeepsUp * rate) break;
            sustained = rate;
        }
        if (!overload) return new(sustained, double.NaN, double.NaN, double.NaN);
        var over = await exchange.RunAsync(2 * peak, TimeSpan.FromSeconds(2), options.Length + options.Length, rival, cancel);
        output.Progress(Output.Describe($"{stage.Store} {rival.Name,-8} twice its peak", over));
        return new(sustained, over.AckedPerSecond / peak, over.Sent == 0 ? 0 : (double)over.Refusals.Values.Sum() / over.Sent, over.Used.ResidentMiB);
    }

    private sealed record Climb(double Sustained, double Goodput, double Refused, double MiB);
}
