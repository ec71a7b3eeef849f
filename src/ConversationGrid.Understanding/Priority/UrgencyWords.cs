using System.Buffers;
using System.Collections.Frozen;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Priority;

/// <summary>
/// Reads the signals from words and phrases in English, Malay and the mix of both, in texting spelling too. Text that is added to a message can only add
/// signals. Linear in the text; at most <see cref="LengthMax"/> characters are read.
/// </summary>
public static class UrgencyWords
{
    /// <summary>As long as a message may be; what is beyond is not read.</summary>
    public const int LengthMax = 8000;

    private const int OnStack = 1024;
    private const int CapitalWordsForAnger = 3;

    private static readonly FrozenDictionary<string, UrgencyPhrase> Phrases = UrgencyLexicon.Build();

    private static readonly FrozenDictionary<string, UrgencyPhrase>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Phrases.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All signals of the text.</summary>
    public static UrgencySignals Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Math.Min(text.Length, LengthMax);

        // A space may come between any two characters ("a1a1").
        var rented = (length * 2) + 1 > OnStack ? ArrayPool<char>.Shared.Rent((length * 2) + 1) : null;
        var words = rented ?? stackalloc char[OnStack];
        var n = Normalise(text.AsSpan(0, length), words, out var signals);
        signals |= Match(words[..n]) | DangerWords.Read(words[..n].Trim(' '));
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
        return signals;
    }

    /// <summary>
    /// Lower case, one space between words, letters repeated three times or more written once; digits become one 9 each run, so that "dah 3 minggu" and
    /// "dah 12 minggu" are one phrase.
    /// </summary>
    private static int Normalise(ReadOnlySpan<char> text, Span<char> words, out UrgencySignals signals)
    {
        var (n, capitals, exclamations, question) = (0, 0, 0, false);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            var start = i;
            if (char.IsAsciiDigit(c))
            {
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || (text[i] is '.' or ',' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))))
                    i++;
                if (n > 0 && char.IsLetter(words[n - 1]))
                    words[n++] = ' ';
                words[n++] = '9';
                continue;
            }
            i++;
            question |= c is '?' or '\uFF1F' or '\u061F';
            exclamations += c is '!' or '\u2757' ? 1 : 0;
            if (c is '\'' or '\u2019')
                continue;
            if (!char.IsLetter(c))
            {
                if (n > 0 && words[n - 1] != ' ')
                    words[n++] = ' ';
                continue;
            }
            if (n > 0 && words[n - 1] == '9')
                words[n++] = ' ';
            while (i < text.Length && text[i] == c)
                i++;
            var lower = char.ToLowerInvariant(c);
            words[n++] = lower;
            if (i - start == 2)
                words[n++] = lower;
            capitals += IsCapitalWord(text, start) ? 1 : 0;
        }
        signals = exclamations >= 3 || capitals >= CapitalWordsForAnger ? UrgencySignals.Anger : UrgencySignals.None;
        signals |= question ? UrgencySignals.Request : UrgencySignals.None;
        return n;
    }

    private static bool IsCapitalWord(ReadOnlySpan<char> text, int i) =>
        (i == 0 || !char.IsLetter(text[i - 1])) && i + 3 < text.Length
        && char.IsUpper(text[i]) && char.IsUpper(text[i + 1]) && char.IsUpper(text[i + 2]) && char.IsUpper(text[i + 3]);

    private static UrgencySignals Match(ReadOnlySpan<char> words)
    {
        var signals = UrgencySignals.None;
        var languages = (WordLanguages?)null;
        for (var start = 0; start < words.Length; start = EndOfWord(words, start) + 1)
        {
            for (var end = EndOfWord(words, start); Lookup.TryGetValue(words[start..end], out var phrase); end = EndOfWord(words, end + 1))
            {
                if (phrase.Of == WordLanguages.None || ((languages ??= WordEvidence.Of(words)) & phrase.Of) != 0) signals |= phrase.Signals;
                if (!phrase.Continues || end == words.Length) break;
            }
        }
        return signals;
    }

    private static int EndOfWord(ReadOnlySpan<char> words, int start)
    {
        var length = words[start..].IndexOf(' ');
        return length < 0 ? words.Length : start + length;
    }
}
