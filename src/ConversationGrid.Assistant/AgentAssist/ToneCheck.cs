using System.Text.RegularExpressions;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Understanding;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>Reads what an agent writes before the customer does: mood by the in-process models, the rest by rule. It warns and never stops anybody.</summary>
internal static partial class ToneCheck
{
    /// <summary>Mood from which a reply sounds harsh, -1 to 1.</summary>
    private const double HarshMood = -0.45;

    /// <summary>Letters from which capitals are shouted, and words from which a language is told.</summary>
    private const int ShoutedLettersMin = 8;
    private const int LanguageWordsMin = 6;
    private const int DetailLengthMax = 80;

    public static ToneReading Of(MessageAnalyser analyser, string draft, string? language)
    {
        var read = analyser.Analyse(draft, AnalysisParts.Language | AnalysisParts.Sentiment);
        var issues = new List<ToneIssue>();
        if (Harsh(analyser, draft) is { } harsh) issues.Add(new("harsh", harsh));
        if (IsShouted(draft)) issues.Add(new("shouting"));
        if (Blaming().Match(draft) is { Success: true } blame) issues.Add(new("blaming", blame.Value));
        if (Placeholder().Match(draft) is { Success: true } left) issues.Add(new("placeholder", left.Value));
        if (PersonalDataFinder.Find(draft).Where(s => s.Type is PersonalDataType.CreditCard or PersonalDataType.Iban or PersonalDataType.MyKad)
            .Select(s => s.Type.Placeholder()).FirstOrDefault() is { } kind)
            issues.Add(new("personalData", kind));
        if (IsOther(FirstAssistant.Spoken(read.Language), FirstAssistant.Spoken(language ?? ""))
            && draft.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= LanguageWordsMin)
            issues.Add(new("otherLanguage", read.Language));
        return new(read.Sentiment.Label, Math.Round(read.Sentiment.Score, 3), issues);
    }

    /// <summary>The first sentence that sounds bad. One that says sorry names what went wrong, and is not meant.</summary>
    private static string? Harsh(MessageAnalyser analyser, string draft) =>
        draft.Split(['.', '!', '?', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .FirstOrDefault(sentence => !Apology().IsMatch(sentence)
            && analyser.Analyse(sentence, AnalysisParts.Sentiment).Sentiment.Score <= HarshMood) is { } found
        ? found.Length <= DetailLengthMax ? found : string.Concat(found.AsSpan(0, DetailLengthMax), "...")
        : null;

    private static bool IsOther(string? written, string? customers) => written is not null && customers is not null && written != customers;

    private static bool IsShouted(string draft)
    {
        var letters = draft.Count(char.IsLetter);
        return (letters >= ShoutedLettersMin && draft.Count(char.IsUpper) > 0.7 * letters) || draft.Contains("!!", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(as i (already )?(said|told you|mentioned)|like i said|you should have|you didn'?t (read|follow|listen)|you failed to|your (own )?(fault|mistake)|calm down|obviously|not (my|our) problem|salah (awak|anda) sendiri|kan saya dah (cakap|beritahu)|bukan (salah|masalah) kami|bertenang)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Blaming();

    [GeneratedRegex(@"\b(sorry|apolog(y|ies|ise|ize)|regret|understand|maaf|kesal|faham|memahami)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Apology();

    [GeneratedRegex(@"\[[a-z]+( \d+)?\]|\{[a-z]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
