namespace ConversationGrid.Knowledge;

/// <summary>Who may read an article. A reader of <see cref="Agents"/> also reads what is public.</summary>
public enum ArticleAudience
{
    None = 0,
    Public = 1,
    Agents = 2,
}

/// <summary>One section of an article: what stands under one heading, as plain text (Markdown marks removed, list items with their marks and rows of tables on
/// lines of their own).</summary>
/// <param name="Heading">The heading; empty for the text before the first one.</param>
/// <param name="Text">The text under it.</param>
public sealed record ArticleSection(string Heading, string Text);

/// <summary>
/// A knowledge article in one language. Translations share the <paramref name="Id"/>; (id, language) is unique in a knowledge base.
/// Immutable: an edited article is a new value in a new snapshot.
/// </summary>
/// <param name="Id">Stable name, <c>a-z0-9-</c>, the same in every language.</param>
/// <param name="Title">What the article answers, as a customer would say it.</param>
/// <param name="Language">Two-letter ISO 639-1 code, e.g. <c>en</c> or <c>ms</c>.</param>
/// <param name="Audience">Who may read it.</param>
/// <param name="Tags">Words that customers use and the text does not.</param>
/// <param name="Sections">The text, in order.</param>
/// <param name="Owner">Who keeps it true.</param>
/// <param name="ValidFrom">Not shown before this instant; null: always.</param>
/// <param name="ValidUntil">Not shown at or after this instant; null: for ever.</param>
public sealed record Article(
    string Id,
    string Title,
    string Language,
    ArticleAudience Audience,
    IReadOnlyList<string> Tags,
    IReadOnlyList<ArticleSection> Sections,
    string Owner,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidUntil = null)
{
    /// <summary>Whether a reader of <paramref name="audience"/> may see the article at <paramref name="now"/>.</summary>
    public bool IsVisible(ArticleAudience audience, DateTimeOffset now) =>
        Audience != ArticleAudience.None && Audience <= audience && !(now < ValidFrom) && !(now >= ValidUntil);
}
