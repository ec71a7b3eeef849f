using System.Collections.Concurrent;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Full-text search over a fixed set of articles, in process: BM25F with stemming, concepts, typing errors and unfinished words, one index a language.
/// Immutable and safe for any number of threads; a search allocates its result only.
/// </summary>
public sealed class SearchIndex
{
    private readonly LanguageIndex[] _languages;
    private readonly ConcurrentBag<Scratch> _scratches = [];
    private readonly Visibility _visibility;
    private readonly ArticleMeanings _meanings;
    private readonly HashSet<string> _names;
    private readonly int[] _groups;
    private readonly int[][] _translations;
    private readonly SearchOptions _options;
    private readonly Concepts _concepts;
    private string? _fingerprint;

    /// <summary>Builds the index. Two articles with the same id and language are refused with an <see cref="ArgumentException"/>.</summary>
    public SearchIndex(IReadOnlyList<Article> articles, SearchOptions? options = null, Concepts? concepts = null, LearntWeights? learnt = null)
    {
        ArgumentNullException.ThrowIfNull(articles);
        _options = options ?? new SearchOptions();
        _concepts = concepts ?? Concepts.Default;
        Articles = [.. articles];
        _visibility = new Visibility(Articles);
        _meanings = new ArticleMeanings(Articles, WordMeanings.Instance);
        (_groups, _translations) = Group(Articles);
        _names = ProperNames.Of(Articles);
        _languages = [.. Articles.Select(article => article.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(language => Build(language, learnt ?? LearntWeights.Empty))];
    }

    /// <summary>The articles, in the order given.</summary>
    public IReadOnlyList<Article> Articles { get; }

    /// <summary>SHA-256 of all articles as lower-case hex: the same articles in the same order, the same fingerprint.</summary>
    public string Fingerprint => _fingerprint ??= ArticleFingerprint.Of(Articles);

    /// <summary>The synonyms that the index was built with.</summary>
    internal Concepts Concepts => _concepts;

    /// <summary>How much a stem says in one language: the rarer the more; a stem that no article has says most.</summary>
    internal float WeightOf(string language, string stem)
    {
        var index = Array.Find(_languages, one => one.Language == language);
        return index is null ? 1 : index.Terms.TryGetValue(stem, out var term) ? index.Idf[term] : index.IdfMax;
    }

    /// <summary>The language that a text seems to be in, of those that articles may have.</summary>
    public string LanguageOf(string text)
    {
        var query = new QueryWords();
        query.Read(text);
        return query.GuessLanguage("en");
    }

    /// <summary>The articles that fit best, best first; each article id once, in the preferred language where it exists. A greeting and thanks around the
    /// question are not looked for.</summary>
    /// <param name="given">What stands in for the built-in vectors; null, or of other articles: these.</param>
    public SearchHit[] Search(ReadOnlySpan<char> text, in SearchScope scope, GivenMeaning? given = null)
    {
        var scratch = _scratches.TryTake(out var pooled) ? pooled : new Scratch(_languages);
        try
        {
            text = Courtesies.Cut(text);
            scratch.Query.Read(text);
            return scratch.Query.Count == 0 ? []
                : Search(scratch, scope, given?.IsFor(this) == true ? new QuestionMeaning(_meanings, given) : MeaningOf(text, scratch, scope));
        }
        finally
        {
            scratch.Query.Clear();
            _scratches.Add(scratch);
        }
    }

    private QuestionMeaning MeaningOf(ReadOnlySpan<char> text, Scratch scratch, in SearchScope scope)
    {
        var language = scratch.Query.GuessLanguage(PreferredBy(scope) ?? "en");
        return WordMeanings.Instance.TryRead(text, language, scratch.Vector)
            ? new QuestionMeaning(_meanings, scratch.Rounded, _meanings.Prepare(scratch.Vector, scratch.Rounded))
            : default;
    }

    /// <summary>The language that is asked for; null where it is not known.</summary>
    private static string? PreferredBy(in SearchScope scope) => scope.Language is { Length: 2 } given && given != "un" ? given : null;

    private SearchHit[] Search(Scratch scratch, in SearchScope scope, in QuestionMeaning meaning)
    {
        var language = PreferredBy(scope) ?? scratch.Query.GuessLanguage("en");
        var merged = scratch.Merged;
        var count = 0;
        for (var i = 0; i < _languages.Length; i++)
        {
            var index = _languages[i];
            var found = LanguageSearch.Search(index, scratch.Languages[i], scratch.Query, _concepts, _options, scope, _visibility, meaning, scratch.Found);
            var factor = index.Language == language ? 1 : (float)_options.OtherLanguageFactor;
            for (var c = 0; c < found; c++)
                Merge(merged, ref count, scratch.Found[c] with { Score = scratch.Found[c].Score * factor, Lexical = scratch.Found[c].Lexical * factor },
                    index.Language == language);
        }
        merged.AsSpan(0, count).Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Article.CompareTo(b.Article));
        var hits = new SearchHit[Math.Min(count, Math.Clamp(scope.Limit, 1, SearchScope.LimitMax))];
        for (var i = 0; i < hits.Length; i++)
        {
            var lead = i + 1 < count ? merged[i].LeadOver(merged[i + 1]) : 1;
            hits[i] = Present(merged[i], new ConfidenceSignals(
                merged[i], lead, merged[i].Likeness - MostAlike(merged.AsSpan(0, count), i), meaning.IsOfSentences), language, scope);
        }
        return hits;
    }

    /// <summary>Keeps one candidate an article id: the better score, shown in the preferred language when both were found.</summary>
    private void Merge(Candidate[] merged, ref int count, Candidate candidate, bool isPreferred)
    {
        for (var i = 0; i < count; i++)
        {
            var other = merged[i];
            if (_groups[other.Article] != _groups[candidate.Article])
                continue;
            var shown = isPreferred ? candidate : other;
            merged[i] = shown with
            {
                Score = Math.Max(candidate.Score, other.Score),
                Lexical = Math.Max(candidate.Lexical, other.Lexical),
                Likeness = Math.Max(candidate.Likeness, other.Likeness),
                Coverage = Math.Max(candidate.Coverage, other.Coverage),
                FocusCoverage = Math.Max(candidate.FocusCoverage, other.FocusCoverage),
                TitleCoverage = Math.Max(candidate.TitleCoverage, other.TitleCoverage),
                Met = Math.Max(candidate.Met, other.Met),
                Missed = Math.Min(candidate.Missed, other.Missed),
                Named = Math.Min(candidate.Named, other.Named),
            };
            return;
        }
        if (count < merged.Length)
            merged[count++] = candidate;
    }

    private static float MostAlike(ReadOnlySpan<Candidate> all, int but)
    {
        var most = 0f;
        for (var i = 0; i < all.Length; i++)
            if (i != but) most = Math.Max(most, all[i].Likeness);
        return most;
    }

    private SearchHit Present(Candidate candidate, in ConfidenceSignals signals, string language, in SearchScope scope)
    {
        var confidence = Confidence.Of(signals);
        var article = Articles[candidate.Article];
        if (article.Language == language)
            return new SearchHit(article, candidate.Section, candidate.Score, confidence, signals.Lead) { Signals = signals };
        foreach (var translation in _translations[_groups[candidate.Article]])
        {
            var other = Articles[translation];
            if (other.Language == language && _visibility.IsVisible(translation, scope))
                return new SearchHit(other, other.Sections.Count == article.Sections.Count ? candidate.Section : 0, candidate.Score, confidence,
                    signals.Lead) { Signals = signals };
        }
        return new SearchHit(article, candidate.Section, candidate.Score, confidence, signals.Lead) { Signals = signals };
    }

    private LanguageIndex Build(string language, LearntWeights learnt)
    {
        var builder = new LanguageIndexBuilder(language, _options, _concepts, _names);
        var taught = learnt.ByArticle();
        for (var i = 0; i < Articles.Count; i++)
        {
            if (Articles[i].Language == language)
                builder.Add(i, Articles[i], taught.TryGetValue(Articles[i].Id, out var stems) ? stems : []);
        }
        return builder.Build();
    }

    private static (int[] Groups, int[][] Translations) Group(IReadOnlyList<Article> articles)
    {
        var byId = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < articles.Count; i++)
        {
            if (!byId.TryGetValue(articles[i].Id, out var group))
                byId[articles[i].Id] = group = [];
            if (group.Any(other => articles[other].Language == articles[i].Language))
                throw new ArgumentException($"Article '{articles[i].Id}' is given twice in language '{articles[i].Language}'.", nameof(articles));
            group.Add(i);
        }
        var groups = new int[articles.Count];
        var translations = byId.Values.Select(group => group.ToArray()).ToArray();
        for (var g = 0; g < translations.Length; g++)
        {
            foreach (var article in translations[g])
                groups[article] = g;
        }
        return (groups, translations);
    }

    private sealed class Scratch(LanguageIndex[] languages)
    {
        public readonly QueryWords Query = new();
        public readonly float[] Vector = new float[Understanding.Text.WordVectors.Dimensions];
        public readonly sbyte[] Rounded = new sbyte[Understanding.Text.WordVectors.Dimensions];
        public readonly SearchScratch[] Languages = Array.ConvertAll(languages, index => new SearchScratch(index.Documents, index.Terms.Count));
        public readonly Candidate[] Found = new Candidate[SearchScratch.CandidatesMax];
        public readonly Candidate[] Merged = new Candidate[SearchScratch.CandidatesMax * Math.Max(1, languages.Length)];
    }
}
