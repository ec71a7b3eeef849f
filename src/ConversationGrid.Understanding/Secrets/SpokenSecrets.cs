using System.Buffers;
using System.Text.RegularExpressions;

namespace ConversationGrid.Understanding.Secrets;

/// <summary>Secrets that the words beside them give away, in English and Malay: security codes and PINs of digits, and passwords that are no plain
/// word.</summary>
internal static partial class SpokenSecrets
{
    /// <summary>Where they stand, in ascending order.</summary>
    public static IEnumerable<(int Start, int End)> Find(string text)
    {
        // Most messages have none of the words.
        if (!text.AsSpan().ContainsAny(Words)) yield break;
        foreach (var regex in (Regex[])[Code(), Pin()])
            foreach (Match match in regex.Matches(text))
                if (IsWhole(text, match.Groups["secret"])) yield return Of(match.Groups["secret"]);
        foreach (Match match in CodeBefore().Matches(text))
            if (IsWhole(text, match.Groups["secret"]) && !IsBehindANumber(text, match.Groups["secret"].Index)) yield return Of(match.Groups["secret"]);
        foreach (Match match in Password().Matches(text))
            if (IsNoWord(match.Groups["secret"].ValueSpan)) yield return Of(match.Groups["secret"]);
    }

    private const int SignsBetweenMax = 3;

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["cvv", "cvc", "csc", "cid", "security", "verification", "keselamatan", "pin", "passw", "pwd", "passc", "passp", "kata"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether no digit stands before or behind: a part of a longer number is no code.</summary>
    private static bool IsWhole(string text, Group group) =>
        (group.Index == 0 || !char.IsDigit(text[group.Index - 1]))
        && (group.Index + group.Length == text.Length || !char.IsDigit(text[group.Index + group.Length]));

    /// <summary>Whether other digits stand just before: then it is the end of those, and the code is another one.</summary>
    private static bool IsBehindANumber(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && at - before <= SignsBetweenMax && !char.IsLetterOrDigit(text[before])) before--;
        return before >= 0 && char.IsDigit(text[before]);
    }

    private static (int, int) Of(Group group) => (group.Index, group.Index + group.Length);

    /// <summary>Whether it has a digit or a sign within: no word that a sentence goes on with.</summary>
    private static bool IsNoWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text.TrimEnd(".,;:!?)'\""))
            if (!char.IsLetter(c) && c is not ('\'' or '-' or '’')) return true;
        return false;
    }

    /// <summary>Linear in the text, whatever it holds.</summary>
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    private const string Filler = @"(?:[\s:=#.()\-–]|\b(?:is|was|no|number|code|kod|nombor|adalah|ialah|saya|my|the|on|card|kad)\b){0,8}";

    private const string CodeWords = @"(?:cvv2?|cvc2?|csc|cid|security\s+code|card\s+verification(?:\s+(?:code|value))?|kod\s+keselamatan)";

    private const string Said = @"(?:\s+(?:is|was|adalah|ialah|saya|saya\s+ialah))?";

    private const string Link = @"(?:\s*[(=:,\-]?\s*|\s+(?:is|as|adalah|ialah)\s+(?:(?:my|the|a|its)\s+)?)";

    [GeneratedRegex($@"\b{CodeWords}{Filler}(?<secret>\d(?:[\s.\-]?\d){{2,3}})", Options)]
    private static partial Regex Code();

    [GeneratedRegex($@"(?<secret>\d{{3,4}}){Link}(?:cvv2?|cvc2?|security\s+code|kod\s+keselamatan)\b", Options)]
    private static partial Regex CodeBefore();

    [GeneratedRegex(@"\bpin(?:\s+(?:is|no|number|saya|adalah|ialah)|\s*[:=])*\s*[:=]?\s*(?<secret>\d{4}|\d{6})", Options)]
    private static partial Regex Pin();

    [GeneratedRegex($@"\b(?:password|passwd|pwd|passcode|passphrase|kata\s+laluan){Said}\s*[:=]?\s*[""'“]?(?<secret>[^\s""'”]{{4,64}})", Options)]
    private static partial Regex Password();
}
