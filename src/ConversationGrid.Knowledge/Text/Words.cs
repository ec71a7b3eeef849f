using System.Globalization;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Cuts text into words: lower case, accents folded, runs of letters and digits. Apostrophes vanish (<c>don't</c> is <c>dont</c>, a possessive <c>'s</c> goes),
/// a hyphen after one letter joins (<c>e-mail</c> is <c>email</c>), every character of a script without spaces is a word of its own.
/// </summary>
internal ref struct Words
{
    /// <summary>Longest word kept, in characters; the rest of a longer run is dropped.</summary>
    public const int LengthMax = 40;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    public Words(ReadOnlySpan<char> text)
    {
        _text = text;
        _at = 0;
    }

    /// <summary>Where in the text the last word ended.</summary>
    public readonly int End => _at;

    /// <summary>Writes the next word into <paramref name="buffer"/> (at least <see cref="LengthMax"/> long). False at the end.</summary>
    public bool TryNext(scoped Span<char> buffer, out int length)
    {
        length = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (IsUnspaced(c))
            {
                if (length > 0)
                    return true;
                _at++;
                buffer[length++] = c;
                return true;
            }
            if (char.IsLetterOrDigit(c))
            {
                _at++;
                Append(buffer, ref length, c);
                continue;
            }
            if (length > 0 && !Continues(c, length))
                return true;
            _at++;
        }
        return length > 0;
    }

    /// <summary>Every word of a text as strings; for building, not for queries.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        Span<char> buffer = stackalloc char[LengthMax];
        var reader = new Words(text);
        while (reader.TryNext(buffer, out var length))
            words.Add(new string(buffer[..length]));
        return words;
    }

    /// <summary>Whether the mark at the current place joins what stands before and after it into one word; moves past a possessive.</summary>
    private bool Continues(char c, int length)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            return true;
        var next = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        if (c is '\'' or '\u2019')
        {
            var afterNext = _at + 2 < _text.Length ? _text[_at + 2] : ' ';
            if (next is 's' or 'S' && !char.IsLetterOrDigit(afterNext))
            {
                _at += 2;
                return false;
            }
            return char.IsLetter(next);
        }
        return c == '-' && length == 1 && char.IsLetter(next);
    }

    private static void Append(scoped Span<char> buffer, ref int length, char c)
    {
        if (length >= LengthMax)
            return;
        if (c < 128)
        {
            buffer[length++] = char.ToLowerInvariant(c);
            return;
        }
        var folded = Fold(char.ToLowerInvariant(c));
        if (folded == '\u00df' && length + 1 < LengthMax)
        {
            buffer[length++] = 's';
            folded = 's';
        }
        buffer[length++] = folded;
    }

    private static char Fold(char c) => c switch
    {
        >= '\u00e0' and <= '\u00e5' => 'a',
        '\u00e7' => 'c',
        >= '\u00e8' and <= '\u00eb' => 'e',
        >= '\u00ec' and <= '\u00ef' => 'i',
        '\u00f1' => 'n',
        (>= '\u00f2' and <= '\u00f6') or '\u00f8' => 'o',
        >= '\u00f9' and <= '\u00fc' => 'u',
        '\u00fd' or '\u00ff' => 'y',
        _ => c,
    };

    private static bool IsUnspaced(char c) => c is (>= '\u3040' and <= '\u30ff') or (>= '\u3400' and <= '\u4dbf') or (>= '\u4e00' and <= '\u9fff')
        or (>= '\u0e00' and <= '\u0e7f');
}
