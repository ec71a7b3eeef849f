using ConversationGrid.Simulator;
using ConversationGrid.Simulator.Plants;

namespace ConversationGrid.Simulation.Tests;

/// <summary>The promises of the engine, in a thousand simulated worlds. A seed that fails shows the same again: <c>./grid simulate --seed N</c>.</summary>
public class SeedTests
{
    private const int PerRun = 100;

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, 10)];

    [Theory, MemberData(nameof(Runs))]
    public void Seeds_BreakNoPromise(int run)
    {
        for (var seed = run * PerRun + 1; seed <= (run + 1) * PerRun; seed++)
        {
            var result = SeedRun.Of((ulong)seed, Plant.None);
            Assert.True(result.Violations.Count == 0, $"Seed {seed}:\n{string.Join('\n', result.Violations)}");
        }
    }

    [Fact]
    public void Seed_RunTwice_GivesTheSameHistory()
    {
        foreach (var seed in Enumerable.Range(1, 10))
        {
            var (first, second) = (SeedRun.Of((ulong)seed, Plant.None), SeedRun.Of((ulong)seed, Plant.None));
            Assert.Equal((first.Hash, first.Steps, first.Events), (second.Hash, second.Steps, second.Events));
        }
    }

    /// <summary>Faults that do not bite prove nothing.</summary>
    [Fact]
    public void Seeds_MeetEveryKindOfFault()
    {
        var all = Enumerable.Range(1, 30).Select(seed => SeedRun.Of((ulong)seed, Plant.None).Counts).ToList();
        Assert.True(all.Sum(c => c.Crashes) > 10, "crashes");
        Assert.True(all.Sum(c => c.Pauses) > 10, "pauses");
        Assert.True(all.Sum(c => c.StoreFaults) > 100, "store faults");
        Assert.True(all.Sum(c => c.Fenced) > 10, "writes of outdated activations, refused");
        Assert.True(all.Sum(c => c.Acknowledged) > 1_000, "acknowledged posts");
    }
}
