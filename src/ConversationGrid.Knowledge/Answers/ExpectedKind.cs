using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>
/// What kind of fact a question expects (a duration, a time of day, an amount), read from its question words in English and Malay, and whether a sentence holds
/// one. Question words name no topic; this is the only thing they say about the answer.
/// </summary>
internal static partial class ExpectedKind
{
    private static readonly string[] Durations =
        ["how long", "how many days", "how many weeks", "how many hours", "how soon", "when", "berapa lama", "berapa hari", "berapa minggu", "berapa bulan",
            "berapa tahun", "bila", "bilakah"];

    private static readonly string[] Hours = ["what time", "opening hours", "business hours", "working hours", "when open", "pukul berapa", "jam berapa",
        "bila buka", "waktu operasi"];

    private static readonly string[] Amounts = ["how much", "cost", "costs", "price", "fee", "fees", "charge for", "berapa ringgit", "kos", "caj", "harga",
        "yuran"];

    /// <summary>The test for a sentence of the expected kind, or null when the question expects none.</summary>
    public static Regex? Of(List<string> words)
    {
        var text = $" {string.Join(' ', words)} ";
        return Has(text, Hours) ? HourPattern() : Has(text, Amounts) ? AmountPattern() : Has(text, Durations) ? DurationPattern() : null;
    }

    private static bool Has(string text, string[] phrases) => Array.Exists(phrases, phrase => text.Contains($" {phrase} ", StringComparison.Ordinal));

    [GeneratedRegex(@"\d\s?(working |business )?(day|week|month|year|hour|minute|hari|minggu|bulan|tahun|jam|minit)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"\d\s?(a\.m|p\.m|noon|pagi|tengah hari|petang|malam)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HourPattern();

    [GeneratedRegex(@"RM\s?\d|\d\s?%", RegexOptions.CultureInvariant)]
    private static partial Regex AmountPattern();
}
