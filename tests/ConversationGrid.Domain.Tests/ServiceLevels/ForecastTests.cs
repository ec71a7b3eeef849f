using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Tests.ServiceLevels;

/// <summary>The forecast finds the line that is there, and does not pretend where there is none.</summary>
public class ForecastTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Fact]
    public void AStraightLine_IsContinued()
    {
        var forecast = Forecast.Of(Days(i => 100 - i), First.AddDays(50))!;
        Assert.Equal((50.0, 50.0, 50.0), (Math.Round(forecast.Value, 6), Math.Round(forecast.Low, 6), Math.Round(forecast.High, 6)));
    }

    [Fact]
    public void TheInterval_HoldsANewDay_NineteenTimesOfTwenty()
    {
        var (inside, all) = (0, 4_000);
        for (var seed = 1UL; seed <= (ulong)all; seed++)
        {
            var draw = new Draw(seed);
            double Noise() => Enumerable.Range(0, 12).Sum(_ => draw.Below(1_000_000) / 1e6) - 6;
            var days = Enumerable.Range(0, 28).Select(i => (First.AddDays(i), 500 - 3.0 * i + 20 * Noise())).ToList();
            var forecast = Forecast.Of(days, First.AddDays(40))!;
            var truth = 500 - 3.0 * 40 + 20 * Noise();
            if (forecast.Low <= truth && truth <= forecast.High) inside++;
        }
        Assert.InRange((double)inside / all, 0.925, 0.965);
    }

    [Fact]
    public void FewDays_GiveNone_AndAShareStaysAShare()
    {
        Assert.Null(Forecast.Of([.. Days(i => i).Take(Forecast.DaysMin - 1)], First.AddDays(30)));
        Assert.Equal(1, Forecast.Of(Days(i => 0.5 + i * 0.02), First.AddDays(300), max: 1)!.Value);
        Assert.Equal(0, Forecast.Of(Days(i => 100 - i), First.AddDays(300))!.Value);
    }

    private static List<(DateOnly, double)> Days(Func<int, double> value) => [.. Enumerable.Range(0, 20).Select(i => (First.AddDays(i), value(i)))];
}
