using ConversationGrid.Simulator;
using ConversationGrid.Simulator.Plants;

namespace ConversationGrid.Simulation.Tests;

/// <summary>A checker that never cries is worth nothing: each bug put in on purpose is found, soon.</summary>
public class PlantedBugTests
{
    public static TheoryData<string> Names => [.. PlantedBugs.All.Select(p => p.Name)];

    [Fact]
    public void ThereAreAtLeastTen() => Assert.True(PlantedBugs.All.Select(p => p.Name).Distinct().Count() >= 10);

    [Theory, MemberData(nameof(Names))]
    public void Planted_IsCaughtInTime_AndItsSeedShowsItAgain(string name)
    {
        var plant = PlantedBugs.All.Single(p => p.Name == name);
        for (var seed = 1; seed <= plant.SeedsMax; seed++)
        {
            var result = SeedRun.Of((ulong)seed, plant);
            if (result.Violations.Count == 0) continue;
            var again = SeedRun.Of((ulong)seed, plant);
            Assert.Equal(result.Hash, again.Hash);
            Assert.Equal(result.Violations, again.Violations);
            return;
        }
        Assert.Fail($"'{name}' was not caught within {plant.SeedsMax} seeds.");
    }
}
