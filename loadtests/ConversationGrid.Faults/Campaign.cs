using System.Globalization;
using ConversationGrid.Faults.Faults;
using ConversationGrid.Faults.TestGrids;
using ConversationGrid.Faults.Traffic;
using ConversationGrid.Load.Checks;

namespace ConversationGrid.Faults;

/// <summary>Trials of faults, one after the other: a grid for each kind, a fresh crowd for each trial.</summary>
internal sealed class Campaign(FaultOptions options, TimeProvider time, Action<string> progress) : IAsyncDisposable
{
    private static readonly TimeSpan TrialLimit = TimeSpan.FromMinutes(8);
    private readonly Random _dice = new(options.Seed);
    private readonly List<TrialResult> _results = [];
    private readonly List<(Fault, string)> _left = [];
    private TestGrid? _grid;

    public IReadOnlyList<TrialResult> Results => _results;

    /// <summary>Faults that cannot be tried here, and why.</summary>
    public IReadOnlyList<(Fault Fault, string Why)> Left => _left;

    /// <summary>Whether every trial kept every promise and every fault that was tried bit at least once.</summary>
    public bool IsGood => _results.Count > 0 && _results.TrueForAll(r => r.IsKept) && _results.GroupBy(r => r.Fault).All(g => g.Any(r => r.DidNotBite is null));

    public async Task RunAsync(IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var able = new List<Fault>();
        foreach (var fault in faults)
        {
            if (MissingFor(fault, options) is { } why) _left.Add((fault, why));
            else able.Add(fault);
        }
        if (able.Count == 0) return;
        do
        {
            foreach (var fault in able)
            {
                for (var i = 0; i < (options.Trials ?? fault.Trials); i++)
                {
                    progress($"{fault.Name}, trial {i + 1} of {options.Trials ?? fault.Trials}: {fault.What}");
                    await TryAsync(fault, cancel);
                }
            }
        }
        while (_results.Sum(r => r.Verdict.Acked) < options.UntilAcked);
    }

    public static string? MissingFor(Fault fault, FaultOptions options) => TestGrid.Missing(fault.Needs, options) ?? fault.Missing;

    public async ValueTask DisposeAsync()
    {
        if (_grid is not null) await _grid.DisposeAsync();
    }

    private async Task TryAsync(Fault fault, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TrialLimit);
        try
        {
            var grid = await GridAsync(fault.Needs, limit.Token);
            await grid.MendAsync(limit.Token);
            await using var crowd = new Crowd(grid.Urls, options.Conversations, options.Pause, time);
            await crowd.StartAsync(limit.Token);
            var trial = new Trial(grid, crowd, options, _dice, progress, time);
            await trial.WaitAsync(2 + _dice.NextDouble(), limit.Token);
            await fault.StrikeAsync(trial, limit.Token);
            await crowd.StopAsync(limit.Token);
            var verdict = await crowd.JudgeAsync(limit.Token);
            Keep(TrialResult.Of(fault.Name, trial, verdict, await grid.HolesAsync(limit.Token)));
            if (!_results[^1].IsKept) progress($"    the silos' logs are in {grid.SaveLogs()}");
            // What cannot be read stays in its journal.
            if (fault is PoisonMessage) await DropGridAsync();
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failure is not OutOfMemoryException)
        {
            if (_grid is not null) progress($"    the silos' logs are in {_grid.SaveLogs()}");
            await DropGridAsync();
            Keep(Failed(fault, failure));
        }
    }

    private void Keep(TrialResult result)
    {
        _results.Add(result);
        var (over, elsewhere) = (Waits.Of(result.HandOver), Waits.Of(result.Elsewhere));
        progress(string.Create(
            CultureInfo.InvariantCulture, $"  {(result.IsKept ? "kept" : "BROKEN")}: {result.Verdict.Acked} acked, {result.Verdict.Lost} lost, " +
            $"{result.Verdict.Duplicated} duplicated, " +
            $"{result.Verdict.Reordered} reordered, {result.Refused} refused, {result.Verdict.Forked} accepted; hand-over p50 {over.P50:0.00} p99 " +
            $"{over.P99:0.00} max {over.Max:0.00} s of {over.Count}, elsewhere max {elsewhere.Max:0.00} s"));
        foreach (var (name, value) in result.Figures) progress(FormattableString.Invariant($"    {name}: {value:0.##}"));
        foreach (var (call, count) in result.Errors) progress($"    failed for good: {call}, {count} times");
        foreach (var broken in result.Broken.Concat(result.Verdict.Notes).Take(8)) progress($"    {broken}");
        if (result.DidNotBite is { } why) progress($"    it did not bite: {why}");
    }

    private async Task<TestGrid> GridAsync(TestGridKind kind, CancellationToken cancel)
    {
        if (_grid?.Kind == kind) return _grid;
        await DropGridAsync();
        progress($"starting: {kind}");
        return _grid = await TestGrid.StartAsync(kind, options, time, cancel);
    }

    private async Task DropGridAsync()
    {
        if (_grid is { } grid)
        {
            _grid = null;
            await grid.DisposeAsync();
        }
    }

    private static TrialResult Failed(Fault fault, Exception failure) => new()
    {
        Fault = fault.Name, Verdict = new Verdict(), HandOver = [], Connected = [], Elsewhere = [], Holes = 0, Refused = 0, DidNotBite = "the trial failed",
            Figures = new Dictionary<string, double>(),
        Broken = [$"the trial failed: {failure.GetType().Name}: {failure.Message}"], Errors = new Dictionary<string, long>(),
    };
}
