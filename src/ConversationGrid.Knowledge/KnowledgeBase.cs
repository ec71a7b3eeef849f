namespace ConversationGrid.Knowledge;

/// <summary>
/// The articles of one workspace behind one reference: searches take the snapshot of their beginning, <see cref="Swap"/> puts a new one in place whole.
/// A search never sees half of an update, and an update never waits for a search.
/// </summary>
public sealed class KnowledgeBase
{
    private readonly SearchOptions _options;
    private readonly Concepts _concepts;
    private volatile SearchIndex _current;

    public KnowledgeBase(IReadOnlyList<Article> articles, SearchOptions? options = null, Concepts? concepts = null, LearntWeights? learnt = null)
    {
        _options = options ?? new SearchOptions();
        _concepts = concepts ?? Concepts.Default;
        _current = new SearchIndex(articles, _options, _concepts, learnt);
    }

    /// <summary>A knowledge base that stands at a snapshot.</summary>
    public KnowledgeBase(SearchIndex index)
    {
        _options = new SearchOptions();
        _concepts = Concepts.Default;
        _current = index;
    }

    /// <summary>The present snapshot.</summary>
    public SearchIndex Current => _current;

    /// <summary>Puts new articles (and what was learnt) in place. Build first, then one write: a failure leaves the old snapshot.</summary>
    public void Swap(IReadOnlyList<Article> articles, LearntWeights? learnt = null) => _current = new SearchIndex(articles, _options, _concepts, learnt);
}
