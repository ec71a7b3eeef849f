using System.Globalization;

namespace ConversationGrid.Knowledge;

/// <summary>
/// How alike one question is to articles by another source than the built-in vectors: by a vector from outside, or as it was recorded. It takes the place of
/// the built-in likeness in one search, and remembers what it answered, so that the same search can be made again without the source. Serves one question at a
/// time.
/// </summary>
public sealed class GivenMeaning
{
    /// <summary>What is recorded is whole: ten thousandths of a cosine.</summary>
    private const float Whole = 10_000;

    /// <summary>How the name of a source of sentences begins, so that a record tells.</summary>
    public const string SentencesMark = "sentences: ";

    private readonly ArticleMeanings? _articles;
    private readonly sbyte[] _question = [];
    private readonly float _length;
    private readonly SortedDictionary<string, int> _likeness = new(StringComparer.Ordinal);

    /// <param name="vector">The question's vector, as long as the articles'; it is changed.</param>
    public GivenMeaning(ArticleMeanings articles, Span<float> vector)
    {
        ArgumentNullException.ThrowIfNull(articles);
        if (vector.Length != articles.Dimensions)
            throw new ArgumentException($"The question's vector has {vector.Length} numbers, the articles' have {articles.Dimensions}.", nameof(vector));
        (_articles, Source, IsOfSentences, _question) = (articles, articles.Name, articles.IsOfSentences, new sbyte[vector.Length]);
        _length = articles.Prepare(vector, _question);
    }

    /// <summary>As it was recorded: <see cref="Likeness"/> of that time.</summary>
    public GivenMeaning(string source, IReadOnlyDictionary<string, int> likeness)
    {
        (Source, IsOfSentences) = (source, source.StartsWith(SentencesMark, StringComparison.Ordinal));
        foreach (var (article, value) in likeness)
            _likeness[article] = value;
    }

    /// <summary>Whether it is of whole sentences (<see cref="ITextVectors.IsOfSentences"/>).</summary>
    public bool IsOfSentences { get; }

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The articles that were asked for, as <c>id/language</c>, each with its likeness in ten thousandths, -10,000..10,000.</summary>
    public IReadOnlyDictionary<string, int> Likeness => _likeness;

    /// <summary>Vectors are of the articles of one snapshot and fit no other; a record fits where its articles are.</summary>
    public bool IsFor(SearchIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return _articles is null || ReferenceEquals(_articles.Articles, index.Articles);
    }

    /// <summary>The same as <see cref="To"/> will say, without a record of it.</summary>
    internal float Glance(Article article, int place) => _articles?.Likeness(_question, _length, place) ?? _likeness.GetValueOrDefault(NameOf(article)) / Whole;

    private static string NameOf(Article article) => string.Create(CultureInfo.InvariantCulture, $"{article.Id}/{article.Language}");

    internal float To(Article article, int place)
    {
        var name = NameOf(article);
        if (_articles is not null && !_likeness.ContainsKey(name))
            _likeness[name] = (int)MathF.Round(Whole * _articles.Likeness(_question, _length, place));
        return _likeness.GetValueOrDefault(name) / Whole;
    }
}
