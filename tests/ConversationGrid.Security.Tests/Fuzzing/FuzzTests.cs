using ConversationGrid.Fuzz.Runs;

namespace ConversationGrid.Security.Tests.Fuzzing;

/// <summary>A short fuzz run; the long one is <c>./grid fuzz</c>.</summary>
public class FuzzTests
{
    private const int Frames = 6_000;

    [Fact]
    public async Task HostileFramesAndRequests_BreakNothing_AndDisturbNobody()
    {
        var seed = Environment.TickCount & 0xffff;
        var report = await FuzzRun.RunAsync(Frames, seed);
        Assert.True(report.Violations == 0, $"./grid fuzz --frames {Frames} --seed {seed}:\n{string.Join('\n', report.Findings.Violations.Take(20))}");
        Assert.True(report.NeighbourMessages > 2, $"The neighbours exchanged only {report.NeighbourMessages} messages.");
        Assert.True(report.Findings.Counts.GetValueOrDefault("closed as allowed") > 0, "No frame ended a connection: the hard ones were not sent.");
    }
}
