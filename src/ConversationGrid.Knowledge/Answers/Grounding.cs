using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>How near a sentence must stay to the article's own.</summary>
public sealed class GroundingOptions
{
    /// <summary>
    /// Share of a sentence's topical words that one sentence of an article must hold. 0..1; default 1: with less, a long quotation carries a
    /// word of its own (an obeying model slipped "you are verified" in at 0.8).
    /// </summary>
    [Range(0.5, 1.0)] public double CoverageFloor { get; set; } = 1;

    /// <summary>Share of a sentence's topical words that must come in the article's order. 0..1; default 0.65.</summary>
    [Range(0.0, 1.0)] public double OrderFloor { get; set; } = 0.65;

    /// <summary>Share of the article sentence's topical words that must be kept. 0..1; default 0.4.</summary>
    [Range(0.0, 1.0)] public double KeptFloor { get; set; } = 0.4;

    /// <summary>The same where the article's sentence states a condition or a limit. 0..1; default 0.7.</summary>
    [Range(0.0, 1.0)] public double ConditionFloor { get; set; } = 0.7;

    /// <summary>Longest sentence looked at, in characters; default 500.</summary>
    [Range(50, 4000)] public int SentenceLengthMax { get; set; } = 500;
}

/// <summary>A text that statements may rest on.</summary>
/// <param name="Id">What is cited.</param>
/// <param name="Context">Its title and heading: words that its sentences may leave out.</param>
public sealed record GroundingSource(string Id, string Language, string Context, string Text);

/// <summary>Whether a sentence is supported, by which source, and why not.</summary>
public readonly record struct GroundingVerdict(bool Holds, int Source, double Coverage, string Reason);

/// <summary>
/// Decides sentence by sentence whether sources support what somebody wrote, by rule and without a model: one sentence of one source must hold its
/// words, in about its order, all its numbers, its links letter for letter, its yes or no, and the source's conditions must be kept.
/// What is merely polite, or true but not in a source, does not pass. Deterministic.
/// </summary>
public sealed partial class Grounding
{
    private static readonly HashSet<string> Negations =
        Set("not no never none nothing cannot cant wont dont doesnt didnt isnt arent wasnt without unable tidak tak bukan tiada jangan tanpa belum");
    private static readonly HashSet<string> Conditions =
        Set("if unless only except until before after within when provided must kecuali jika kalau hanya sahaja sebelum selepas hingga sehingga apabila mesti");
    private static readonly HashSet<string> Quantifiers =
        Set("all every always any anything everyone forever guaranteed semua setiap sentiasa mana-mana selamanya");
    private static readonly Dictionary<string, string> NumberWords = Pairs("one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 twelve 12 " +
        "twice 2 satu 1 dua 2 tiga 3 empat 4 lima 5 enam 6 tujuh 7 lapan 8 sembilan 9 sepuluh 10");

    private readonly GroundingOptions _options;
    private readonly List<Claim> _claims = [];

    public Grounding(IReadOnlyList<GroundingSource> sources, GroundingOptions? options = null)
    {
        _options = options ?? new();
        for (var i = 0; i < sources.Count; i++)
        {
            var context = Stems(sources[i].Context, sources[i].Language);
            foreach (var sentence in Sentences.Of(sources[i].Text))
                _claims.Add(new(i, sentence, Stems(sentence, sources[i].Language), [.. context], Numbers(sentence), Words.Of(sentence), sources[i].Language));
        }
    }

    /// <summary>Cuts a text into the sentences that are judged one by one; marks of citation (<c>[1]</c>) are taken off.</summary>
    public static IReadOnlyList<string> SentencesOf(string text) => Sentences.Of(CitationMark().Replace(text, "")).ConvertAll(Clean).FindAll(s => s.Length > 0);

    /// <summary>Where the last finished sentence of a growing text ends; 0 if none is finished.</summary>
    public static int EndOfFinished(string text)
    {
        for (var i = text.Length - 2; i >= 0; i--)
            if (text[i] == '\n' || (text[i] is '.' or '!' or '?' && char.IsWhiteSpace(text[i + 1]) && !Sentences.IsInside(text, i))) return i + 1;
        return 0;
    }

    /// <summary>The verdict on one sentence, as <see cref="SentencesOf"/> gives it.</summary>
    public GroundingVerdict Check(string sentence)
    {
        if (sentence.Length > _options.SentenceLengthMax) return new(false, -1, 0, "too long");
        if (sentence.AsSpan().IndexOfAny("<>`{}|\\") >= 0 || sentence.Contains("](", StringComparison.Ordinal)
            || sentence.Contains("![", StringComparison.Ordinal))
            return new(false, -1, 0, "markup");
        if (sentence.EndsWith('?')) return new(false, -1, 0, "a question");
        var (words, numbers) = (Words.Of(sentence), Numbers(sentence));
        var best = new GroundingVerdict(false, -1, 0, "no source");
        foreach (var claim in _claims)
        {
            var verdict = Check(sentence, words, numbers, claim);
            if (verdict.Holds) return verdict;
            if (verdict.Coverage > best.Coverage) best = verdict;
        }
        return best;
    }

    private GroundingVerdict Check(string sentence, List<string> words, HashSet<string> numbers, Claim claim)
    {
        var stems = Stems(sentence, claim.Language);
        if (stems.Count == 0) return new(false, claim.Source, 0, "says nothing");
        var covered = stems.Count(s => claim.Stems.Contains(s) || claim.Context.Contains(s)) / (double)stems.Count;
        if (covered < _options.CoverageFloor) return new(false, claim.Source, covered, "words that the source does not have");
        if (stems.Count < 2 && !claim.Sentence.Contains(sentence.TrimEnd('.', '!'), StringComparison.OrdinalIgnoreCase))
            return new(false, claim.Source, covered, "too little to judge");
        if (!numbers.IsSubsetOf(claim.Numbers)) return new(false, claim.Source, covered, "a number that the source does not have");
        if (Links().Matches(sentence).Any(link => !claim.Sentence.Contains(link.Value.TrimEnd('.', ','), StringComparison.OrdinalIgnoreCase)))
            return new(false, claim.Source, covered, "a link that the source does not have");
        if (words.Any(Negations.Contains) != claim.Words.Any(Negations.Contains)) return new(false, claim.Source, covered, "yes and no differ");
        if (words.Any(w => Quantifiers.Contains(w) && !claim.Words.Contains(w)))
            return new(false, claim.Source, covered, "says it of more than the source does");
        var inOrder = CommonInOrder(stems, claim.Stems) + stems.Count(s => !claim.Stems.Contains(s) && claim.Context.Contains(s));
        if (inOrder < _options.OrderFloor * stems.Count) return new(false, claim.Source, covered, "another order of words");
        var kept = claim.Stems.Count == 0 ? 1 : claim.Stems.Count(stems.Contains) / (double)claim.Stems.Count;
        var floor = claim.Words.Any(Conditions.Contains) ? _options.ConditionFloor : _options.KeptFloor;
        return kept < floor ? new(false, claim.Source, covered, "leaves out too much of the source") : new(true, claim.Source, covered, "supported");
    }

    private static string Clean(string sentence) => Marks().Replace(sentence, "").Trim();

    /// <summary>The longest common subsequence.</summary>
    private static int CommonInOrder(List<string> left, List<string> right)
    {
        var row = new int[right.Count + 1];
        foreach (var word in left)
        {
            var diagonal = 0;
            for (var j = 1; j <= right.Count; j++)
            {
                var above = row[j];
                row[j] = word == right[j - 1] ? diagonal + 1 : Math.Max(row[j], row[j - 1]);
                diagonal = above;
            }
        }
        return row[^1];
    }

    /// <summary>Topical words, by stem, in their order; numbers count apart.</summary>
    private static List<string> Stems(string text, string language) =>
        [.. Words.Of(text).Where(w => !StopWords.Contains(language, w) && !Negations.Contains(w) && !w.Any(char.IsDigit) && !NumberWords.ContainsKey(w))
            .Select(w => Stemming.Stem(language, w))];

    private static HashSet<string> Numbers(string text)
    {
        var numbers = Digits().Matches(text).Select(m => m.Value.Replace(",", "", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        foreach (var word in Words.Of(text))
            if (NumberWords.TryGetValue(word, out var digits)) numbers.Add(digits);
        return numbers;
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private static Dictionary<string, string> Pairs(string text)
    {
        var parts = text.Split(' ');
        return Enumerable.Range(0, parts.Length / 2).ToDictionary(i => parts[2 * i], i => parts[2 * i + 1], StringComparer.Ordinal);
    }

    private sealed record Claim(int Source, string Sentence, List<string> Stems, HashSet<string> Context, HashSet<string> Numbers, List<string> Words,
        string Language);

    [GeneratedRegex(@"\s*\[\d{1,2}\](?!\()")]
    private static partial Regex CitationMark();

    [GeneratedRegex(@"^[#>*\-\s]+|\*\*|__")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\d+(?:[.,:/-]\d+)*")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?:https?:|www\.)\S+|[\w.+-]+@[\w.-]+\.\w+|\b[a-z0-9-]+\.(?:com|my|net|org|example|test|io|info)\b\S*", RegexOptions.IgnoreCase)]
    private static partial Regex Links();
}
