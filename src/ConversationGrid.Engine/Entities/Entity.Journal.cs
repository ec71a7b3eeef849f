using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Engine.Entities;

/// <content>The way from and to the store: load, catch up, append, snapshot.</content>
public sealed partial class Entity<TState, TCommand, TEvent>
{
    private const int LoadPage = 1_000;

    /// <summary>Bytes of a snapshot that cost as much to write and read as an event does to read again.</summary>
    private const int SnapshotBytesPerEvent = 256;

    private long _snapshotSeq;
    private int _snapshotBytes;

    private async ValueTask<TState> LoadAsync()
    {
        if (_state is null)
        {
            var began = EngineMetrics.ActivationDuration.Enabled ? services.Time.GetTimestamp() : 0;
            var snapshot = await services.Snapshots.LoadAsync(Stream);
            (_state, _seq) = SnapshotCodec.Read<TState>(snapshot, model.SnapshotVersion) is { } saved ? (saved, snapshot!.Seq) : (model.Initial(Stream.Id), 0);
            (_snapshotSeq, _snapshotBytes) = (_seq, snapshot?.State.Length ?? 0);
            await CatchUpAsync();
            if (began != 0) EngineMetrics.ActivationDuration.Record(services.Time.GetElapsedTime(began).TotalSeconds, EngineMetrics.Kind(Stream.Kind));
            Start(model.Pending(_state));
        }
        else if (!_isCurrent)
        {
            await CatchUpAsync();
        }
        return _state;
    }

    /// <summary>Folds what others appended, and publishes it to the local subscribers. True if there was any.</summary>
    private async ValueTask<bool> CatchUpAsync()
    {
        var before = _seq;
        while (true)
        {
            var page = await services.Journal.ReadAsync(Stream, _seq, LoadPage);
            var state = _state!;
            foreach (var (seq, e) in page)
                state = model.Evolve(state, seq, (TEvent)e);
            if (page.Count > 0)
            {
                (_state, _seq) = (state, page[^1].Seq);
                if (_subscribers.Any) _subscribers.Publish(Stream, page);
            }
            if (page.Count < LoadPage) break;
        }
        _isCurrent = true;
        if (_seq == before) return false;
        (_retryAt, _dueWritten) = (null, null);
        Start(model.Pending(_state!));
        return true;
    }

    private async ValueTask<bool> AppendAsync(TState next, IReadOnlyList<TEvent> events)
    {
        // Written with every append that wants one: what stood in the agenda may have been claimed or removed since. An entry that is no
        // longer wanted is left, and costs a wake that finds nothing; after that wake it goes.
        var wanted = WantedDue(next);
        var result = await WriteAsync(new(Stream, _seq, events, wanted is null && !_isClaimed ? DueChange.Keep : DueChange.To(wanted)));
        if (result != AppendResult.Appended) return false;

        var first = _seq + 1;
        (_state, _seq, _dueWritten, _isClaimed) = (next, _seq + events.Count, wanted, false);
        Publish(first, events);
        StartNew(model.Pending(next), first);
        _trace = null;
        if (_seq - _snapshotSeq >= Math.Max(services.Options.SnapshotEveryEvents, _snapshotBytes / SnapshotBytesPerEvent)) SaveSnapshot(next);
        return true;
    }

    /// <summary>Not awaited: a snapshot is a cache, and its loss costs only time.</summary>
    private void SaveSnapshot(TState state)
    {
        var bytes = SnapshotCodec.Write(state);
        (_snapshotSeq, _snapshotBytes) = (_seq, bytes.Length);
        _ = SaveAsync(new(_seq, model.SnapshotVersion, bytes));

        async Task SaveAsync(Snapshot snapshot)
        {
            try
            {
                await services.Snapshots.SaveAsync(Stream, snapshot);
            }
            catch (JournalUnavailableException failure)
            {
                Log.SnapshotLost(services.Log, Stream, failure);
            }
        }
    }
}
