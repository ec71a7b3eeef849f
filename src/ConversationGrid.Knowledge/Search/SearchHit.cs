namespace ConversationGrid.Knowledge;

/// <summary>What a search may show, decided inside the search: who asks, and when.</summary>
/// <param name="Language">Preferred language, e.g. <c>ms</c>; empty or <c>und</c>: the language the text seems to be in.</param>
/// <param name="Audience">Highest audience that may be shown.</param>
/// <param name="Now">Instant against which validity is judged.</param>
/// <param name="Limit">Most hits, 1..<see cref="LimitMax"/>.</param>
/// <param name="IsDraft">The text is still being typed: its last word may be the beginning of one.</param>
public readonly record struct SearchScope(string? Language, ArticleAudience Audience, DateTimeOffset Now, int Limit = 5, bool IsDraft = false)
{
    /// <summary>Upper bound of <see cref="Limit"/>.</summary>
    public const int LimitMax = 50;
}

/// <summary>A found article, in the preferred language where it exists.</summary>
/// <param name="Article">The article.</param>
/// <param name="Passage">Index into its <see cref="Article.Sections"/> of the passage that fits best.</param>
/// <param name="Score">Rank score; comparable within one search only.</param>
/// <param name="Confidence">Calibrated 0..1: how sure it is that the article answers the question.</param>
/// <param name="Lead">How far ahead of the next hit it is, 0..1 of its score, by words and vectors together or by words alone, whichever says more; 1 for the
/// last hit.</param>
public readonly record struct SearchHit(Article Article, int Passage, double Score, double Confidence, double Lead)
{
    /// <summary>What the confidence was computed from.</summary>
    internal ConfidenceSignals Signals { get; init; }
}
