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

/// <summary>Something about an article.</summary>
/// <param name="Kind"><c>expired</c>, <c>expiring</c>, <c>unused</c>, <c>contradicting</c> or <c>translationDiffers</c>.</param>
/// <param name="Other">The other article as <c>id/language</c>, where there is one.</param>
public sealed record ArticleIssue(string Kind, string ArticleId, string Language, string Detail, string? Other);
