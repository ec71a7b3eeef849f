using System.Globalization;
using System.Text;

namespace ConversationGrid.Projections.Search;

/// <summary>
/// Splits text into the words that the search knows, the same for what is stored and for what is asked. Case, width and accents do not matter, in
/// whatever normal form they are written. Where a script puts no spaces between words, each pair of neighbours is a word.
/// </summary>
internal static class Words
{
    /// <summary>Letters of a word that count; the rest of a longer one is left out.</summary>
    private const int LengthMax = 40;

    /// <summary>All words of a text, some perhaps more than once.</summary>
    public static IEnumerable<string> Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) yield break;
        var (word, run) = (new StringBuilder(), new StringBuilder());
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) continue;
            var isRun = IsWithoutSpaces(rune);
            if (!isRun && run.Length > 0)
                foreach (var pair in TakePairs(run)) yield return pair;
            if (isRun || !Rune.IsLetterOrDigit(rune))
            {
                if (word.Length > 0) yield return Take(word);
                if (isRun) run.Append(rune);
            }
            else if (word.Length < LengthMax) word.Append(Rune.ToLowerInvariant(rune));
        }
        if (word.Length > 0) yield return Take(word);
        foreach (var pair in TakePairs(run)) yield return pair;
    }

    /// <summary>Whether a word is so short that half of all words may begin with it: it is only found whole.</summary>
    public static bool IsShort(string word) => word.Length < 4;

    /// <summary>Compatibility form, apart from their accents. A text that is no valid Unicode is taken as it is.</summary>
    private static string Decomposed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return new string([.. text.Where(c => !char.IsSurrogate(c))]).Normalize(NormalizationForm.FormKD);
        }
    }

    private static string Take(StringBuilder word)
    {
        var taken = word.ToString();
        word.Clear();
        return taken;
    }

    private static List<string> TakePairs(StringBuilder run)
    {
        var runes = Take(run).EnumerateRunes().ToList();
        if (runes.Count == 1) return [runes[0].ToString()];
        var pairs = new List<string>();
        for (var i = 0; i + 1 < runes.Count; i++) pairs.Add($"{runes[i]}{runes[i + 1]}");
        return pairs;
    }

    /// <summary>Chinese, Japanese, Thai, Lao, Khmer and Burmese letters.</summary>
    private static bool IsWithoutSpaces(Rune rune) => Rune.IsLetter(rune) && rune.Value is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);
}
