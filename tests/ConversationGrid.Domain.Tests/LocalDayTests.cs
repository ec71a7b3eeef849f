using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Tests;

/// <summary>The beginning of a day where the clocks change at midnight.</summary>
public class LocalDayTests
{
    [Theory]
    [InlineData("Asia/Kuala_Lumpur", "2026-12-01", "2026-11-30T16:00:00Z")]
    [InlineData("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z")] // 00:00 is skipped: the day begins at 01:00.
    [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z")] // 00:00 comes twice: the first is meant.
    public void Day_BeginsWithItsFirstMoment(string zone, string day, string start)
    {
        var at = LocalDay.StartOf(DateOnly.Parse(day), TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal(DateTimeOffset.Parse(start), at);
        Assert.Equal(DateOnly.Parse(day), LocalDay.Of(at, TimeZoneInfo.FindSystemTimeZoneById(zone)));
        Assert.Equal(DateOnly.Parse(day).AddDays(-1), LocalDay.Of(at.AddTicks(-1), TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }
}
