using System.Globalization;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Gateway.Figures;

/// <summary>Reads the ends of a period: a date in the workspace's time zone, or an instant with its offset.</summary>
internal static class Periods
{
    private static readonly DateOnly Earliest = new(1970, 1, 2);
    private static readonly DateOnly Latest = new(2999, 12, 31);

    /// <param name="isEnd">Whether a date means the end of its day; else its beginning.</param>
    /// <returns>The moment, null where there is no text; or what is wrong.</returns>
    public static (DateTimeOffset? At, string? Wrong) Read(string? text, TimeZoneInfo zone, bool isEnd)
    {
        if (string.IsNullOrEmpty(text)) return (null, null);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day < Earliest || day > Latest ? (null, OutOfRange(text)) : (LocalDay.StartOf(isEnd ? day.AddDays(1) : day, zone), null);
        if (text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return DateOnly.FromDateTime(at.UtcDateTime) is var on && (on < Earliest || on > Latest) ? (null, OutOfRange(text)) : (at, null);
        return (null, "A time is a date like 2026-11-30, or an instant like 2026-11-30T09:00:00Z.");
    }

    private static string OutOfRange(string text) => $"'{text}' is before {Earliest:yyyy-MM-dd} or after {Latest:yyyy-MM-dd}.";
}
