namespace ConversationGrid.Engine.Ports;

/// <summary>What a workspace's articles lack and where they grow old. Proposals only: a human writes and publishes.</summary>
public interface IArticleCare
{
    /// <summary>Topics that customers asked about and no article answered, most asked first, personal data masked.</summary>
    IReadOnlyList<ArticleGap> Gaps(string workspace);

    /// <summary>What owners should look at.</summary>
    IReadOnlyList<ArticleIssue> Issues(string workspace);
}

/// <summary>A topic without an article.</summary>
/// <param name="Topic">The question nearest to all others.</param>
/// <param name="Asked">How often it was asked.</param>
/// <param name="Questions">Some of them, the newest first.</param>
/// <param name="Draft">An article to start from, made of what agents wrote in solved conversations about it; null when nobody solved one.</param>
public sealed record ArticleGap(string Topic, int Asked, IReadOnlyList<string> Questions, string? Draft);

/// <summary>Something about an article: what kind, and the values from which each reader makes its own sentence; those that do not belong to the
/// kind are null.</summary>
/// <param name="Kind"><c>expired</c>, <c>expiring</c>, <c>unused</c>, <c>contradicting</c> or <c>translationDiffers</c>.</param>
/// <param name="Detail">The same in English.</param>
/// <param name="Other">The other article as <c>id/language</c>, where there is one.</param>
/// <param name="ValidUntil">When it is over (<c>expired</c>, <c>expiring</c>).</param>
/// <param name="UnusedDays">For how long nobody was given it, in days (<c>unused</c>).</param>
/// <param name="Sentence">Its sentence that the other one's contradicts, word for word (<c>contradicting</c>).</param>
/// <param name="OtherSentence">The other one's.</param>
/// <param name="Figures">Figures that it has and the other one has not (<c>contradicting</c>, <c>translationDiffers</c>).</param>
/// <param name="OtherFigures">Figures that only the other one has.</param>
public sealed record ArticleIssue(
    string Kind, string ArticleId, string Language, string Detail, string? Other, DateTimeOffset? ValidUntil, int? UnusedDays, string? Sentence,
    string? OtherSentence,
    IReadOnlyList<FigureOfArticle>? Figures, IReadOnlyList<FigureOfArticle>? OtherFigures);

/// <summary>A figure in an article.</summary>
/// <param name="Value">Digits, with a point before decimals and nothing between thousands.</param>
/// <param name="Unit"><c>money</c>, <c>%</c>, <c>working days</c>, <c>minutes</c>, <c>hours</c>, <c>days</c>, <c>weeks</c>, <c>months</c>,
/// <c>years</c>, <c>kg</c> or <c>cm</c>.</param>
public sealed record FigureOfArticle(string Value, string Unit);
