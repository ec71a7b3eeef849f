using System.Globalization;
using System.Text.RegularExpressions;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>Reads values out of what a customer wrote, in English and Malay. Pure: the day of writing comes in.</summary>
internal static partial class SlotReader
{
    private const int TextLengthMax = 200;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Months =
        ["jan|januari|january", "feb|februari|february", "mar|mac|march", "apr|april", "may|mei", "jun|june", "jul|julai|july", "aug|ogos|august",
            "sep|sept|september", "oct|okt|oktober|october", "nov|november", "dec|dis|disember|december"];

    private static readonly Dictionary<string, DayOfWeek> Days = new()
    {
        ["monday"] = DayOfWeek.Monday, ["isnin"] = DayOfWeek.Monday, ["tuesday"] = DayOfWeek.Tuesday, ["selasa"] = DayOfWeek.Tuesday,
        ["wednesday"] = DayOfWeek.Wednesday, ["rabu"] = DayOfWeek.Wednesday, ["thursday"] = DayOfWeek.Thursday, ["khamis"] = DayOfWeek.Thursday,
        ["friday"] = DayOfWeek.Friday, ["jumaat"] = DayOfWeek.Friday, ["saturday"] = DayOfWeek.Saturday, ["sabtu"] = DayOfWeek.Saturday,
        ["sunday"] = DayOfWeek.Sunday, ["ahad"] = DayOfWeek.Sunday,
    };

    /// <summary>The last value of this kind in the text; null if there is none.</summary>
    /// <param name="isAsked">Whether the customer was just asked for it: then a free text counts.</param>
    public static string? Read(SlotDefinition slot, string text, DateOnly today, bool isAsked) => slot.Kind switch
    {
        SlotKind.Pattern => Pattern(slot.Pattern!, text),
        SlotKind.OrderNumber => OrderNumbers(text).Select(number => Pattern(slot.Pattern!, number)).LastOrDefault(value => value is not null)
        ?? (isAsked ? Pattern(slot.Pattern!, text) : null),
        SlotKind.Date => Date(text, today)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => isAsked && text.Trim() is { Length: > 0 and <= TextLengthMax } said ? said : null,
    };

    /// <summary>The text with <c>#</c> before every number that its words call an order's.</summary>
    public static string WithOrderMarks(string text) =>
        OrderSpans(text).Reverse().Where(span => span.Start == 0 || text[span.Start - 1] != '#')
        .Aggregate(text, (marked, span) => marked.Insert(span.Start, "#"));

    public static string? Email(string text) => Address().Matches(text).LastOrDefault()?.Value.ToLowerInvariant();

    public static string? Code(string text) => CodeDigits().Match(text) is { Success: true } code ? string.Concat(code.Value.Where(char.IsAsciiDigit)) : null;

    private static IEnumerable<PersonalDataSpan> OrderSpans(string text) =>
        PersonalDataFinder.Find(text).Where(span => span.Type == PersonalDataType.OrderNumber);

    private static IEnumerable<string> OrderNumbers(string text) => OrderSpans(text).Select(span => text.Substring(span.Start, span.Length));

    private static string? Pattern(string pattern, string text)
    {
        try
        {
            var found = Regex.Matches(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, PatternTime).LastOrDefault();
            return found is null ? null : (found.Groups.Count > 1 ? found.Groups[1] : found).Value.ToUpperInvariant();
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static DateOnly? Date(string text, DateOnly today)
    {
        var lower = text.ToLowerInvariant();
        if (Iso().Match(lower) is { Success: true } iso) return Make(iso.Groups[1].Value, iso.Groups[2].Value, iso.Groups[3].Value, today);
        if (Slashed().Match(lower) is { Success: true } slashed) return Make(slashed.Groups[3].Value, slashed.Groups[2].Value, slashed.Groups[1].Value, today);
        for (var month = 0; month < 12; month++)
        {
            var named = Regex.Match(lower,
                $@"\b(\d{{1,2}})(?:st|nd|rd|th|hb)?\s+(?:of\s+)?(?:{Months[month]})\b\.?,?\s*(\d{{4}})?|\b(?:{Months[month]})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?\s*(\d{{4}})?", RegexOptions.CultureInvariant, PatternTime);
            if (!named.Success) continue;
            var day = named.Groups[1].Success ? named.Groups[1].Value : named.Groups[3].Value;
            var year = named.Groups[2].Success ? named.Groups[2].Value : named.Groups[4].Value;
            return Make(year, (month + 1).ToString(CultureInfo.InvariantCulture), day, today);
        }
        if (Tomorrow().IsMatch(lower)) return today.AddDays(1);
        foreach (Match word in Word().Matches(lower))
            if (Days.TryGetValue(word.Value, out var day)) return today.AddDays(((int)day - (int)today.DayOfWeek + 6) % 7 + 1);
        return null;
    }

    /// <summary>Without a year: the next such day.</summary>
    private static DateOnly? Make(string year, string month, string day, DateOnly today)
    {
        var (m, d) = (int.Parse(month, CultureInfo.InvariantCulture), int.Parse(day, CultureInfo.InvariantCulture));
        var y = year.Length == 4 ? int.Parse(year, CultureInfo.InvariantCulture) : today.Year;
        if (y is < 2000 or > 2199 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m)) return null;
        var date = new DateOnly(y, m, d);
        return year.Length == 4 || date >= today ? date : d <= DateTime.DaysInMonth(y + 1, m) ? new DateOnly(y + 1, m, d) : null;
    }

    [GeneratedRegex(@"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\b")]
    private static partial Regex Slashed();

    [GeneratedRegex(@"\b(tomorrow|esok)\b")]
    private static partial Regex Tomorrow();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")]
    private static partial Regex Address();

    /// <summary>Eight, also in two groups; versions before sent six.</summary>
    [GeneratedRegex(@"(?<!\d)(?:[0-9]{4}[ -]?[0-9]{4}|[0-9]{6})(?!\d)")]
    private static partial Regex CodeDigits();
}
