namespace ConversationGrid.Domain.ServiceLevels;

/// <summary>Days of a time zone.</summary>
public static class LocalDay
{
    /// <summary>The day on which a moment lies.</summary>
    public static DateOnly Of(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The first moment of a day. Where its midnight is skipped that is the first moment after it; of a midnight that comes twice it is the
    /// first.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // The larger offset is the earlier moment.
        return new(midnight, zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight));
    }
}
