using ConversationGrid.Faults.TestGrids;

namespace ConversationGrid.Faults.Faults;

/// <summary>One kind of harm: it is done while clients talk, and taken back.</summary>
internal abstract class Fault
{
    public abstract string Name { get; }

    /// <summary>What is done, in a line.</summary>
    public abstract string What { get; }

    public virtual TestGridKind Needs => TestGridKind.Cluster;

    /// <summary>Trials where the command line says nothing.</summary>
    public virtual int Trials => 1;

    /// <summary>What it needs beside its grid and this machine lacks; null when all is there.</summary>
    public virtual string? Missing => null;

    /// <summary>Does the harm, takes it back, and returns when the grid is whole again.</summary>
    public abstract Task StrikeAsync(Trial trial, CancellationToken cancel);

    /// <summary>All of them, those of one grid together.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new KillSilo(), new PauseSilo(), new RollingRestart(), new KillPostgres(), new SlowFsync(), new ReconnectStorm(), new SlowConsumer(),
        new PoisonMessage(),
        new CutFromSilos(), new CutFromAll(), new FullDisk(), new ClockJump(), new KillAlone(), new FullDiskAlone(),
    ];
}
