using System.Text.RegularExpressions;

namespace ConversationGrid.Understanding.Sentiments;

/// <summary>Praise for what nobody praises: "great, another week of waiting", "thanks for nothing", "hebat, dah sebulan tak sampai". Only phrases that are said
/// so; a compliment beside a complaint is none.</summary>
internal static partial class Sarcasm
{
    /// <summary>Score of who says it.</summary>
    public const double Score = -0.55;

    public static bool In(string text) => Phrases().IsMatch(text);

    private const string Praise = "(?:great|wonderful|fantastic|brilliant|amazing|awesome|lovely|nice|excellent|perfect|superb|" +
        "congrat\\w*|well done|good job|nice job|bravo|thanks|thank you|" +
        "bagus|hebat|terbaik|syabas|tahniah|cantik|mantap|terima kasih|tq)";

    [GeneratedRegex(
        @"\bthanks? (?:you )?(?:for nothing|a lot for (?:nothing|ignoring|wasting|losing|breaking))|\bso much for\b|" +
        @"\b(?:just|exactly) what i needed\b(?=.*\b(?:late|broken|wait|again|wrong|delay|cancel))|" +
        @"\b" + Praise + @"\b[\s,.!:]*(?:just |so |yet )?(?:another|one more|still) (?:\w+ )?(?:week|day|hour|month|delay|excuse|problem|error|wait|broken|wrong)|" +
        @"\b" + Praise + @"\b[\s,.!:]*(?:for |on )?(?:losing|lost|breaking|ignoring|ruining|wasting|charging me twice|cancelling my|sending (?:me )?(?:the wrong|a broken))|" +
        @"\b" + Praise + @"\b[\s,.!:]*(?:[\w'\u2019]+ ){0,3}?(?:late|broken|wrong|lost|missing|waiting|nothing works|down) again\b|" +
        @"\b" + Praise + @"\b[\s,.!:]*(?:\w+ ){0,2}?(?:dah|sudah) (?:\w+ ){1,3}?(?:tak|belum|x) (?:sampai|siap|jawab|selesai|terima)|" +
        @"\b" + Praise + @"\b[\s,.!:]*(?:\w+ ){0,3}?(?:rosak|lambat|salah|hilang) (?:lagi|pulak|pula)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrases();
}
