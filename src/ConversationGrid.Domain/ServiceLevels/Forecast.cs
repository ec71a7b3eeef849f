namespace ConversationGrid.Domain.ServiceLevels;

/// <summary>
/// Where a daily figure is heading: the least-squares line through the days that have one, and the interval in which a new day lies 19
/// times of 20 if the line is right and days scatter as they did. It knows nothing of weekdays or seasons, and says so.
/// </summary>
/// <param name="Value">The line on the day asked for.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Days">Days that went into it.</param>
public sealed record Forecast(double Value, double Low, double High, int Days)
{
    /// <summary>What the answer names as its method.</summary>
    public const string Method = "least-squares line through the last 28 days with data, 95 % prediction interval; no weekday or seasonal pattern";

    /// <summary>Days with data that are looked at, the newest.</summary>
    public const int DaysMax = 28;

    /// <summary>With fewer days a line says nothing.</summary>
    public const int DaysMin = 5;

    /// <summary>The forecast for a day; null with too few days.</summary>
    /// <param name="days">Days with data, in order.</param>
    /// <param name="max">Highest value that there can be, e.g. 1 for a share. The lowest is 0.</param>
    public static Forecast? Of(IReadOnlyList<(DateOnly Day, double Value)> days, DateOnly on, double max = double.MaxValue)
    {
        var last = days.Skip(Math.Max(0, days.Count - DaysMax)).ToList();
        if (last.Count < DaysMin) return null;
        var n = last.Count;
        var (meanX, meanY) = (last.Average(d => (double)d.Day.DayNumber), last.Average(d => d.Value));
        var spread = last.Sum(d => (d.Day.DayNumber - meanX) * (d.Day.DayNumber - meanX));
        var slope = last.Sum(d => (d.Day.DayNumber - meanX) * (d.Value - meanY)) / spread;
        var rest = last.Sum(d => Math.Pow(d.Value - meanY - slope * (d.Day.DayNumber - meanX), 2));
        var ahead = on.DayNumber - meanX;
        var value = meanY + slope * ahead;
        var margin = 1.96 * Math.Sqrt(rest / (n - 2)) * Math.Sqrt(1 + 1.0 / n + ahead * ahead / spread);
        return new(Clamp(value), Clamp(value - margin), Clamp(value + margin), n);

        double Clamp(double v) => Math.Clamp(v, 0, max);
    }
}
