using System.Globalization;
using System.Text;

namespace ConversationGrid.Understanding.SmallMessages;

/// <summary>
/// Cuts a short message into the words that courtesies are compared by: lower case, no signs, letters that are repeated for emphasis once, forms of Arabic
/// letters as one, and every character of a script that is written without spaces a word of its own.
/// </summary>
public static class CourtesyText
{
    /// <summary>Letters in a row that are an emphasis ("okkk"); two may be a spelling.</summary>
    private const int EmphasisFrom = 3;

    /// <summary>The words of a text.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var run = 0;
        foreach (var raw in text)
        {
            var c = Fold(raw);
            if (c == '\0') continue;
            if (!IsPart(c))
            {
                End();
                continue;
            }
            run = word.Length > 0 && word[^1] == c ? run + 1 : 1;
            if (IsUnspaced(c))
            {
                End();
                // A laugh of any length is one laugh.
                if (words.Count < 2 || words[^1] != words[^2] || words[^1][0] != c) words.Add(c.ToString());
                continue;
            }
            if (run >= EmphasisFrom)
            {
                if (run == EmphasisFrom) word.Length--;
                continue;
            }
            word.Append(c);
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark;

    /// <summary>The letter that stands for all forms of it; 0 for what says nothing.</summary>
    private static char Fold(char c) => c switch
    {
        '\'' or '\u2019' or '\u02BC' or '\u200C' or '\u200D' or '\u200E' or '\u200F' or (>= '\uFE00' and <= '\uFE0F') or '\u0640'
            or (>= '\u064B' and <= '\u0652') => '\0',
        '\u0622' or '\u0623' or '\u0625' => '\u0627',
        '\u0649' or '\u06CC' => '\u064A',
        '\u06A9' => '\u0643',
        '\u0629' or '\u06C1' => '\u0647',
        < '\u0080' => (char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c),
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>Thai, kana, Chinese characters, Hangul.</summary>
    public static bool IsUnspaced(char c) => c is (>= '\u0E00' and <= '\u0E7F') or (>= '\u3040' and <= '\u30FF') or (>= '\u3130' and <= '\u318F')
        or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF');
}
