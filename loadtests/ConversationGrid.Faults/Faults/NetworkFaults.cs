using ConversationGrid.Faults.TestGrids;

namespace ConversationGrid.Faults.Faults;

/// <summary>A silo whose packets are dropped without a word, to and from somebody.</summary>
internal abstract class Cut : Fault
{
    private const int CutSeconds = 12;

    public override TestGridKind Needs => TestGridKind.Namespaces;

    public override int Trials => 2;

    protected abstract IReadOnlyList<string> From(int victim, int silos);

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var victim = trial.Grid.Silos[trial.Dice.Next(trial.Grid.Silos.Count)];
        var window = await trial.BeginAsync(victim, cancel);
        await using var zombie = await Zombie.PrepareAsync(trial, victim, window, cancel);
        trial.Say($"{Name} of silo {victim.Index}, home of {window.Homed.Count}");
        window.Since = trial.Time.GetTimestamp();
        await Namespaces.CutAsync(victim.Index, From(victim.Index, trial.Grid.Silos.Count));
        for (var second = 0; second < CutSeconds; second++)
        {
            zombie.Post();
            await trial.WaitAsync(1, cancel);
        }
        await Namespaces.HealAsync(victim.Index);
        zombie.Post();
        await zombie.JudgeAsync(cancel);
        trial.Figures["cut silo ended itself"] = await victim.EndedAsync(TimeSpan.FromSeconds(15)) is null ? 0 : 1;
        trial.End(window);
        await victim.KillAsync();
        await trial.Grid.MendAsync(cancel);
        await trial.WaitAsync(2, cancel);
    }
}

/// <summary>Cut off from the other silos, but not from PostgreSQL and its clients: both sides can write.</summary>
internal sealed class CutFromSilos : Cut
{
    public override string Name => "cut-from-silos";

    public override string What => "one silo silently cut off from the other two for 12 s, PostgreSQL and clients still reachable";

    protected override IReadOnlyList<string> From(int victim, int silos) =>
        [.. Enumerable.Range(0, silos).Where(i => i != victim).Select(Namespaces.AddressOf)];
}

/// <summary>Cut off from everything.</summary>
internal sealed class CutFromAll : Cut
{
    public override string Name => "cut-from-all";

    public override string What => "one silo silently cut off from everything for 12 s";

    protected override IReadOnlyList<string> From(int victim, int silos) => [];
}
