using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>
/// What a customer says that it does not want done ("I do not want to cancel", "jangan batalkan"), in English and Malay. Such a clause asks for nothing:
/// neither an article nor a task may answer it. Only for what can be done to an order or an account; "I don't want it anymore" does ask for something.
/// </summary>
public static partial class Unwanted
{
    /// <summary>The text without such clauses; empty where nothing else is said.</summary>
    public static string Without(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Clause().IsMatch(text)) return text;
        var kept = Clause().Replace(text, " ");
        return kept.AsSpan().ContainsAnyExcept(" .,;:!?-\r\n\t") && !Leftover().IsMatch(kept) ? kept.Trim(' ', ',', '.', ';') : "";
    }

    /// <summary>From the denial to the end of its clause; a question ("why can I not return it?") and a reason ("because I do not want ...") are no such
    /// clauses.</summary>
    [GeneratedRegex(
        @"(?<!\b(?:why|if|how|because|what|when|case|sebab|kerana|kalau|jika|kenapa) (?:\w+ )?)\b(?:(?:but|and|no|please|pls|so|just|tolong|tapi|saya|aku|kami) +)*" +
        @"(?:(?:i|we) (?:really |just |actually |still )?)?(?:(?:do not|don['\u2019]?t|did not|didn['\u2019]?t|never) (?:really |actually )?(?:want|wanna|need|wish|intend|mean|plan|ask(?:ed)?|say|said|like)(?: (?:you|it|this|that|my \w+))?(?: to)?(?: be)?" +
        @"|(?:(?:i|we)(?:\s+a|['\u2019]?)(?:m|re) )?not (?:trying|going|looking|asking|planning|wanting|here) (?:to|for)(?: a)?" +
        @"|(?:do not|don['\u2019]?t|never)" +
        @"|(?:tak|x) ?(?:nak|mahu|mau|minta|suruh|perlu)|taknak|xnak|tidak (?:mahu|ingin|perlu|minta)|jangan|bukan nak|bukan hendak)(?: (?:nak|mahu|untuk|sampai))?" +
        @" (?:cancel\w*|return(?:ing|ed)?|refund\w*|exchang\w*|clos(?:e|ing|ed)|delet\w*|deactivat\w*|chang\w*|mov(?:e|ing|ed)|reschedul\w*|unsubscrib\w*|send (?:it |this |them )?back|swap\w*|terminat\w*|replac\w*|reset\w*|renew\w*|upgrad\w*" +
        @"|batal\w*|membatalkan|pulang\w*|memulangkan|tukar\w*|menukar|padam\w*|tutup\w*|ubah\w*|pindah\w*|alih\w*|ganti\w*|refund|cancel|return|reset)\b" +
        @"(?! [^,.;!\n]*\?)[^,.;!?\n]*?(?=$|[,.;!?\n]| (?:but|just|only|simply|tapi|cuma|hanya|instead i)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Clause();

    /// <summary>Words around the clause that ask nothing.</summary>
    [GeneratedRegex(
        @"^(?:\W*\b(?:no|nope|hi|hello|hey|sorry|please|pls|ok|okay|thanks|thank you|wait|stop|tq|maaf|tolong|tak|tidak|eh|oh|but|tapi|sir|madam|i said|at all|anymore|again)\b)*\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Leftover();
}
