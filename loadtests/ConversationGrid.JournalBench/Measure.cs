using System.Diagnostics;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.JournalBench;

/// <summary>One measurement. CPU in microseconds an append, latency in milliseconds.</summary>
internal readonly record struct Figures(double PerSecond, double OurCpu, double DatabaseCpu, double CommitsPerAppend, double P50, double P99);

/// <summary>Drives a contender, closed (so many at a time) or open (so many a second), for a while after a warm-up.</summary>
internal sealed class Measure(Contender contender, TimeSpan warmUp, TimeSpan length)
{
    private readonly long[] _seqs = new long[Payload.StreamsMax];
    private readonly List<double> _latencies = [];
    private bool _recording;
    private long _done;

    /// <summary>As many appends at a time, each worker on streams of its own.</summary>
    public async Task<Figures> ClosedAsync(int concurrency)
    {
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, concurrency).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await OneAsync((w + i % 3 * concurrency) % Payload.StreamsMax);
        })).ToArray();
        var figures = await WindowAsync();
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        return figures;
    }

    /// <summary>As many appends a second, whether the ones before are done or not; timed from when they should have begun.</summary>
    public async Task<Figures> OpenAsync(int perSecond)
    {
        using var stop = new CancellationTokenSource();
        var issuing = Task.Run(() => IssueAsync(perSecond, stop.Token));
        var figures = await WindowAsync();
        await stop.CancelAsync();
        await Task.WhenAll(await issuing);
        return figures;
    }

    private async Task<List<Task>> IssueAsync(int perSecond, CancellationToken stop)
    {
        var underWay = new List<Task>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var begun = Stopwatch.GetTimestamp();
        for (long issued = 0; !stop.IsCancellationRequested; await tick.WaitForNextTickAsync(CancellationToken.None))
        {
            var due = (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond);
            for (; issued < due; issued++)
            {
                var intended = begun + (long)((double)issued / perSecond * Stopwatch.Frequency);
                underWay.Add(OneAsync((int)(issued * 7 % Payload.StreamsMax), intended));
            }
            if (underWay.Count > 10_000) underWay.RemoveAll(t => t.IsCompletedSuccessfully);
        }
        return underWay;
    }

    private Task OneAsync(int stream) => OneAsync(stream, Stopwatch.GetTimestamp());

    private async Task OneAsync(int stream, long intended)
    {
        var expected = _seqs[stream]++;
        try
        {
            await contender.AppendAsync(stream, expected);
        }
        catch (Exception e) when (e is JournalUnavailableException or InvalidOperationException)
        {
            // Beyond capacity: refused, and so is what was built on it. It counts as not done.
            return;
        }
        Interlocked.Increment(ref _done);
        if (!_recording) return;
        var took = Stopwatch.GetElapsedTime(intended).TotalMilliseconds;
        lock (_latencies) _latencies.Add(took);
    }

    private async Task<Figures> WindowAsync()
    {
        using var self = Process.GetCurrentProcess();
        await Task.Delay(warmUp, TimeProvider.System);
        _recording = true;
        self.Refresh();
        var (done, commits, ours, database, begun) = (Volatile.Read(ref _done), contender.Commits, self.TotalProcessorTime, contender.DatabaseCpu,
            Stopwatch.GetTimestamp());
        await Task.Delay(length, TimeProvider.System);
        self.Refresh();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var appends = (double)(Volatile.Read(ref _done) - done);
        var figures = new Figures(appends / seconds, (self.TotalProcessorTime - ours).TotalMicroseconds / appends,
            (contender.DatabaseCpu - database).TotalMicroseconds / appends,
            (contender.Commits - commits) / appends, 0, 0);
        _recording = false;
        lock (_latencies)
        {
            _latencies.Sort();
            return figures with { P50 = At(0.50), P99 = At(0.99) };
        }
    }

    private double At(double share) => _latencies.Count == 0 ? double.NaN : _latencies[Math.Min(_latencies.Count - 1, (int)(share * _latencies.Count))];
}
