using ConversationGrid.Faults.TestGrids;
using ConversationGrid.Faults.Traffic;

namespace ConversationGrid.Faults;

/// <summary>What a fault works with in one trial: the grid, who talks, and the moments between which waits are measured.</summary>
internal sealed class Trial(TestGrid grid, Crowd crowd, FaultOptions options, Random dice, Action<string> progress, TimeProvider time)
{
    private readonly List<Window> _windows = [];

    public TestGrid Grid => grid;

    public Crowd Crowd => crowd;

    public FaultOptions Options => options;

    public Random Dice => dice;

    public TimeProvider Time => time;

    public IReadOnlyList<Window> Windows => _windows;

    /// <summary>Why nothing was proven; null when the fault bit.</summary>
    public string? DidNotBite { get; set; }

    /// <summary>Writes that were refused because another activation had written since.</summary>
    public int Refused { get; set; }

    /// <summary>A promise of this fault's own that was broken.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>What else was measured, by name.</summary>
    public Dictionary<string, double> Figures { get; } = [];

    public void Say(string what) => progress(what);

    public Task WaitAsync(double seconds, CancellationToken cancel) => Task.Delay(TimeSpan.FromSeconds(seconds), time, cancel);

    /// <summary>From now on until <see cref="End"/>, the entities of the silo are being handed over.</summary>
    /// <param name="victim">Null: everyone is hit.</param>
    public async Task<Window> BeginAsync(SiloPlace? victim, CancellationToken cancel, bool fromThereOn = false)
    {
        var hit = new HashSet<string>(StringComparer.Ordinal);
        if (victim is not null)
        {
            var placements = await Placements.FindAsync(grid, cancel);
            hit = [.. placements.Where(h => h.Value == victim.Address.Port).Select(h => h.Key)];
        }
        var atVictim = crowd.Talkers.Where(t => victim is not null && t.Gateway == victim.Address).Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        var window = new Window(victim is null, hit, atVictim, fromThereOn) { Since = time.GetTimestamp() };
        _windows.Add(window);
        return window;
    }

    public void End(Window window) => window.Until = time.GetTimestamp();
}

/// <summary>A stretch of time in which a silo, or everything, was hit.</summary>
/// <param name="Homed">Conversations whose entity lived on the silo.</param>
/// <param name="Connected">Conversations whose customer was connected to it.</param>
/// <param name="FromThereOn">Waits count from the beginning of the window only.</param>
internal sealed record Window(bool Everyone, IReadOnlySet<string> Homed, IReadOnlySet<string> Connected, bool FromThereOn)
{
    public long Since { get; set; }

    public long Until { get; set; } = long.MaxValue;
}
