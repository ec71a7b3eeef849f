using System.Collections.Frozen;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.SmallMessages;

/// <summary>
/// Reads the messages that ask nothing: a greeting, thanks, a goodbye, an acknowledgement, a call for attention, displeasure with an answer, in the languages
/// that the product tells apart. The whole message must be one; whatever says more is none. Pure.
/// </summary>
public static class SmallMessageReader
{
    /// <summary>Characters of the longest that is looked at.</summary>
    private const int LengthMax = 120;

    /// <summary>A name behind thanks, or one typing error.</summary>
    private const int UnknownMax = 1;

    /// <summary>Letters from here on are of scripts whose words the models' tokens cut in other ways.</summary>
    private const char OtherScripts = '\u0370';

    /// <summary>Hashes of the words that such messages are made of, as the models' tokens have them.</summary>
    private static readonly FrozenSet<uint> Known = CourtesyBook.Default.AllWords.Concat(EverydayCourtesies.Words).Select(word => Hashing.Of(word))
        .ToFrozenSet();

    /// <summary>What the whole text is.</summary>
    /// <param name="language">The customer's language, where it is known: it goes first where several have the phrase.</param>
    public static SmallMessage Of(string text, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthMax) return default;
        var words = CourtesyText.Words(text);
        if (EverydayCourtesies.Of(text, words) is var everyday and not SmallTalkKind.None) return new(everyday);
        if (words.Count == 0 || EverydayCourtesies.HasDispleasure(text)) return default;
        var found = CourtesyBook.Default.Of(words, language);
        // "ok?" and "settle?" ask.
        return found.Kind is SmallTalkKind.Thanks or SmallTalkKind.Goodbye or SmallTalkKind.Acknowledgement && text.AsSpan().ContainsAny("?\uFF1F\u061F")
            ? default : found;
    }

    /// <summary>Whether a text may be one, by the words that were cut already: most texts are told by their first few words.</summary>
    internal static bool MayBe(Reading reading, string text)
    {
        if (text.Length > LengthMax) return false;
        var unknown = 0;
        foreach (ref readonly var token in reading.Text.Tokens)
        {
            if ((token.Marks & TokenMarks.Word) == 0 || (token.Marks & TokenMarks.Elongated) != 0) continue;
            if (reading.Text.Units[token.Start] < OtherScripts && !Known.Contains(token.Hash) && ++unknown > UnknownMax) return false;
        }
        return true;
    }
}
