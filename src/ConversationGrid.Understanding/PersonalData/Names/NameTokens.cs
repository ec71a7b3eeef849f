using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>Cuts a text into tokens for the name tagger.</summary>
internal static class NameTokens
{
    private const uint LineWord = 0x2C1B3C6Du;
    private const int EndingLength = 3;

    /// <summary>Writes the tokens of the first <paramref name="length"/> characters and gives their number. There are never more than the text has
    /// characters.</summary>
    public static int Cut(string text, int length, in SpanList known, WordList words, Span<NameToken> tokens)
    {
        var (n, next) = (0, 0);
        for (var i = 0; i < length;)
        {
            while (next < known.Count && known[next].End <= i)
                next++;
            if (next < known.Count && known[next].Start <= i)
            {
                tokens[n++] = Known(i, known[next]);
                i = known[next].End;
                continue;
            }
            var c = text[i];
            var limit = next < known.Count ? Math.Min(length, known[next].Start) : length;
            if (c is ' ' or '\t' or '\r' or '\u00A0')
                i++;
            else if (c == '\n')
                tokens[n++] = new(i, ++i, LineWord, (uint)Shape.Line, 0, Shape.Line, WordKinds.None);
            else if (char.IsLetterOrDigit(c))
                tokens[n++] = Word(text, ref i, limit, words);
            else
                tokens[n++] = new(i, ++i, Hashing.Finish(c), ((uint)c << 16) | (uint)Shape.Punctuation, 0, Shape.Punctuation, WordKinds.None);
        }
        return n;
    }

    private static NameToken Known(int start, PersonalDataSpan span)
    {
        var word = Hashing.Finish((uint)span.Type + 0x7000u);
        return new(start, span.End, word, ((uint)span.Type << 16) | (uint)Shape.Known, 0, Shape.Known, WordKinds.None);
    }

    private static NameToken Word(string text, ref int i, int limit, WordList words)
    {
        var start = i;
        var (digits, upper, letters, hash) = (0, 0, 0, Hashing.Seed);
        for (; i < limit && Continues(text, i, start, limit); i++)
        {
            var c = text[i];
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            upper += char.IsUpper(c) ? 1 : 0;
            letters += char.IsLetter(c) ? 1 : 0;
            hash = Hashing.Add(hash, char.ToLowerInvariant(c));
        }
        hash = Hashing.Finish(hash);
        var kinds = letters > 0 ? words.Of(hash) : WordKinds.None;
        var shape = ShapeOf(text[start], digits, upper, letters);
        var kind = ((uint)kinds << 8) | (uint)shape;

        // A name's own letters are never a feature, only what kind of word it is.
        const WordKinds Names = WordKinds.Given | WordKinds.Family | WordKinds.Place;
        var known = kinds != WordKinds.None && ((kinds & Names) == 0 || (kinds & WordKinds.Common) != 0);
        return new(start, i, known ? hash : Hashing.Finish(kind + 0x9000u), kind, Ending(text, start, i), shape, kinds);
    }

    private static bool Continues(string text, int i, int start, int limit)
    {
        var c = text[i];
        if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark || char.IsSurrogate(c))
            return true;
        if (i == start || i + 1 >= limit || !char.IsLetter(text[i + 1]) || !char.IsLetter(text[i - 1]))
            return false;
        if (c == '-')
            return true;

        // "O'Brien" is one word, "Mary's" two; "a/l" is one.
        return (c is '\'' or '\u2019' && !(text[i + 1] is 's' or 'S' && (i + 2 >= limit || !char.IsLetter(text[i + 2]))))
            || (c == '/' && i - start == 1 && text[start] is 'a' or 'A' && text[i + 1] is 'l' or 'p' or 'L' or 'P'
                && (i + 2 >= limit || !char.IsLetter(text[i + 2])));
    }

    private static Shape ShapeOf(char first, int digits, int upper, int letters)
    {
        if (letters == 0)
            return digits switch { 1 => Shape.Digit1, 2 => Shape.Digit2, 3 => Shape.Digit3, 4 => Shape.Digit4, 5 => Shape.Digit5, _ => Shape.Digits };
        if (digits > 0)
            return Shape.Code;
        if (upper == 0)
            return Shape.Lower;
        if (letters == 1)
            return Shape.Initial;
        return upper == letters ? Shape.Upper : char.IsUpper(first) ? Shape.Title : Shape.Mixed;
    }

    private static uint Ending(string text, int start, int end)
    {
        var hash = Hashing.Seed;
        for (var i = Math.Max(start, end - EndingLength); i < end; i++)
            hash = Hashing.Add(hash, char.ToLowerInvariant(text[i]));
        return Hashing.Finish(hash);
    }
}
