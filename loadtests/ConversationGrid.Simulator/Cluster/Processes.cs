using ConversationGrid.Contracts;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Cluster;

/// <summary>The processes of a world, where each entity lives, and what befalls them.</summary>
internal sealed class Processes(World world, Dice dice)
{
    private readonly List<SimProcess> _all = [];
    private readonly Dictionary<StreamId, SimProcess> _directory = [];
    private int _started;

    /// <summary>Those that take calls, as far as anyone knows.</summary>
    public IReadOnlyList<SimProcess> Living => _all;

    public void Start() => _all.Add(new(world, ++_started));

    public SimProcess OwnerOf(StreamId stream, SimProcess from)
    {
        if (dice.Chance(world.Faults.Misrouted)) return dice.Pick(_all);
        if (_directory.TryGetValue(stream, out var owner) && owner.SeemsAlive) return owner;
        var seeming = _all.Where(p => p.SeemsAlive).ToList();
        // A process that hung and came back reaches its own entities without asking anyone.
        return _directory[stream] = seeming.Count > 0 ? dice.Pick(seeming) : from;
    }

    /// <summary>A process for a client to connect to.</summary>
    public SimProcess ForClient() => dice.Pick(_all);

    /// <summary>Something bad happens every now and then, until the world is healed.</summary>
    public async Task ChaosAsync(TimeProvider time)
    {
        while (!world.IsHealed)
        {
            await Task.Delay(world.Faults.ChaosEvery * (0.5 + dice.Unit()), time);
            if (world.IsHealed) return;
            switch (dice.Below(4))
            {
                case 0 when world.Faults.Crashes: Crash(dice.Pick(_all)); break;
                case 1 or 2 when world.Faults.Pauses: Pause(dice.Pick(_all)); break;
                case 3 when world.Faults.Outages:
                    world.Note(0xD0, 0, 0);
                    world.StoreDownUntil = world.Scheduler.Elapsed + dice.Seconds(0.5, 20);
                    break;
            }
        }
    }

    /// <summary>Brings all back, and starts what is missing.</summary>
    public void Heal(int count)
    {
        foreach (var process in _all)
            if (process.Lane.IsPaused) process.Lane.Resume();
        while (_all.Count < count) Start();
    }

    private void Crash(SimProcess process)
    {
        world.Note(0xC0, process.Number, 0);
        world.Counts.Crashes++;
        process.Kill();
        _all.Remove(process);
        // One takes its place, at once when it was the last.
        if (_all.Count == 0) Start();
        else world.Later(dice.Seconds(0.5, 30), () =>
        {
            if (!world.IsHealed) Start();
        });
    }

    /// <summary>Hangs for longer than it takes to be given up, most of the time, and goes on where it was.</summary>
    private void Pause(SimProcess process)
    {
        if (process.Lane.IsPaused || _all.Count(p => !p.Lane.IsPaused) < 2) return;
        world.Note(0xA0, process.Number, 0);
        world.Counts.Pauses++;
        process.Pause();
        world.Later(dice.Seconds(1, 60), () =>
        {
            if (process.Lane.IsPaused) process.Lane.Resume();
        });
    }
}
