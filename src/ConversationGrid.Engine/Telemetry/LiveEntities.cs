using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Telemetry;

/// <summary>The entities that live in this process, and what waits in its queues. A queue lives in one process at a time, so sums over processes are
/// right.</summary>
public sealed class LiveEntities : IDisposable
{
    private readonly Meter _meter = new(GridTelemetry.Name);
    private readonly ConcurrentDictionary<StreamId, Func<QueueView?>?> _live = new();
    private readonly TimeProvider _time;

    public LiveEntities(TimeProvider time)
    {
        _time = time;
        _meter.CreateObservableUpDownCounter("grid.entity.live", Live, "{entity}", "Entities in this process's memory.");
        _meter.CreateObservableGauge("grid.queue.waiting", Waiting, "{conversation}", "Conversations that wait in a queue for an agent.");
        _meter.CreateObservableGauge("grid.queue.wait.longest", Longest, "s", "How long the conversation that waits longest in a queue has waited.");
    }

    /// <param name="queue">Reads a queue's last state without a turn; null for all other kinds.</param>
    public void Enter(StreamId stream, Func<QueueView?>? queue = null) => _live[stream] = queue;

    public void Leave(StreamId stream) => _live.TryRemove(stream, out _);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Live() =>
        _live.GroupBy(e => e.Key.Kind).Select(kind => new Measurement<long>(kind.Count(), EngineMetrics.Kind(kind.Key)));

    private IEnumerable<Measurement<long>> Waiting() => Queues().Select(q => new Measurement<long>(q.View.Waiting, Tags(q.Id)));

    private IEnumerable<Measurement<double>> Longest() => Queues().Select(q =>
        new Measurement<double>(q.View.LongestWaitSince is { } since ? Math.Max(0, (_time.GetUtcNow() - since).TotalSeconds) : 0, Tags(q.Id)));

    private IEnumerable<(EntityId Id, QueueView View)> Queues()
    {
        foreach (var (stream, queue) in _live)
            if (queue?.Invoke() is { } view) yield return (stream.Id, view);
    }

    private static KeyValuePair<string, object?>[] Tags(EntityId queue) =>
        [new(GridTelemetry.WorkspaceTag, queue.Workspace), new(GridTelemetry.QueueTag, queue.Id)];
}
