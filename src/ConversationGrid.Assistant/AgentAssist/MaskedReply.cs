using System.Text.RegularExpressions;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>Makes a former reply fit for another customer: a name that is only addressed goes, and so does every sentence that still needs somebody's
/// data.</summary>
internal static partial class MaskedReply
{
    /// <summary>Fewer words than this say nothing any more.</summary>
    private const int WordsMin = 3;

    /// <summary>What is left of a masked reply; empty where it is no answer any more.</summary>
    public static string Of(string masked)
    {
        var reply = AddressedName().Replace(masked, match => match.Groups["before"].Value);
        if (!Placeholder().IsMatch(reply)) return reply;
        var left = string.Join(' ', EndOfSentence().Split(reply).Where(sentence => !Placeholder().IsMatch(sentence))).Trim();
        return left.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= WordsMin ? left : "";
    }

    [GeneratedRegex(
        @"(?<before>\b(?:hi|hello|hey|hai|helo|dear|salam|thanks|thank you|sorry|terima kasih|maaf|good (?:morning|afternoon|evening)|selamat (?:pagi|petang)))(?:,? (?:mr|mrs|ms|miss|encik|puan|cik|tuan)\.?)?,? \[name(?: \d+)?\](?: \[name(?: \d+)?\])*(?=\W|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressedName();

    [GeneratedRegex(@"\[[a-z][a-z ]*( \d+)?\]|\{\{?[\w. ]+\}?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<=[.!?])\s+|\n+", RegexOptions.CultureInvariant)]
    private static partial Regex EndOfSentence();
}
