using System.Globalization;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Episodes;

/// <summary>Days and hours of one time zone, daylight saving included. What was computed for an hour is kept, because episodes come by the thousand.</summary>
internal sealed class LocalTimes(TimeZoneInfo zone)
{
    /// <summary>Offsets of time zones change at whole quarters of an hour.</summary>
    private const long Quarter = 15 * 60 * 1_000_000L;

    private readonly Dictionary<long, (DateOnly Day, string DayName, string HourName)> _known = [];

    public DateOnly DayOf(long micros) => Of(micros).Day;

    public string NameOfDay(long micros) => Of(micros).DayName;

    /// <summary>The hour with its offset: the one that is repeated when the clocks go back is two.</summary>
    public string NameOfHour(long micros) => Of(micros).HourName;

    /// <inheritdoc cref="LocalDay.StartOf"/>
    public long StartOf(DateOnly day) => Times.Micros(LocalDay.StartOf(day, zone));

    private (DateOnly Day, string DayName, string HourName) Of(long micros)
    {
        var quarter = micros / Quarter;
        if (_known.TryGetValue(quarter, out var known)) return known;
        var local = TimeZoneInfo.ConvertTime(Times.Of(quarter * Quarter), zone);
        return _known[quarter] = (
            DateOnly.FromDateTime(local.DateTime), local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            local.ToString("yyyy-MM-ddTHH:00zzz", CultureInfo.InvariantCulture));
    }
}
