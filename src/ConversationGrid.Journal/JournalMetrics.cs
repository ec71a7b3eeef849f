using System.Diagnostics.Metrics;

namespace ConversationGrid.Journal;

/// <summary>What the writer did, for operators and benchmarks. Counted per commit, so it costs next to nothing per append.</summary>
internal sealed class JournalMetrics
{
    /// <summary>Name of the product's meter.</summary>
    public const string MeterName = "ConversationGrid";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> CommitsCounter = Meter.CreateCounter<long>("grid.journal.commits", description: "Commits of the writer.");
    private static readonly Counter<long> AppendsCounter = Meter.CreateCounter<long>("grid.journal.appends", description: "Appends made durable.");
    private static readonly Counter<long> ConflictsCounter = Meter.CreateCounter<long>("grid.journal.conflicts", description: "Appends refused because the stream was elsewhere.");
    private static readonly Counter<long> FailuresCounter = Meter.CreateCounter<long>("grid.journal.failures", description: "Batches whose outcome is unknown.");
    private static readonly Histogram<double> CommitTime = Meter.CreateHistogram<double>("grid.journal.commit.duration", "s", "Time of one commit.");

    private long _commits;
    private long _appends;

    /// <summary>Commits of this store so far.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Appends that this store made durable so far.</summary>
    public long Appends => Volatile.Read(ref _appends);

    public void Committed(int appends, int conflicts, TimeSpan took)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _appends, appends);
        CommitsCounter.Add(1);
        AppendsCounter.Add(appends);
        if (conflicts > 0) ConflictsCounter.Add(conflicts);
        CommitTime.Record(took.TotalSeconds);
    }

    public void Failed() => FailuresCounter.Add(1);
}
