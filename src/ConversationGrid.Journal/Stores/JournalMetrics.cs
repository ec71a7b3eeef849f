using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Journal;

/// <summary>What the writer did, for operators and benchmarks. Counted per commit, so it costs next to nothing per append.</summary>
internal sealed class JournalMetrics
{
    private static readonly Counter<long> CommitsCounter =
        GridTelemetry.Meter.CreateCounter<long>("grid.journal.commits", "{commit}", "Commits of the writer.");
    private static readonly Counter<long> AppendsCounter = GridTelemetry.Meter.CreateCounter<long>("grid.journal.appends", "{append}", "Appends made durable.");
    private static readonly Counter<long> BytesCounter = GridTelemetry.Meter.CreateCounter<long>("grid.journal.written", "By", "Bytes of events made durable.");
    private static readonly Counter<long> ConflictsCounter = GridTelemetry.Meter.CreateCounter<long>(
        "grid.journal.conflicts", "{append}", "Appends refused because another writer was ahead in the stream.");
    private static readonly Counter<long> FailuresCounter =
        GridTelemetry.Meter.CreateCounter<long>("grid.journal.failures", "{commit}", "Commits whose outcome is unknown.");
    private static readonly Histogram<double> CommitTime = GridTelemetry.Seconds("grid.journal.commit.duration", "Time of one commit.");
    private static readonly Histogram<long> CommitSize = GridTelemetry.Meter.CreateHistogram(
        "grid.journal.commit.size", "{append}", "Appends in one commit.", null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    private long _commits;
    private long _appends;

    /// <summary>Commits of this store so far.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Appends that this store made durable so far.</summary>
    public long Appends => Volatile.Read(ref _appends);

    /// <summary>A span of one commit: below the first traced append in it, linked to the others. Null where none is traced.</summary>
    public static Activity? StartCommit(IReadOnlyList<IPendingWrite> batch)
    {
        List<Activity>? spans = null;
        for (var i = 0; i < batch.Count; i++)
            if (batch[i] is PendingAppend { Span: { } span }) (spans ??= []).Add(span);
        if (spans is null) return null;
        var commit = GridTelemetry.Source.StartActivity("commit", ActivityKind.Client, spans[0].Context,
            links: spans.Skip(1).Select(s => new ActivityLink(s.Context)));
        if (commit is null) return null;
        commit.SetTag(GridTelemetry.AppendsTag, batch.Count);
        // The way back: from each append to the commit that it shares with others.
        foreach (var span in spans.Skip(1)) span.AddLink(new(commit.Context));
        return commit;
    }

    public void Committed(int appends, int conflicts, long bytes, TimeSpan took)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _appends, appends);
        CommitsCounter.Add(1);
        AppendsCounter.Add(appends);
        BytesCounter.Add(bytes);
        if (conflicts > 0) ConflictsCounter.Add(conflicts);
        CommitTime.Record(took.TotalSeconds);
        CommitSize.Record(appends);
    }

    public void Failed() => FailuresCounter.Add(1);
}
