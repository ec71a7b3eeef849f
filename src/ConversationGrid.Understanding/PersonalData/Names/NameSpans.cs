using System.Collections.Frozen;

namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>Turns tags of tokens into spans: runs of one tag, marks at the ends left out.</summary>
internal static class NameSpans
{
    private static readonly FrozenSet<uint> Announcing =
        ("name nama named bernama names called call calls dear hi hello hey thanks tq "
            + "i'm im am saya cik told tell ask spoke with from under contact regards dari").Split(' ')
            .Select(word => WordList.HashOf(word)).ToFrozenSet();

    /// <summary>Adds the spans between those that are in <paramref name="found"/> already.</summary>
    public static void Collect(string text, ReadOnlySpan<NameToken> tokens, ReadOnlySpan<byte> tags, ref SpanList found)
    {
        var before = found.Count;
        var malay = (bool?)null;
        for (var i = 0; i < tokens.Length;)
        {
            var (first, tag) = (i, tags[i]);
            do
                i++;
            while (i < tokens.Length && tags[i] == tag);
            if (tag == 0)
                continue;
            var last = i - 1;

            // One address may be written with marks or over lines between its parts, tagged or not.
            while (NameTagger.Tags[tag] == PersonalDataType.Address && i + 1 < tokens.Length && IsGlue(tokens[i]) && tags[i + 1] == tag)
            {
                do
                    i++;
                while (i < tokens.Length && tags[i] == tag);
                last = i - 1;
            }
            while (last > first && IsGlue(tokens[last]))
                last--;
            while (first < last && IsGlue(tokens[first]))
                first++;
            if (!IsGlue(tokens[first]) && IsLikely(NameTagger.Tags[tag], tokens, first, last)
                && IsProven(malay ??= MalayText.Is(text, tokens), NameTagger.Tags[tag], text, tokens, first, last)
                && tokens[last].End - tokens[first].Start > 1)
                found.AddUnordered(tokens[first].Start, End(text, tokens[last]), NameTagger.Tags[tag]);
        }
        if (found.Count > before)
            found.Sort();
    }

    /// <summary>
    /// A run of unknown words written small is a name only behind a word that announces one ("my name is", "encik"): else it is a typing slip or a word that
    /// the list of everyday words lacks. An address is more than one word, with a number, a kind of street or a place; or the five digits of a postcode.
    /// </summary>
    private static bool IsLikely(PersonalDataType type, ReadOnlySpan<NameToken> tokens, int first, int last)
    {
        var (unknown, word, placed) = (true, false, false);
        for (var i = first; i <= last; i++)
        {
            var shape = tokens[i].Shape;
            unknown &= shape is Shape.Lower or Shape.Punctuation && tokens[i].Kinds == WordKinds.None;
            word |= shape is <= Shape.Mixed or Shape.Code or Shape.Known;
            placed |= shape is >= Shape.Digit1 and <= Shape.Code || (tokens[i].Kinds & (WordKinds.Street | WordKinds.Place)) != 0;
        }
        if (type == PersonalDataType.Address)
            return (word && placed && last > first) || (first == last && tokens[first].Shape == Shape.Digit5);
        return !unknown || IsAnnounced(tokens, first);
    }

    private static bool IsProven(bool malay, PersonalDataType type, string text, ReadOnlySpan<NameToken> tokens, int first, int last) =>
        !(type == PersonalDataType.Address && MalayText.IsAmount(text, tokens, first, last)) && (!malay || MalayText.Proves(type, text, tokens, first, last));

    private static bool IsAnnounced(ReadOnlySpan<NameToken> tokens, int first)
    {
        for (var i = first - 1; i >= Math.Max(0, first - 2); i--)
        {
            if ((tokens[i].Kinds & (WordKinds.Honorific | WordKinds.Descent | WordKinds.Given)) != 0 || Announcing.Contains(tokens[i].Word))
                return true;
        }
        return false;
    }

    private static bool IsGlue(in NameToken token) => token.Shape is Shape.Punctuation or Shape.Line;

    /// <summary>A full stop after an honorific or initial belongs to it; any other ends the sentence.</summary>
    private static int End(string text, in NameToken last) =>
        last.End < text.Length && text[last.End] == '.' && (last.Kinds & (WordKinds.Honorific | WordKinds.Firm)) != 0 ? last.End + 1 : last.End;
}
