using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Actors;

namespace ConversationGrid.Simulator.Cluster;

/// <summary>
/// A connection at a gateway: from where its reader stands, everything its audience may see, once and in order. What the watch brings in
/// order is passed on; a gap, and whatever a renewal finds, is read from the journal.
/// </summary>
internal sealed class Session(World world, SimProcess process, Reader reader, long after)
{
    private readonly Queue<(Committed Event, long Prev)> _outbox = new();
    private long _sent = after;
    private long _prev = after;
    private bool _reading;
    private bool _readAgain;

    public StreamId Stream => reader.Stream;
    public SimProcess Process => process;

    /// <summary>The connection is gone: nothing sent arrives any more.</summary>
    public bool IsCut { get; set; }

    public async Task RunAsync()
    {
        process.Add(this);
        var isNew = true;
        while (!IsCut)
        {
            try
            {
                var top = await process.Grid.WatchAsync(Stream);
                if (isNew || top > _sent) await CatchUpAsync();
                isNew = false;
            }
            catch (Exception failure) when (failure is CallLostException or JournalUnavailableException)
            {
                // The next renewal is near.
            }
            await Task.Delay(world.Engine.WatchLease / 3, process.Clock);
        }
    }

    public void OnPush(IReadOnlyList<Committed> events)
    {
        if (IsCut) return;
        foreach (var e in events)
        {
            if (e.Seq <= _sent) continue;
            if (e.Seq > _sent + 1 || _reading)
            {
                world.Watch(CatchUpAsync());
                return;
            }
            Pass(e);
        }
    }

    private async Task CatchUpAsync()
    {
        if (_reading)
        {
            _readAgain = true;
            return;
        }
        _reading = true;
        try
        {
            do
            {
                _readAgain = false;
                var missed = await process.Store.ReadAsync(Stream, _sent, 500);
                foreach (var e in missed)
                    if (e.Seq > _sent) Pass(e);
            }
            while (_readAgain);
        }
        catch (JournalUnavailableException)
        {
            // What is missing is found at the next push or renewal.
        }
        finally
        {
            _reading = false;
        }
    }

    private void Pass(Committed e)
    {
        _sent = e.Seq;
        if (!world.Plant.Sees(reader.Audience, (ConversationEvent)e.Event)) return;
        _outbox.Enqueue((e, _prev));
        _prev = e.Seq;
        world.ClientLane.Run(() =>
        {
            var (next, prev) = _outbox.Dequeue();
            if (!IsCut) reader.Receive(this, next, prev);
        });
    }
}
