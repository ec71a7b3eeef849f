using System.Diagnostics;
using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using Xunit.Abstractions;

namespace ConversationGrid.Grains.Tests;

/// <summary>What Orleans costs a command in one process: the same notes through both engines on a journal in memory, in turns.</summary>
[Collection(ClusterCollection.Name)]
public class Measurements(ITestOutputHelper output)
{
    private const int Conversations = 1_000;
    private const int AtOnce = 64;
    private const int Notes = 100_000;
    private const int Rounds = 5;

    private static readonly Caller Supervisor = GridWorld.Agent("sue") with { Role = CallerRole.Supervisor };

    [MeasureFact]
    public async Task Commands_PerSecond_OnBothEngines()
    {
        await using var world = await ClusterWorld.StartAsync(1);
        var orleans = ClusterWorld.GridOf(world.Cluster.Silos[0]);
        await using var plain = InProcessWorld.InMemory();
        IGrid inProcess = plain.Grid;
        foreach (var grid in new[] { orleans, inProcess }) await RunAsync(grid, "warm", Notes / 4);
        List<(double Rate, double CpuMicros)> a = [], b = [];
        for (var round = 0; round < Rounds; round++)
        {
            a.Add(await RunAsync(inProcess, $"r{round}", Notes));
            b.Add(await RunAsync(orleans, $"r{round}", Notes));
        }
        Say("in-process", a);
        Say("orleans", b);
        output.WriteLine($"ratio of CPU a command, median of {Rounds}: {a.Zip(b, (x, y) => y.CpuMicros / x.CpuMicros).Order().ElementAt(Rounds / 2):0.00}");
    }

    private static async Task<(double Rate, double CpuMicros)> RunAsync(IGrid grid, string run, int notes)
    {
        await Parallel.ForAsync(0, Conversations, async (i, _) =>
            (await grid.Conversation(new("demo", $"c{i}")).ExecuteAsync(new StartConversation(GridWorld.Customer, "k0", "web", "en", null, null))).OrThrow());
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var (cpu, begun) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < notes; i = Interlocked.Increment(ref next))
                (await grid.Conversation(new("demo", $"c{i % Conversations}"))
                    .ExecuteAsync(new PostNote(Supervisor, $"{run}-{i}", "a note of some length, as people write them"))).OrThrow();
        })));
        process.Refresh();
        return (notes / TimeProvider.System.GetElapsedTime(begun).TotalSeconds, (process.TotalProcessorTime - cpu).TotalMicroseconds / notes);
    }

    private void Say(string engine, List<(double Rate, double CpuMicros)> runs) => output.WriteLine(
        $"{engine}: {runs.Select(r => r.Rate).Order().ElementAt(Rounds / 2):0} commands/s, {runs.Select(r => r.CpuMicros).Order().ElementAt(Rounds / 2):0.0} " +
        $"us of CPU a command (medians of {Rounds})");

    /// <summary>A measurement, taken only when it is asked for.</summary>
    private sealed class MeasureFactAttribute : FactAttribute
    {
        public MeasureFactAttribute()
        {
            if (Environment.GetEnvironmentVariable("GRID_MEASURE") != "1")
                Skip = "A measurement: GRID_MEASURE=1 dotnet test -c Release --filter Measurements --logger 'console;verbosity=detailed'";
        }
    }
}
