using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>Messages that say something only together with the question before: "and how much does it cost?", "untuk bateri?", "the second one", a number
/// alone.</summary>
internal static partial class FollowUp
{
    /// <summary>Longer messages stand alone.</summary>
    private const int WordsMax = 14;

    /// <summary>So few words say nothing alone.</summary>
    private const int FewWords = 3;

    /// <summary>Whether a message leans on what was asked before.</summary>
    public static bool LeansOnBefore(string text, List<string> words) =>
        words.Count is > 0 and <= WordsMax && (words.Count <= FewWords || PointsBack(text));

    /// <summary>Whether its words go on from something, or point at it.</summary>
    public static bool PointsBack(string text) => Begins().IsMatch(text) || Points().IsMatch(text);

    /// <summary>The place that is chosen ("the second one", "2"), from 0; -1 for none.</summary>
    public static int Choice(string text)
    {
        if (!Ordinal().IsMatch(text)) return -1;
        var match = Ordinal().Match(text);
        for (var i = 1; i <= 3; i++)
            if (match.Groups[$"n{i}"].Success) return i - 1;
        return -1;
    }

    [GeneratedRegex(@"^\W*(?:and|also|but|or|then|what about|how about|ok(?:ay)? (?:and|so|but)|so|what if|and if|if|for|with|only|even|dan|atau|tapi|kalau|jika|untuk|bagaimana (?:dengan|pula|kalau)|macam mana (?:dengan|pula|kalau)|camne (?:kalau|pula)|yang)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Begins();

    [GeneratedRegex(@"\b(?:it|its|that|this|they|them|those|these|there|one|same|itu|tu|ini|ni|ia|nya|tersebut)\b|\w{3,}nya\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Points();

    [GeneratedRegex(
        @"^\W*(?:(?:the|no|number|option|nombor|yang|pilihan|i mean|i meant|maksud saya) ?)*\W*(?:(?<n1>first|1st|one|1|pertama|satu|former)|(?<n2>second|2nd|two|2|kedua|dua)|(?<n3>third|3rd|three|3|ketiga|tiga))(?: (?:one|option|please|pls|itu|tu|tolong))*\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();
}
