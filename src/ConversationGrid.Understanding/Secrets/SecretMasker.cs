using System.Globalization;
using System.Text;

namespace ConversationGrid.Understanding.Secrets;

/// <summary>
/// Replaces the digits of card numbers, of their security codes and of PINs, and passwords that are given away, in the shapes in which people type them: with
/// any signs between the groups, in full-width or other digits. A word without a digit is never touched. Linear in the text; the same text gives the same
/// result.
/// </summary>
public static class SecretMasker
{
    /// <summary>Takes the place of a sign that is not shown.</summary>
    public const char Dot = '•';

    /// <summary>Signs between two digits of one number, at the most.</summary>
    private const int SignsBetweenMax = 3;

    /// <summary>Last digits of a card that stay, so that it can be told from another.</summary>
    private const int CardDigitsShown = 4;

    /// <summary>The text without its secrets; null where it holds none.</summary>
    public static string? Mask(string text)
    {
        StringBuilder? masked = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsDigit(text[i]) || (i > 0 && IsDigit(text[i - 1]))) continue;
            var run = DigitRun.Read(text, i, SignsBetweenMax);
            for (var first = 0; first < run.Groups.Count; first++)
            {
                var groups = CardShapes.LengthAt(run, first);
                if (groups == 0) continue;
                Hide(run, first, groups, CardDigitsShown);
                // What stands behind a card in the same run is its date and its code: the code goes too.
                HideCode(run, first + groups);
                first += groups - 1;
            }
            i = run.End - 1;
        }
        foreach (var (start, end) in SpokenSecrets.Find(text))
            for (var i = start; i < end; i++)
                if (!char.IsWhiteSpace(text[i])) (masked ??= new(text))[i] = Dot;
        return masked?.ToString();

        void Hide(DigitRun run, int first, int groups, int shown)
        {
            var places = Enumerable.Range(first, groups).SelectMany(g => Enumerable.Range(run.Groups[g].Start, run.Groups[g].Length)).ToList();
            foreach (var place in places.SkipLast(shown)) (masked ??= new(text))[place] = Dot;
        }

        void HideCode(DigitRun run, int from)
        {
            for (var g = from; g < run.Groups.Count; g++)
                if (run.Groups[g].Length is 3 or 4 && (run.Groups[g].Length == 3 || g == run.Groups.Count - 1) && g > from) Hide(run, g, 1, 0);
        }
    }

    internal static bool IsDigit(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber;

    internal static int ValueOf(char c) => CharUnicodeInfo.GetDecimalDigitValue(c);
}

/// <summary>Groups of digits with few signs between them.</summary>
/// <param name="Digits">The values of all digits in order.</param>
/// <param name="End">Behind the last digit.</param>
internal sealed record DigitRun(IReadOnlyList<(int Start, int Length, int At)> Groups, IReadOnlyList<int> Digits, int End)
{
    /// <param name="start">Where the first digit stands.</param>
    public static DigitRun Read(string text, int start, int signsBetweenMax)
    {
        var (groups, digits, i) = (new List<(int, int, int)>(), new List<int>(), start);
        while (true)
        {
            var (began, at) = (i, digits.Count);
            for (; i < text.Length && SecretMasker.IsDigit(text[i]); i++) digits.Add(SecretMasker.ValueOf(text[i]));
            groups.Add((began, i - began, at));
            var next = i;
            while (next < text.Length && next - i < signsBetweenMax && !char.IsLetterOrDigit(text[next])) next++;
            if (next >= text.Length || !SecretMasker.IsDigit(text[next])) return new(groups, digits, i);
            i = next;
        }
    }
}

/// <summary>Which groups of digits are a card's number.</summary>
internal static class CardShapes
{
    private const int DigitsMin = 13;
    private const int DigitsMax = 19;

    /// <summary>How many groups from one on make a card's number; 0 for none. The most digits count.</summary>
    public static int LengthAt(DigitRun run, int first)
    {
        var (found, digits) = (0, 0);
        for (var last = first; last < run.Groups.Count && digits <= DigitsMax; last++)
        {
            digits += run.Groups[last].Length;
            if (digits is >= DigitsMin and <= DigitsMax && IsIssued(run, run.Groups[first].At) && HasShape(run, first, last)
                && HoldsSum(run, run.Groups[first].At, digits)) found = last - first + 1;
        }
        return found;
    }

    /// <summary>The first digits of the card companies.</summary>
    private static bool IsIssued(DigitRun run, int at)
    {
        var four = 0;
        for (var i = 0; i < 4; i++) four = four * 10 + run.Digits[at + i];
        return four / 1000 is 4 or 6 || four / 100 is (>= 51 and <= 55) or 34 or 37 or 35 or 36 or 38 or 39 or 50 or (>= 56 and <= 58)
            || four is (>= 2221 and <= 2720) or (>= 3000 and <= 3059);
    }

    /// <summary>Groups as cards have them: one, all alike but the last, or a long one in the middle. A date with a time is none.</summary>
    private static bool HasShape(DigitRun run, int first, int last)
    {
        var sizes = Enumerable.Range(first, last - first + 1).Select(g => run.Groups[g].Length).ToList();
        var isEven = sizes.SkipLast(1).All(size => size == sizes[0]) && sizes[^1] <= Math.Max(sizes[0], 4);
        return sizes.Count == 1 || isEven || sizes is [4, 6, 4 or 5] || (sizes.Count <= 3 && sizes.All(size => size >= 4));
    }

    private static bool HoldsSum(DigitRun run, int at, int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            var digit = run.Digits[at + count - 1 - i] * (i % 2 + 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
