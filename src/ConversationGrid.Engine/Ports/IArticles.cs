using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>What a workspace knows. Changes are events of the journal, so every process comes to know them, and no version is lost.</summary>
public interface IArticles
{
    /// <summary>All articles of a workspace by id and language, also those that are not valid now.</summary>
    IReadOnlyList<ArticleEntry> List(string workspace);

    /// <summary>One article with its text; null if there is none.</summary>
    ArticleText? Find(string workspace, string id, string language);

    /// <summary>Puts an article in place; known everywhere a moment later. The same text again changes nothing.</summary>
    /// <param name="source">Markdown with front matter.</param>
    Task<(ArticleText? Article, Refusal? Refusal)> PublishAsync(string workspace, string byId, string source, CancellationToken cancel = default);

    /// <summary>Takes an article away; its versions stay readable.</summary>
    Task<Refusal?> WithdrawAsync(string workspace, string byId, string id, string language, CancellationToken cancel = default);

    /// <summary>Every version, oldest first.</summary>
    Task<IReadOnlyList<ArticleVersion>> HistoryAsync(string workspace, string id, string language, CancellationToken cancel = default);
}

/// <summary>An article in a list.</summary>
/// <param name="Audience"><c>public</c> or <c>agents</c>.</param>
/// <param name="Version">Number of the change that brought this wording; 0 for one that came with the product.</param>
public sealed record ArticleEntry(
    string Id, string Language, string Title, string Audience, string Owner, IReadOnlyList<string> Tags, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil,
    long Version);

/// <summary>An article and its Markdown.</summary>
public sealed record ArticleText(ArticleEntry Article, string Source);

/// <summary>One version; no source when the article was withdrawn then.</summary>
public sealed record ArticleVersion(long Version, DateTimeOffset At, string By, string? Source);
