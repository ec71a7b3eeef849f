namespace ConversationGrid.Domain.ServiceLevels;

/// <summary>
/// When a company works, and time counted in its working hours. Open at an instant means: the wall clock of the calendar's zone shows a
/// time within a block of that day. So a block in a gap of daylight saving is shorter, and one in an overlap happens twice. Pure.
/// </summary>
public sealed class BusinessCalendar
{
    /// <summary>Days looked at for open time, in either direction, before the answer is never. Two years.</summary>
    public const int HorizonDays = 731;

    /// <summary>Open at every instant.</summary>
    public static readonly BusinessCalendar Always = new(TimeZoneInfo.Utc, _ => [WorkBlock.WholeDay]) { IsAlwaysOpen = true };

    private readonly TimeZoneInfo _zone;
    private readonly Func<DateOnly, IReadOnlyList<WorkBlock>> _blocksOn;

    private BusinessCalendar(TimeZoneInfo zone, Func<DateOnly, IReadOnlyList<WorkBlock>> blocksOn) => (_zone, _blocksOn) = (zone, blocksOn);

    private bool IsAlwaysOpen { get; init; }

    /// <param name="week">Blocks of each day of the week; in order, not overlapping.</param>
    /// <param name="days">Days that are other than their week, without blocks for a holiday.</param>
    public static BusinessCalendar Of(
        TimeZoneInfo zone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<WorkBlock>> week, IReadOnlyDictionary<DateOnly, IReadOnlyList<WorkBlock>> days) =>
        new(zone, day => days.TryGetValue(day, out var special) ? special : week.GetValueOrDefault(day.DayOfWeek) ?? []);

    /// <summary>Whether the company works at this instant.</summary>
    public bool IsOpen(DateTimeOffset at)
    {
        if (IsAlwaysOpen) return true;
        var wall = TimeZoneInfo.ConvertTime(at, _zone);
        var time = wall.TimeOfDay;
        return _blocksOn(DateOnly.FromDateTime(wall.Date)).Any(b => b.From <= time && time < b.To);
    }

    /// <summary>
    /// The first instant at which <paramref name="duration"/> of working time has passed since <paramref name="from"/>; for a negative
    /// duration the last instant from which that much passes until <paramref name="from"/>. Null when it is beyond the horizon.
    /// </summary>
    public DateTimeOffset? AddBusinessTime(DateTimeOffset from, TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return from.ToUniversalTime();
        if (IsAlwaysOpen) return from.ToUniversalTime() + duration;
        return duration > TimeSpan.Zero ? Forward(from.ToUniversalTime(), duration) : Backward(from.ToUniversalTime(), -duration);
    }

    /// <summary>Working time from one instant to another; negative when the second comes first. Beyond the horizon nothing is counted.</summary>
    public TimeSpan BusinessTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from) return -BusinessTimeBetween(to, from);
        if (IsAlwaysOpen) return to - from;
        var sum = TimeSpan.Zero;
        var last = DayOf(to);
        var day = DayOf(from);
        for (var i = 0; day <= last && i <= HorizonDays; i++, day = day.AddDays(1))
            foreach (var (start, end) in OpenOn(day))
            {
                var (a, b) = (start > from ? start : from, end < to ? end : to);
                if (b > a) sum += b - a;
            }
        return sum;
    }

    /// <summary>The next instant at or after <paramref name="from"/> at which the company works; null beyond the horizon.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset from)
    {
        if (IsAlwaysOpen) return from.ToUniversalTime();
        var day = DayOf(from);
        for (var i = 0; i <= HorizonDays; i++, day = day.AddDays(1))
            foreach (var (start, end) in OpenOn(day))
                if (end > from) return start > from ? start : from.ToUniversalTime();
        return null;
    }

    /// <summary>The same as the calendar's own clocks show it.</summary>
    public DateTimeOffset? NextOpeningLocal(DateTimeOffset from) => NextOpening(from) is { } opens ? TimeZoneInfo.ConvertTime(opens, _zone) : null;

    private DateTimeOffset? Forward(DateTimeOffset from, TimeSpan left)
    {
        var day = DayOf(from);
        for (var i = 0; i <= HorizonDays; i++, day = day.AddDays(1))
            foreach (var (start, end) in OpenOn(day))
            {
                if (end <= from) continue;
                var begin = start > from ? start : from;
                if (end - begin >= left) return begin + left;
                left -= end - begin;
            }
        return null;
    }

    private DateTimeOffset? Backward(DateTimeOffset from, TimeSpan left)
    {
        var day = DayOf(from);
        for (var i = 0; i <= HorizonDays; i++, day = day.AddDays(-1))
            foreach (var (start, end) in OpenOn(day).Reverse())
            {
                if (start >= from) continue;
                var finish = end < from ? end : from;
                if (finish - start >= left) return finish - left;
                left -= finish - start;
            }
        return null;
    }

    private DateOnly DayOf(DateTimeOffset at) => LocalDay.Of(at, _zone);

    /// <summary>The instants, UTC and in order, at which the wall clock of a day lies in one of its blocks.</summary>
    private IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> OpenOn(DateOnly day)
    {
        var blocks = _blocksOn(day);
        if (blocks.Count == 0) return [];
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var open = new List<(DateTimeOffset, DateTimeOffset)>(blocks.Count);
        foreach (var (offset, since, until) in OffsetsAround(midnight))
            foreach (var block in blocks)
            {
                var start = new DateTimeOffset(midnight - offset + block.From, TimeSpan.Zero);
                var end = new DateTimeOffset(midnight - offset + block.To, TimeSpan.Zero);
                if (start < since) start = since;
                if (end > until) end = until;
                if (end > start) open.Add((start, end));
            }
        return open;
    }

    /// <summary>The zone's offsets from before a local day to after it, each with the time for which it holds.</summary>
    private IEnumerable<(TimeSpan Offset, DateTimeOffset Since, DateTimeOffset Until)> OffsetsAround(DateTime midnight)
    {
        // No place is further than 15 hours from UTC, and no zone changes twice within the two days and a half that this spans.
        var since = new DateTimeOffset(midnight, TimeSpan.Zero).AddHours(-15);
        var until = new DateTimeOffset(midnight, TimeSpan.Zero).AddHours(39);
        var (before, after) = (_zone.GetUtcOffset(since), _zone.GetUtcOffset(until));
        if (before == after) return [(before, since, until)];
        var change = ChangeBetween(since, until, before);
        return [(before, since, change), (after, change, until)];
    }

    /// <summary>When the offset stops being <paramref name="before"/>. Zones change at whole seconds.</summary>
    private DateTimeOffset ChangeBetween(DateTimeOffset since, DateTimeOffset until, TimeSpan before)
    {
        var (low, high) = (0L, (long)(until - since).TotalSeconds);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (_zone.GetUtcOffset(since.AddSeconds(middle)) == before) low = middle;
            else high = middle;
        }
        return since.AddSeconds(high);
    }
}

/// <summary>Working time within one day of the wall clock.</summary>
/// <param name="To">Up to 24:00; the end is not part of the block.</param>
public readonly record struct WorkBlock(TimeSpan From, TimeSpan To)
{
    public static readonly WorkBlock WholeDay = new(TimeSpan.Zero, TimeSpan.FromDays(1));
}
