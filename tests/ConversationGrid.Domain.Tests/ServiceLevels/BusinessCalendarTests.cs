using System.Globalization;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Tests.ServiceLevels;

/// <summary>Working time, checked against a walk over every minute by the wall clock.</summary>
public class BusinessCalendarTests
{
    private static readonly string[] Zones =
    [
        "Asia/Kuala_Lumpur", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Africa/Casablanca", "Pacific/Apia",
        "Asia/Kathmandu",
    ];

    /// <summary>Days on which something odd happens to a clock in one of the zones.</summary>
    private static readonly string[] OddDays = ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2011-12-30", "2026-02-15",
        "2026-12-25"];

    private static CalendarDefinition SplitDay => new(
        "Support", "Asia/Kuala_Lumpur",
        [.. Enum.GetValues<DayOfWeek>().Where(d => d is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .SelectMany(d => new CalendarHours[] { new(d, "09:00", "12:30"), new(d, "14:00", "18:00") })],
        [new(new(2026, 8, 31), "Merdeka")], [new(new(2026, 9, 1), "10:00", "11:00")]);

    [Fact]
    public void SplitDay_Holiday_AndException_AreKept()
    {
        var calendar = SplitDay.Compile();
        // Friday 28 August 2026, 12:00 in Kuala Lumpur: half an hour, lunch, four hours; the weekend; Monday is a holiday; Tuesday one hour.
        var from = At("2026-08-28T12:00:00+08:00");
        Assert.Equal(At("2026-08-28T14:30:00+08:00"), calendar.AddBusinessTime(from, TimeSpan.FromHours(1)));
        Assert.Equal(At("2026-08-28T18:00:00+08:00"), calendar.AddBusinessTime(from, TimeSpan.FromHours(4.5)));
        Assert.Equal(At("2026-09-01T10:00:01+08:00"), calendar.AddBusinessTime(from, TimeSpan.FromHours(4.5) + TimeSpan.FromSeconds(1)));
        Assert.Equal(At("2026-09-02T09:30:00+08:00"), calendar.AddBusinessTime(from, TimeSpan.FromHours(6)));
        Assert.Equal(TimeSpan.FromHours(6), calendar.BusinessTimeBetween(from, At("2026-09-02T09:30:00+08:00")));
        Assert.False(calendar.IsOpen(At("2026-08-31T10:00:00+08:00")));
        Assert.False(calendar.IsOpen(At("2026-08-28T12:30:00+08:00")));
        Assert.True(calendar.IsOpen(At("2026-08-28T14:00:00+08:00")));
        Assert.Equal(At("2026-09-01T10:00:00+08:00"), calendar.NextOpening(At("2026-08-29T00:00:00+08:00")));
    }

    [Fact]
    public void Gap_Shortens_AndOverlap_Doubles_ABlock()
    {
        var nights = new CalendarDefinition(null, "Europe/Berlin", [.. Enum.GetValues<DayOfWeek>().Select(d => new CalendarHours(d, "01:30", "03:30"))])
            .Compile();
        Assert.Equal(TimeSpan.FromHours(1), nights.BusinessTimeBetween(At("2026-03-29T00:00:00+01:00"), At("2026-03-29T12:00:00+02:00")));
        Assert.Equal(TimeSpan.FromHours(3), nights.BusinessTimeBetween(At("2026-10-25T00:00:00+02:00"), At("2026-10-25T12:00:00+01:00")));
        var quarter = new CalendarDefinition(null, "Europe/Berlin", [new(DayOfWeek.Sunday, "02:15", "02:45")]).Compile();
        // The half hour does not happen in spring, and happens twice in autumn.
        Assert.Equal(TimeSpan.Zero, quarter.BusinessTimeBetween(At("2026-03-29T00:00:00+01:00"), At("2026-03-29T12:00:00+02:00")));
        Assert.Equal(TimeSpan.FromHours(1), quarter.BusinessTimeBetween(At("2026-10-25T00:00:00+02:00"), At("2026-10-25T12:00:00+01:00")));
        Assert.Equal(At("2026-10-25T02:25:00+01:00"), quarter.AddBusinessTime(At("2026-10-25T00:00:00+02:00"), TimeSpan.FromMinutes(40)));
    }

    [Fact]
    public void ACalendarWithoutOpenTime_AnswersNever_AndEndsItsSearch()
    {
        var closed = BusinessCalendar.Of(TimeZoneInfo.Utc, new Dictionary<DayOfWeek, IReadOnlyList<WorkBlock>>(),
            new Dictionary<DateOnly, IReadOnlyList<WorkBlock>>());
        Assert.Null(closed.AddBusinessTime(At("2026-01-01T00:00:00Z"), TimeSpan.FromSeconds(1)));
        Assert.Null(closed.AddBusinessTime(At("2026-01-01T00:00:00Z"), TimeSpan.FromSeconds(-1)));
        Assert.Null(closed.NextOpening(At("2026-01-01T00:00:00Z")));
        Assert.Equal(TimeSpan.Zero, closed.BusinessTimeBetween(At("2026-01-01T00:00:00Z"), At("2026-02-01T00:00:00Z")));
    }

    [Fact]
    public void AlwaysOpen_IsPlainTime()
    {
        var from = At("2026-10-25T00:00:00+02:00");
        Assert.Equal(from + TimeSpan.FromHours(30), BusinessCalendar.Always.AddBusinessTime(from, TimeSpan.FromHours(30)));
        Assert.Equal(from - TimeSpan.FromHours(30), BusinessCalendar.Always.AddBusinessTime(from, TimeSpan.FromHours(-30)));
        Assert.Equal(TimeSpan.FromHours(-2), BusinessCalendar.Always.BusinessTimeBetween(from, from.AddHours(-2)));
    }

    [Fact]
    public void AnyCalendar_AgreesWithAWalkOverItsMinutes()
    {
        for (var seed = 1UL; seed <= 300; seed++)
        {
            var draw = new Draw(seed);
            var (zone, calendar) = Drawn(draw, out var definition);
            var from = At(draw.Pick(OddDays) + "T00:00:00Z").AddMinutes(draw.Below(3 * 1440) - 1440);
            var minutes = draw.Below(4 * 1440);
            var walked = Enumerable.Range(0, minutes).Count(i => IsOpenByTheWall(definition, zone, from.AddMinutes(i)));
            Assert.True(TimeSpan.FromMinutes(walked) == calendar.BusinessTimeBetween(from, from.AddMinutes(minutes)),
                $"Seed {seed}: {definition.TimeZone}, {from:O} and {minutes} minutes");
            for (var i = 0; i < 50; i++)
            {
                var at = from.AddMinutes(draw.Below(4 * 1440));
                Assert.True(IsOpenByTheWall(definition, zone, at) == calendar.IsOpen(at), $"Seed {seed}: {at:O}");
            }
        }
    }

    [Fact]
    public void AddingAndSubtracting_AreInverse()
    {
        for (var seed = 1UL; seed <= 2_000; seed++)
        {
            var draw = new Draw(seed);
            var (_, calendar) = Drawn(draw, out var definition);
            var from = At(draw.Pick(OddDays) + "T00:00:00Z").AddSeconds(draw.Below(3 * 86_400) - 86_400);
            var duration = TimeSpan.FromSeconds(1 + draw.Below(5 * 86_400));
            var due = calendar.AddBusinessTime(from, duration);
            Assert.True(due is not null, $"Seed {seed}: {definition}");
            Assert.True(calendar.BusinessTimeBetween(from, due.Value) == duration, $"Seed {seed}: {definition.TimeZone} from {from:O} {duration}");
            // The due instant is the first one: a moment sooner, less has passed.
            Assert.True(calendar.BusinessTimeBetween(from, due.Value.AddTicks(-1)) < duration, $"Seed {seed}");
            var back = calendar.AddBusinessTime(due.Value, -duration)!.Value;
            // Back to the start, or to the opening that follows it: nothing is worked between the two.
            Assert.True(back >= from && calendar.BusinessTimeBetween(from, back) == TimeSpan.Zero, $"Seed {seed}: {from:O} and back {back:O}");
        }
    }

    [Theory]
    [InlineData("Nowhere/City", "09:00", "17:00")]
    [InlineData("UTC", "17:00", "09:00")]
    [InlineData("UTC", "09:00", "25:00")]
    [InlineData("UTC", null, "09:00")]
    [InlineData("UTC", "9", "17:00")]
    public void ABadDefinition_IsTold(string zone, string? from, string to) =>
        Assert.NotNull(new CalendarDefinition(null, zone, [new(DayOfWeek.Monday, from, to)]).Check());

    [Fact]
    public void OverlappingBlocks_AreTold_AndAdjacentOnesAreFine()
    {
        Assert.NotNull(new CalendarDefinition(null, "UTC", [new(DayOfWeek.Monday, "09:00", "12:00"), new(DayOfWeek.Monday, "11:59", "13:00")]).Check());
        Assert.Null(new CalendarDefinition(null, "UTC", [new(DayOfWeek.Monday, "12:00", "24:00"), new(DayOfWeek.Monday, "09:00", "12:00")]).Check());
    }

    /// <summary>A week of its own for each seed, with a holiday and a special day near the day at hand; open at some time of every week.</summary>
    private static (TimeZoneInfo, BusinessCalendar) Drawn(Draw draw, out CalendarDefinition definition)
    {
        var hours = new List<CalendarHours>();
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (day != DayOfWeek.Wednesday && draw.Chance(25)) continue;
            var first = draw.Below(10 * 60);
            var second = first + 1 + draw.Below(5 * 60);
            hours.Add(new(day, Clock(first), Clock(second)));
            if (!draw.Chance(60)) continue;
            var third = second + draw.Below(4 * 60);
            hours.Add(new(day, Clock(third), Clock(Math.Min(1440, third + 1 + draw.Below(5 * 60)))));
        }
        var odd = DateOnly.Parse(draw.Pick(OddDays), CultureInfo.InvariantCulture);
        definition = new(null, draw.Pick(Zones), hours, draw.Chance(30) ? [new(odd)] : null, draw.Chance(30)
            ? [new(odd.AddDays(1), "00:00", Clock(1 + draw.Below(1440)))] : null);
        Assert.Null(definition.Check());
        return (TimeZoneInfo.FindSystemTimeZoneById(definition.TimeZone!), definition.Compile());
    }

    /// <summary>Written the slow way on purpose: it shares nothing with what it checks but the definition.</summary>
    private static bool IsOpenByTheWall(CalendarDefinition definition, TimeZoneInfo zone, DateTimeOffset at)
    {
        var wall = TimeZoneInfo.ConvertTime(at, zone);
        var date = DateOnly.FromDateTime(wall.DateTime);
        if (definition.Holidays?.Any(h => h.Date == date) == true) return false;
        var minute = wall.Hour * 60 + wall.Minute;
        var special = definition.Exceptions?.Where(x => x.Date == date).ToList() ?? [];
        return special.Count > 0
            ? special.Any(x => Minute(x.From!) <= minute && minute < Minute(x.To!))
            : definition.Hours!.Any(h => h.Day == wall.DayOfWeek && Minute(h.From!) <= minute && minute < Minute(h.To!));
    }

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";
    private static int Minute(string clock) => int.Parse(clock[..2], CultureInfo.InvariantCulture) * 60 + int.Parse(clock[3..5], CultureInfo.InvariantCulture);
    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
