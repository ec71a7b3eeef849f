using ConversationGrid.Projections.Episodes;

namespace ConversationGrid.Projections.Tests;

/// <summary>One formula for one figure, wherever it is shown.</summary>
public class FigureTests
{
    [Theory]
    [InlineData(new[] { 4.0 }, 4)]
    [InlineData(new[] { 8.0, 4 }, 4)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 40.0, 10, 30, 20 }, 20)]
    public void MedianWait_OfTheBoard_IsThatOfReports(double[] waits, double median)
    {
        var (board, report) = (new SinceSum(0, long.MaxValue, TimeSpan.FromSeconds(60)), new FigureSum(TimeSpan.FromSeconds(60)));
        foreach (var wait in waits)
        {
            var episode = new EpisodeFigures { StartedAt = 1, AskedAt = 1, TakenAt = 1 + (long)(wait * 1_000_000) };
            board.Add(episode, "general");
            report.Add(episode);
        }
        Assert.Equal(median, board.ToFigures().MedianWaitSeconds);
        Assert.Equal(median, report.ToRow("all").WaitSeconds!.P50);
    }
}
