using System.Globalization;

namespace ConversationGrid.Domain.ServiceLevels;

/// <summary>A calendar as an administrator writes it.</summary>
/// <param name="TimeZone">IANA name, e.g. <c>Asia/Kuala_Lumpur</c>.</param>
/// <param name="Hours">Blocks of the week; several a day are fine.</param>
/// <param name="Holidays">Days without work.</param>
/// <param name="Exceptions">Days with other hours than their week; several entries of a date are its blocks.</param>
public sealed record CalendarDefinition(
    string? Name, string? TimeZone, IReadOnlyList<CalendarHours>? Hours, IReadOnlyList<CalendarHoliday>? Holidays = null,
    IReadOnlyList<CalendarException>? Exceptions = null)
{
    /// <summary>Most blocks, holidays or exceptions of one calendar.</summary>
    public const int PartsMax = 500;

    /// <summary>What is wrong with it; null when it can be compiled.</summary>
    public string? Check()
    {
        if (TimeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            return $"'{TimeZone}' is no time zone; an IANA name is needed, e.g. Europe/Berlin.";
        if (Hours is not { Count: > 0 }) return "A calendar needs hours.";
        if (Hours.Count > PartsMax || Holidays?.Count > PartsMax || Exceptions?.Count > PartsMax)
            return $"A calendar has at most {PartsMax} hours, holidays and exceptions each.";
        foreach (var hours in Hours)
            if (!Enum.IsDefined(hours.Day) || BlockOf(hours.From, hours.To) is null)
                return $"'{hours.From}-{hours.To}' is no block of a day: from 00:00 to 24:00, the end after the start.";
        foreach (var special in Exceptions ?? [])
            if (BlockOf(special.From, special.To) is null)
                return $"'{special.From}-{special.To}' is no block of a day: from 00:00 to 24:00, the end after the start.";
        var overlap = Hours.GroupBy(h => h.Day).Any(day => Overlap(day.Select(h => BlockOf(h.From, h.To)!.Value)))
            || (Exceptions ?? []).GroupBy(x => x.Date).Any(day => Overlap(day.Select(x => BlockOf(x.From, x.To)!.Value)));
        return overlap ? "Two blocks of a day overlap." : null;
    }

    /// <summary>The calendar. Only for a definition that <see cref="Check"/> passed.</summary>
    public BusinessCalendar Compile()
    {
        var week = Hours!.GroupBy(h => h.Day).ToDictionary(g => g.Key, g => InOrder(g.Select(h => BlockOf(h.From, h.To)!.Value)));
        var days = (Exceptions ?? []).GroupBy(x => x.Date).ToDictionary(g => g.Key, g => InOrder(g.Select(x => BlockOf(x.From, x.To)!.Value)));
        foreach (var holiday in Holidays ?? [])
            days[holiday.Date] = [];
        return BusinessCalendar.Of(TimeZoneInfo.FindSystemTimeZoneById(TimeZone!), week, days);
    }

    private static IReadOnlyList<WorkBlock> InOrder(IEnumerable<WorkBlock> blocks) => [.. blocks.OrderBy(b => b.From)];

    private static bool Overlap(IEnumerable<WorkBlock> blocks)
    {
        var end = TimeSpan.Zero;
        foreach (var block in InOrder(blocks))
        {
            if (block.From < end) return true;
            end = block.To;
        }
        return false;
    }

    private static WorkBlock? BlockOf(string? from, string? to) =>
        TimeOf(from) is { } start && TimeOf(to) is { } end && start < end ? new WorkBlock(start, end) : null;

    /// <summary>A time of day as <c>HH:mm</c> or <c>HH:mm:ss</c>, 24:00 for the end of it.</summary>
    private static TimeSpan? TimeOf(string? text) => text switch
    {
        "24:00" or "24:00:00" => TimeSpan.FromDays(1),
        not null when TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time.ToTimeSpan(),
        _ => null,
    };
}

/// <summary>One block of a day of the week.</summary>
public sealed record CalendarHours(DayOfWeek Day, string? From, string? To);

/// <summary>A day without work.</summary>
public sealed record CalendarHoliday(DateOnly Date, string? Name = null);

/// <summary>One block of a day whose hours are not those of its week.</summary>
public sealed record CalendarException(DateOnly Date, string? From, string? To);
