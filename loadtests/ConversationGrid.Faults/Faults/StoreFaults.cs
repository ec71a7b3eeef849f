using System.Diagnostics;
using System.Globalization;
using ConversationGrid.Faults.TestGrids;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Faults.Faults;

/// <summary>kill -9 of PostgreSQL and all its children; it is back after two seconds.</summary>
internal sealed class KillPostgres : Fault
{
    public override string Name => "kill-postgres";

    public override string What => "kill -9 of PostgreSQL, back after 2 s (waits counted from then on)";

    public override int Trials => 2;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        trial.Say("kill -9 of PostgreSQL");
        var postgres = trial.Grid.Postgres!;
        await postgres.KillAsync(cancel);
        await trial.WaitAsync(2, cancel);
        await postgres.RestartAsync(cancel);
        var window = await trial.BeginAsync(null, cancel, fromThereOn: true);
        await trial.WaitAsync(8, cancel);
        trial.End(window);
        Survivors.Check(trial);
    }
}

/// <summary>Every flush of PostgreSQL to its disk takes long.</summary>
internal sealed class SlowFsync : Fault
{
    private const int DelayMs = 300;

    public override string Name => "slow-fsync";

    public override string What => "every flush of PostgreSQL takes 300 ms longer, for 12 s (waits include the pauses of the writers)";

    public override string? Missing => Shell.NotRoot ?? Shell.Missing(("strace", "strace"));

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        trial.Say("slow flushes");
        var server = File.ReadLines(Path.Combine(trial.Grid.Postgres!.Folder, "data", "postmaster.pid")).First();
        var flush = string.Create(CultureInfo.InvariantCulture, $"inject=fsync,fdatasync:delay_exit={DelayMs * 1_000}");
        // The injection costs every other call of the server a little too: the fault is at least as bad as it says.
        string[] arguments = ["-f", "-qqq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", flush, "-p", server,
            .. PostgresFamily(server).SelectMany(pid => new[] { "-p", pid })];
        using var strace = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
        try
        {
            await trial.WaitAsync(2, cancel);
            if (strace.HasExited) throw new InvalidOperationException($"strace ended: {await strace.StandardError.ReadToEndAsync(cancel)}");
            var (before, window) = (trial.Crowd.Tally.AckedCount, await trial.BeginAsync(null, cancel));
            await trial.WaitAsync(12, cancel);
            trial.End(window);
            trial.Figures["receipts/s meanwhile"] = (trial.Crowd.Tally.AckedCount - before) / trial.Time.GetElapsedTime(window.Since).TotalSeconds;
        }
        finally
        {
            if (!strace.HasExited) await Shell.TryAsync("kill", "-INT", strace.Id.ToString(CultureInfo.InvariantCulture));
            await strace.WaitForExitAsync(CancellationToken.None);
        }
        await trial.WaitAsync(3, cancel);
        var shortest = trial.Windows[0];
        if (trial.Crowd.Talkers.All(t => t.Acks.LongestGap(shortest.Since, shortest.Until, false) < trial.Time.TimestampFrequency * DelayMs / 1_000))
            trial.DidNotBite = "no receipt waited for a flush";
        Survivors.Check(trial);
    }

    private static string[] PostgresFamily(string server)
    {
        var children = $"/proc/{server}/task/{server}/children";
        return File.Exists(children) ? File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
    }
}

/// <summary>PostgreSQL's disk is full to the last byte for a while; then there is room again.</summary>
internal sealed class FullDisk : Fault
{
    public override string Name => "full-disk";

    public override string What =>
        "PostgreSQL's disk is full until it refuses, then there is room and it is restarted if it ended (waits counted from then on)";

    public override TestGridKind Needs => TestGridKind.SmallDisk;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        trial.Say("filling the disk");
        var before = trial.Crowd.Tally.Retries.Values.Sum();
        await Full.StayAsync(trial, cancel);
        trial.Grid.Disk!.Free();
        await BackAsync(trial.Grid.Postgres!, cancel);
        var window = await trial.BeginAsync(null, cancel, fromThereOn: true);
        await trial.WaitAsync(8, cancel);
        trial.End(window);
        trial.Figures["calls tried again"] = trial.Crowd.Tally.Retries.Values.Sum() - before;
        Survivors.Check(trial);
    }

    /// <summary>A server that ran out of space for its log ends itself, and may not come back by itself.</summary>
    private static async Task BackAsync(PrivatePostgres postgres, CancellationToken cancel)
    {
        await postgres.KillAsync(cancel);
        await postgres.RestartAsync(cancel);
    }
}

/// <summary>kill -9 of the one process on SQLite.</summary>
internal sealed class KillAlone : Fault
{
    public override string Name => "kill-alone";

    public override string What => "kill -9 of the one process on SQLite, started again (waits counted from when it is ready)";

    public override TestGridKind Needs => TestGridKind.Alone;

    public override int Trials => 2;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        trial.Say("kill -9 of the process");
        await trial.Grid.Silos[0].KillAsync();
        await trial.Grid.MendAsync(cancel);
        var window = await trial.BeginAsync(null, cancel, fromThereOn: true);
        await trial.WaitAsync(12, cancel);
        trial.End(window);
    }
}

/// <summary>SQLite's disk is full to the last byte for a while.</summary>
internal sealed class FullDiskAlone : Fault
{
    public override string Name => "full-disk-alone";

    public override string What => "the disk of the one process on SQLite is full until it refuses (waits counted from when there is room)";

    public override TestGridKind Needs => TestGridKind.Alone;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        trial.Say("filling the disk");
        var before = trial.Crowd.Tally.Retries.Values.Sum();
        await Full.StayAsync(trial, cancel);
        trial.Grid.Disk!.Free();
        var window = await trial.BeginAsync(null, cancel, fromThereOn: true);
        await trial.WaitAsync(8, cancel);
        trial.End(window);
        trial.Figures["calls tried again"] = trial.Crowd.Tally.Retries.Values.Sum() - before;
        Survivors.Check(trial);
    }
}

/// <summary>Keeps a disk full.</summary>
internal static class Full
{
    private const int RoundsMax = 12;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    /// <summary>Until nobody gets a receipt any more: a store may have room left in the files that it has.</summary>
    public static async Task StayAsync(Trial trial, CancellationToken cancel)
    {
        for (var i = 0; i < RoundsMax; i++)
        {
            var acked = trial.Crowd.Tally.AckedCount;
            await trial.Grid.Disk!.StayFullAsync(Round, trial.Time, cancel);
            if (trial.Crowd.Tally.AckedCount == acked) return;
        }
        trial.DidNotBite = "receipts came although the disk was full";
    }
}

/// <summary>A store that fails must not take the processes with it.</summary>
internal static class Survivors
{
    public static void Check(Trial trial)
    {
        foreach (var silo in trial.Grid.Silos.Where(s => !s.IsAlive)) trial.Broken.Add($"silo {silo.Index} ended");
    }
}
