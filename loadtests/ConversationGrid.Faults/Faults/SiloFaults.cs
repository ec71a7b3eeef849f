using ConversationGrid.Faults.TestGrids;
using ConversationGrid.Faults.Traffic;

namespace ConversationGrid.Faults.Faults;

/// <summary>kill -9 of one silo of three.</summary>
internal sealed class KillSilo : Fault
{
    public override string Name => "kill-silo";

    public override string What => "kill -9 of one silo of three";

    public override int Trials => 5;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var victim = trial.Grid.Silos[trial.Dice.Next(trial.Grid.Silos.Count)];
        var window = await trial.BeginAsync(victim, cancel);
        trial.Say($"kill -9 of silo {victim.Index}, home of {window.Homed.Count}");
        await victim.KillAsync();
        await trial.WaitAsync(10, cancel);
        trial.End(window);
        await trial.Grid.MendAsync(cancel);
        await trial.WaitAsync(2, cancel);
    }
}

/// <summary>SIGSTOP for longer than the others need to find a silo dead, then SIGCONT: it wakes up with its old state and full mailboxes.</summary>
internal sealed class PauseSilo : Fault
{
    private const double PauseSeconds = 12;

    public override string Name => "pause-silo";

    public override string What => "SIGSTOP of one silo of three for 12 s, then SIGCONT";

    public override int Trials => 2;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var victim = trial.Grid.Silos[trial.Dice.Next(trial.Grid.Silos.Count)];
        var window = await trial.BeginAsync(victim, cancel);
        await using var zombie = await Zombie.PrepareAsync(trial, victim, window, cancel);
        trial.Say($"SIGSTOP of silo {victim.Index}, home of {window.Homed.Count}");
        window.Since = trial.Time.GetTimestamp();
        await victim.SignalAsync("STOP");
        // What is sent now waits in the sleeper's sockets and is the first thing it works on.
        zombie.Post();
        await trial.WaitAsync(PauseSeconds, cancel);
        var awake = trial.Time.GetTimestamp();
        await victim.SignalAsync("CONT");
        await zombie.JudgeAsync(cancel);
        trial.Figures["woken silo ended itself"] = await victim.EndedAsync(TimeSpan.FromSeconds(20)) is null ? 0 : 1;
        trial.Figures["s from SIGCONT to its end"] = trial.Time.GetElapsedTime(awake).TotalSeconds;
        trial.End(window);
        await victim.KillAsync();
        await trial.Grid.MendAsync(cancel);
        await trial.WaitAsync(2, cancel);
    }
}

/// <summary>SIGTERM of one silo after the other, each started again.</summary>
internal sealed class RollingRestart : Fault
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(40);

    public override string Name => "rolling-restart";

    public override string What => "SIGTERM of three silos, one after the other, each started again";

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var takenBack = trial.Crowd.TakenBack;
        foreach (var silo in trial.Grid.Silos)
        {
            var window = await trial.BeginAsync(silo, cancel);
            trial.Say($"SIGTERM of silo {silo.Index}, home of {window.Homed.Count}");
            await silo.SignalAsync("TERM");
            var code = await silo.EndedAsync(DrainLimit);
            trial.Figures[$"drain {silo.Index} s"] = trial.Time.GetElapsedTime(window.Since).TotalSeconds;
            if (code != 0)
                trial.Broken.Add(code is null ? $"silo {silo.Index} did not drain within {DrainLimit.TotalSeconds} s" : $"silo {silo.Index} ended with {code}");
            await silo.KillAsync();
            await trial.Grid.MendAsync(cancel);
            await trial.WaitAsync(3, cancel);
            trial.End(window);
        }
        // Agents whose gateway stops are connected to the next one before their grace is over.
        var lost = trial.Crowd.TakenBack - takenBack;
        trial.Figures["assignments lost"] = lost;
        if (lost > 0) trial.Broken.Add($"{lost} conversations were taken from their agents");
    }
}

/// <summary>What makes a silo that lost its place try to write: second devices of customers whose entity lives on it, connected to it alone.</summary>
internal sealed class Zombie : IAsyncDisposable
{
    private const int DevicesMax = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private readonly Trial _trial;
    private readonly int _fencedBefore;
    private readonly List<SecondDevice> _devices = [];
    private readonly List<Task<bool>> _posts = [];
    private readonly CancellationTokenSource _giveUp = new();

    private Zombie(Trial trial) => (_trial, _fencedBefore) = (trial, Fenced(trial));

    public static async Task<Zombie> PrepareAsync(Trial trial, SiloPlace victim, Window window, CancellationToken cancel)
    {
        var zombie = new Zombie(trial);
        foreach (var talker in trial.Crowd.Talkers.Where(t => window.Homed.Contains(t.Id) && !window.Connected.Contains(t.Id)).Take(DevicesMax))
            zombie._devices.Add(await talker.OpenSecondAsync(victim.Index, cancel));
        return zombie;
    }

    public void Post() => _posts.AddRange(_devices.Select(d => d.PostOnceAsync(_giveUp.Token)));

    /// <summary>Waits for the answers, and counts what was refused to whom had lost its place.</summary>
    public async Task JudgeAsync(CancellationToken cancel)
    {
        await _trial.WaitAsync(Patience.TotalSeconds, cancel);
        await _giveUp.CancelAsync();
        var acked = (await Task.WhenAll(_posts)).Count(a => a);
        _trial.Refused += Fenced(_trial) - _fencedBefore;
        _trial.Figures["posts to the outdated silo"] = _posts.Count;
        _trial.Figures["acknowledged of them"] = acked;
        if (_trial.Refused == 0) _trial.DidNotBite = "the outdated silo tried no write that had to be refused";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices) await device.DisposeAsync();
        _giveUp.Dispose();
    }

    private static int Fenced(Trial trial) => trial.Grid.Silos.Sum(s => s.Fenced);
}
