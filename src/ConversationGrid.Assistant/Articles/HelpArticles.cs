using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Articles;

/// <inheritdoc cref="IHelpArticles"/>
public sealed class HelpArticles(ArticleLibrary library, TimeProvider time) : IHelpArticles
{
    private const int FoundMax = 20;
    private const int SnippetLengthMax = 200;

    /// <summary>Who searches sees more than who is interrupted while typing.</summary>
    private static readonly AnswerOptions Wide = new() { SuggestionFloor = 0.05, SnippetLengthMax = SnippetLengthMax };

    public IReadOnlyList<string> Languages(string workspace) =>
        [.. Visible(workspace).Select(article => article.Language).Distinct().Order(StringComparer.Ordinal)];

    public IReadOnlyList<HelpEntry> List(string workspace, string language) =>
        [.. Visible(workspace).Where(article => article.Language == language).Select(EntryOf).OrderBy(entry => entry.Title, StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<HelpEntry> Search(string workspace, string language, string words)
    {
        var composer = new AnswerComposer(new KnowledgeBase(library.For(workspace).Current), Wide, time);
        var list = List(workspace, language).ToDictionary(entry => entry.Id);
        return [.. composer.Suggest(words, language, FoundMax).Where(found => list.ContainsKey(found.ArticleId)).Select(found => list[found.ArticleId])];
    }

    public HelpArticle? Find(string workspace, string id, string language)
    {
        var all = Visible(workspace).Where(article => article.Id == id).ToList();
        return all.Find(article => article.Language == language) is { } found && library.Find(workspace, id, language) is { } text
            ? new(EntryOf(found), ArticleHtml.Of(text.Source), [.. all.Select(article => article.Language).Order(StringComparer.Ordinal)])
            : null;
    }

    private IEnumerable<Article> Visible(string workspace)
    {
        var now = time.GetUtcNow();
        return library.Articles(workspace).Where(article => article.IsVisible(ArticleAudience.Public, now));
    }

    private static HelpEntry EntryOf(Article article)
    {
        var text = article.Sections[0].Text.ReplaceLineEndings(" ");
        return new(article.Id, article.Language, article.Title, text.Length <= SnippetLengthMax ? text : $"{text[..(SnippetLengthMax - 1)]}…");
    }
}
