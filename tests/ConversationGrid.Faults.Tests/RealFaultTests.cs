using ConversationGrid.Conformance;
using ConversationGrid.Faults.Faults;
using ConversationGrid.Faults.TestGrids;
using Xunit.Abstractions;

namespace ConversationGrid.Faults.Tests;

/// <summary>The two faults that matter most, once each on three silo processes over PostgreSQL. The long campaign is <c>./grid faults</c>.</summary>
[NeedsCluster]
public class RealFaultTests(ITestOutputHelper output)
{
    [EngineFact]
    public Task Silo_Killed_NothingAcknowledgedIsLostOrDoubled() => BeKeptAsync(new KillSilo(), basePort: 25_110);

    [EngineFact]
    public Task Silo_PausedBeyondDetection_IsRefusedWhenItWakes() => BeKeptAsync(new PauseSilo(), basePort: 25_120);

    private async Task BeKeptAsync(Fault fault, int basePort)
    {
        await using var campaign = new Campaign(Cluster.Options with { Conversations = 12, Trials = 1, BasePort = basePort }, TimeProvider.System,
            output.WriteLine);
        await campaign.RunAsync([fault], CancellationToken.None);
        Assert.All(campaign.Results, r => Assert.True(r.IsKept, string.Join('\n', r.Broken.Concat(r.Verdict.Notes))));
        Assert.Null(Assert.Single(campaign.Results).DidNotBite);
    }
}

/// <summary>Tests that need three silo processes.</summary>
public sealed class NeedsClusterAttribute : NeedsAttribute
{
    public override string? Missing => TestGrid.Missing(TestGridKind.Cluster, Cluster.Options);
}

/// <summary>The host that GRID_HOST names, which ./grid test publishes compiled ahead of time; else the one built beside these tests.</summary>
internal static class Cluster
{
    public static FaultOptions Options { get; } = new()
    {
        Host = Environment.GetEnvironmentVariable("GRID_HOST") ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "ConversationGrid.Silo",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "ConversationGrid.Silo.dll")),
    };
}
