using System.Globalization;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Episodes;

/// <summary>Days and hours of one time zone, daylight saving included. What was computed for an hour is kept, because episodes come by the thousand.</summary>
internal sealed class LocalTimes(TimeZoneInfo zone)
{
    /// <summary>Offsets of time zones change at whole quarters of an hour.</summary>
    private const long Quarter = 15 * 60 * 1_000_000L;

    private readonly Dictionary<long, DateTimeOffset> _known = [];

    public DateOnly DayOf(long micros) => DateOnly.FromDateTime(Local(micros).DateTime);

    /// <summary>The hour with its offset: the one that is repeated when the clocks go back is two.</summary>
    public string HourOf(long micros) => Local(micros).ToString("yyyy-MM-ddTHH:00zzz", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="LocalDay.StartOf"/>
    public long StartOf(DateOnly day) => Times.Micros(LocalDay.StartOf(day, zone));

    private DateTimeOffset Local(long micros)
    {
        var quarter = micros / Quarter;
        if (!_known.TryGetValue(quarter, out var local)) _known[quarter] = local = TimeZoneInfo.ConvertTime(Times.Of(quarter * Quarter), zone);
        return local;
    }
}
