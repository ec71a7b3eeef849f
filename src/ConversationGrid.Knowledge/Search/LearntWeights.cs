using System.Collections.Immutable;

namespace ConversationGrid.Knowledge;

/// <summary>
/// What accepted answers taught: which words of questions led to which article. Additive, bounded in size and in value, and pure: accepting gives a new table.
/// The same acceptances in the same order give the same table, so it is a fold over the journal.
/// </summary>
public sealed class LearntWeights
{
    /// <summary>Most (word, article) pairs kept; beyond it, only pairs already known still grow.</summary>
    public const int PairsMax = 50_000;

    /// <summary>Most acceptances of one pair that count.</summary>
    public const int CountMax = 20;

    private readonly ImmutableDictionary<string, ImmutableDictionary<string, int>> _counts;
    private readonly int _pairs;

    private LearntWeights(ImmutableDictionary<string, ImmutableDictionary<string, int>> counts, int pairs)
    {
        _counts = counts;
        _pairs = pairs;
    }

    /// <summary>Nothing learnt yet.</summary>
    public static LearntWeights Empty { get; } = new(ImmutableDictionary.Create<string, ImmutableDictionary<string, int>>(StringComparer.Ordinal), 0);

    /// <summary>Whether nothing has been learnt.</summary>
    public bool IsEmpty => _pairs == 0;

    /// <summary>The table after <paramref name="articleId"/> was accepted as the answer to <paramref name="question"/> (<paramref name="language"/> decides the
    /// stemmer).</summary>
    public LearntWeights Accept(string question, string language, string articleId)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentException.ThrowIfNullOrEmpty(articleId);
        var counts = _counts;
        var pairs = _pairs;
        foreach (var word in Words.Of(question).Distinct(StringComparer.Ordinal).Take(64))
        {
            if (StopWords.Contains(language, word))
                continue;
            var stem = Stemming.Stem(language, word);
            var articles = counts.GetValueOrDefault(stem, ImmutableDictionary<string, int>.Empty);
            var known = articles.GetValueOrDefault(articleId);
            if (known == CountMax || (known == 0 && pairs >= PairsMax))
                continue;
            pairs += known == 0 ? 1 : 0;
            counts = counts.SetItem(stem, articles.SetItem(articleId, known + 1));
        }
        return new LearntWeights(counts, pairs);
    }

    /// <summary>For each article the stems that led to it and how strongly, each 0..1: its share of the stem's acceptances, shrunk while they are
    /// few.</summary>
    internal Dictionary<string, List<(string Stem, double Weight)>> ByArticle()
    {
        var byArticle = new Dictionary<string, List<(string Stem, double Weight)>>(StringComparer.Ordinal);
        foreach (var (stem, articles) in _counts)
        {
            var total = articles.Values.Sum();
            foreach (var (articleId, count) in articles)
            {
                if (!byArticle.TryGetValue(articleId, out var stems))
                    byArticle[articleId] = stems = [];
                stems.Add((stem, count / (total + 1.0)));
            }
        }
        return byArticle;
    }
}
