using System.Globalization;
using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>A length of time that a customer names in a question of yes or no: "can I return it after 45 days?".</summary>
/// <param name="Days">How long, in days; a month counts as 30, a year as 365.</param>
/// <param name="Unit">The unit that was named, in days.</param>
/// <param name="Rest">The question without it.</param>
internal sealed record TimeAsked(int Days, int Unit, string Rest);

/// <summary>
/// Compares a time that is asked about with the limit that an article sets for its reader ("you can return an item within 30 days"). Nothing is decided where
/// the article sets none, or where the two are so near that the length of a month decides.
/// </summary>
internal static partial class TimeLimit
{
    /// <summary>Days by which a month may differ from 30.</summary>
    private const int MonthSlack = 2;

    private static readonly Dictionary<string, int> Numbers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = 1, ["an"] = 1, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9,
        ["ten"] = 10, ["twelve"] = 12, ["se"] = 1, ["satu"] = 1, ["dua"] = 2, ["tiga"] = 3, ["empat"] = 4, ["lima"] = 5, ["enam"] = 6, ["tujuh"] = 7,
        ["lapan"] = 8, ["sembilan"] = 9, ["sepuluh"] = 10,
    };

    /// <summary>The one time that a question of yes or no names; null where it names none or several.</summary>
    /// <param name="isFollowUp">Whether it goes on from a question before ("after two months?"): then it needs no verb of its own.</param>
    public static TimeAsked? Asked(string question, bool isFollowUp = false)
    {
        if ((!isFollowUp && !YesOrNo().IsMatch(question)) || HowLong().IsMatch(question) || Time().Matches(question) is not [var time]) return null;
        if (DaysOf(time) is not var (days, unit)) return null;
        var rest = $"{question[..time.Index]} {question[(time.Index + time.Length)..]}";
        return new(days, unit, Spaces().Replace(rest, " ").Trim());
    }

    /// <summary>What the article says to that; null where it sets no limit, or two different ones that are as near to the question.</summary>
    /// <returns>The sentence with the limit, and whether the time is within it.</returns>
    public static (string Sentence, bool IsWithin)? Of(Article article, TimeAsked asked, Question question)
    {
        (string Sentence, int Days, int Unit, float Met)? best = null;
        var isTied = false;
        foreach (var sentence in article.Sections.SelectMany(section => Sentences.Of(section.Text)))
        {
            if (Limit().Match(sentence) is not { Success: true } limit || DaysOf(limit) is not var (days, unit) || limit.Groups["w"].Success) continue;
            if (!ForReader().IsMatch(sentence)) continue;
            var met = question.Sum(question.Meet(sentence));
            if (best is { } other && met <= other.Met)
            {
                isTied |= Math.Abs(met - other.Met) < 0.001f && days != other.Days;
                continue;
            }
            (best, isTied) = ((sentence, days, unit, met), false);
        }
        if (best is not { } found || isTied || found.Met <= 0) return null;
        var isNear = found.Unit != asked.Unit && Math.Abs(found.Days - asked.Days) <= MonthSlack * Math.Max(1, Math.Max(found.Days, asked.Days) / 30);
        return isNear ? null : (found.Sentence, asked.Days <= found.Days);
    }

    private static (int Days, int Unit)? DaysOf(Match time)
    {
        var (number, unit) = (time.Groups["n"].Value, UnitOf(time.Groups["u"].Value));
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && !Numbers.TryGetValue(number, out count)) return null;
        return (count * unit, unit);
    }

    private static int UnitOf(string unit) => char.ToLowerInvariant(unit[0]) switch
    {
        'd' or 'h' => 1,
        'w' => 7,
        'y' or 't' => 365,
        // "minggu" is a week, "month" a month.
        'm' when unit.StartsWith("mi", StringComparison.OrdinalIgnoreCase) => 7,
        _ => 30,
    };

    private const string Number = @"(?<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|satu|dua|tiga|empat|lima|enam|tujuh|lapan|sembilan|sepuluh)";
    private const string Unit = "(?<u>days?|weeks?|months?|years?|hari|minggu|bulan|tahun)";

    [GeneratedRegex(@"(?:(?:\b(?:after|past|in|for|about|more than|over|within|only|already|almost|selepas|lepas|lebih|lebih daripada|dalam|sudah|dah|baru)\s+)*)\b(?:" + Number +
        @"\s*|(?<n>se))" + Unit + @"\b(?:\s+(?:later|ago|old|passed|have passed|on|lepas|lalu|kemudian))?",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?:within|up to|no later than|not later than|in the first|at most|until|for|dalam(?: tempoh| masa)?|sehingga|hingga|selewat-lewatnya|tidak lebih(?: daripada)?|selama)\s+" +
        Number + @"\s+(?<w>(?:working|business)\s+)?" + Unit + @"\b(?<w>\s+bekerja)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Limit();

    /// <summary>What the reader may do, and not what the company does within a time.</summary>
    [GeneratedRegex(@"\b(?:you|your|anda|can be|may be|must be|please|report|tell us|boleh|mesti|sila|laporkan)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForReader();

    [GeneratedRegex(@"^\W*(?:(?:hi|hello|hey|so|and|but|ok|okay|please|dan|tapi|hai)\W+)*(?:can|could|may|is|are|am|do|does|will|would|what if|if|boleh|bolehkah|adakah|masih|kalau|jika|sempat)\b|" +
        @"\b(?:can i|may i|could i|am i|is it|too late|still|boleh (?:saya|aku|lagi|tak)|masih boleh|terlambat|lewat ke)\b",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex YesOrNo();

    [GeneratedRegex(@"\b(?:how|when|why|where|berapa|bila|kenapa|mengapa|bagaimana|macam mana)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HowLong();

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();
}
