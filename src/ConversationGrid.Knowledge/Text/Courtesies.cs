using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Cuts the greeting from the front of a text and the thanks from its end, in English and Malay: they are about nothing, and "good", "morning" or "regards"
/// would count as words of the question that no article has.
/// </summary>
internal static partial class Courtesies
{
    /// <summary>What is left; the text itself where nothing else would be.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text)
    {
        var (from, to) = (0, text.Length);
        foreach (var greeting in Greeting().EnumerateMatches(text))
            from = greeting.Length;
        foreach (var thanks in Thanks().EnumerateMatches(text))
            to = thanks.Index;
        return from < to && text[from..to].ContainsAnyExcept(" .,;:!?-\r\n\t") ? text[from..to] : text;
    }

    [GeneratedRegex(
        @"^(?:\W*(?:hi|hello|hey|hai|helo|hallo|salam|assalamualaikum|greetings|good (?:morning|afternoon|evening|day)|selamat (?:pagi|petang|malam|sejahtera|tengah ?hari)|dear|how are you(?: today| doing)?|apa khabar|hope you are (?:well|fine)|hope all is well)" +
        @"(?: (?:there|all|team|everyone|guys|sir or madam|sir|madam|semua|admin|tuan|puan|encik|cik|bos|boss))*\b)+\W*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"(?:\W+(?:(?:and )?(?:many )?(?:thank you|thanks|thank u|thx|tq|cheers)(?: so much| very much| a lot| in advance| again)*|(?:kind |best |warm )?regards|terima kasih(?: banyak| ya)?|tima kasih|yours sincerely|have a (?:nice|good|great) day))+\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Thanks();
}
