using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>Something about an article that its owner should look at. Which values it has depends on its kind.</summary>
/// <param name="Kind"><c>expired</c>, <c>expiring</c>, <c>unused</c>, <c>contradicting</c> (another article gives another figure for the same thing) or
/// <c>translationDiffers</c>.</param>
/// <param name="Other">The other article as <c>id/language</c>, where there is one.</param>
public sealed record ArticleFinding(string Kind, string ArticleId, string Language, string? Other = null)
{
    /// <summary>When it is over.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>For how long nobody was given it, in days.</summary>
    public int? UnusedDays { get; init; }

    /// <summary>Its sentence that the other one's contradicts.</summary>
    public string? Sentence { get; init; }
    public string? OtherSentence { get; init; }

    /// <summary>Figures that only this article has, and those that only the other one has.</summary>
    public IReadOnlyList<ArticleFigure>? Figures { get; init; }
    public IReadOnlyList<ArticleFigure>? OtherFigures { get; init; }

    /// <summary>What was found, in English.</summary>
    public string Detail => Kind switch
    {
        "unused" => $"Neither quoted nor sent for {UnusedDays} days.",
        "contradicting" => $"\"{Sentence}\" and \"{OtherSentence}\"",
        "translationDiffers" => $"{string.Join(", ", OtherFigures!)} there, {string.Join(", ", Figures!)} here.",
        _ => $"Valid until {ValidUntil:yyyy-MM-dd}.",
    };
}

/// <summary>A figure in an article: digits without thousands' separators, and the kind of thing it counts in English (<c>money</c>, <c>%</c>, <c>working
/// days</c>, ...).</summary>
public readonly record struct ArticleFigure(string Value, string Unit)
{
    public override string ToString() => $"{Value} {Unit}";
}

/// <summary>
/// Looks through articles for what grows old or does not agree. By rule, so it finds figures and dates and no opinions: a proposal for a human, who decides
/// which of two is right.
/// </summary>
public static partial class ArticleChecks
{
    /// <summary>Share of topics from which two sentences with a figure are about the same thing, 0..1.</summary>
    private const double SameThing = 0.6;

    /// <summary>Sentences with figures that are compared; what comes later is left out.</summary>
    private const int SentencesMax = 20_000;
    private const int LikeMax = 20;

    /// <summary>Articles that are no longer shown, or will soon not be.</summary>
    public static IEnumerable<ArticleFinding> Validity(IReadOnlyList<Article> articles, DateTimeOffset now, TimeSpan soon)
    {
        foreach (var article in articles)
        {
            if (article.ValidUntil is { } until && until <= now + soon)
                yield return new(until <= now ? "expired" : "expiring", article.Id, article.Language) { ValidUntil = until };
        }
    }

    /// <summary>Sentences of two articles about the same thing with other figures of the same kind, and translations whose figures differ.</summary>
    public static IReadOnlyList<ArticleFinding> Contradictions(IReadOnlyList<Article> articles)
    {
        ArgumentNullException.ThrowIfNull(articles);
        var findings = new List<ArticleFinding>();
        foreach (var translations in articles.GroupBy(article => article.Id))
            findings.AddRange(Differing([.. translations]));
        foreach (var language in articles.GroupBy(article => article.Language))
            findings.AddRange(Contradicting([.. language]));
        return findings;
    }

    private static IEnumerable<ArticleFinding> Differing(IReadOnlyList<Article> translations)
    {
        var first = FiguresOf(TextOf(translations[0]));
        foreach (var other in translations.Skip(1))
        {
            var figures = FiguresOf(TextOf(other));
            var (missing, added) = (Only(first, figures), Only(figures, first));
            if (missing.Count > 0 && added.Count > 0)
                yield return new("translationDiffers", other.Id, other.Language, $"{translations[0].Id}/{translations[0].Language}") { Figures = added,
                    OtherFigures = missing };
        }
    }

    private static IEnumerable<ArticleFinding> Contradicting(IReadOnlyList<Article> articles)
    {
        var sentences = articles.SelectMany(article => article.Sections.SelectMany(section => Sentences.Of(section.Text)
                .Select(sentence => (Article: article, Text: sentence, Figures: FiguresOf(sentence),
                    Topic: Figure().Replace($"{section.Heading} {sentence}", " ")))))
            .Where(sentence => sentence.Figures.Count > 0).Take(SentencesMax).ToList();
        var like = new SimilarQuestions([.. sentences.Select(sentence => sentence.Topic)]);
        for (var i = 0; i < sentences.Count; i++)
        {
            foreach (var (j, _) in like.Find(sentences[i].Topic, SameThing, LikeMax))
            {
                var (one, two) = (sentences[i], sentences[j]);
                if (j > i && one.Article.Id != two.Article.Id && Disagree(one.Figures, two.Figures))
                    yield return new("contradicting", one.Article.Id, one.Article.Language, $"{two.Article.Id}/{two.Article.Language}")
                    {
                        Sentence = one.Text, OtherSentence = two.Text, Figures = Only(one.Figures, two.Figures), OtherFigures = Only(two.Figures, one.Figures),
                    };
            }
        }
    }

    /// <summary>Of one kind both have figures, and none in common.</summary>
    private static bool Disagree(HashSet<ArticleFigure> one, HashSet<ArticleFigure> two) =>
        one.Select(figure => figure.Unit).Intersect(two.Select(figure => figure.Unit))
            .Any(unit => !one.Where(figure => figure.Unit == unit).Intersect(two).Any());

    private static string TextOf(Article article) => string.Join('\n', article.Sections.Select(section => section.Text));
    private static IReadOnlyList<ArticleFigure> Only(HashSet<ArticleFigure> these, HashSet<ArticleFigure> others) =>
        [.. these.Except(others).OrderBy(figure => figure.ToString(), StringComparer.Ordinal)];

    private static HashSet<ArticleFigure> FiguresOf(string text)
    {
        var figures = new HashSet<ArticleFigure>();
        foreach (Match match in Figure().Matches(text))
        {
            var kind = match.Groups["money"].Success ? "money" : KindOf(match.Groups["unit"].Value.ToLowerInvariant());
            figures.Add(new(Plain(match.Groups["value"].Value), kind));
            if (match.Groups["to"].Success)
                figures.Add(new(Plain(match.Groups["to"].Value), kind));
        }
        return figures;
    }

    private static string Plain(string value) => value.Replace(",", "", StringComparison.Ordinal).TrimEnd('.');

    private static string KindOf(string unit) => unit switch
    {
        "%" or "percent" or "peratus" => "%",
        _ when unit.StartsWith("working", StringComparison.Ordinal) || unit == "hari bekerja" => "working days",
        _ when unit.StartsWith("day", StringComparison.Ordinal) || unit == "hari" => "days",
        _ when unit.StartsWith("hour", StringComparison.Ordinal) || unit == "jam" => "hours",
        _ when unit.StartsWith("minute", StringComparison.Ordinal) || unit == "minit" => "minutes",
        _ when unit.StartsWith("week", StringComparison.Ordinal) || unit == "minggu" => "weeks",
        _ when unit.StartsWith("month", StringComparison.Ordinal) || unit == "bulan" => "months",
        _ when unit.StartsWith("year", StringComparison.Ordinal) || unit == "tahun" => "years",
        _ => unit,
    };

    [GeneratedRegex(
        @"(?<money>\bRM|\bUSD|\bMYR|[$€£])\s?(?<value>\d[\d,]*(\.\d+)?)|(?<value>\d[\d,]*(\.\d+)?)(\s?(to|-|–|hingga)\s?(?<to>\d[\d,]*(\.\d+)?))?\s?(?<unit>%|percent\b|peratus\b|working days?\b|days?\b|hours?\b|minutes?\b|weeks?\b|months?\b|years?\b|hari bekerja\b|hari\b|jam\b|minit\b|minggu\b|bulan\b|tahun\b|kg\b|cm\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Figure();
}
