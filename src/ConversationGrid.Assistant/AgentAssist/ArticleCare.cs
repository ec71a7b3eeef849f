using ConversationGrid.Assistant.Articles;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>Finds what articles lack in what customers asked, and what is old in them by date, by use and by figures.</summary>
public sealed class ArticleCare(ArticleLibrary library, Experience experience, AgentAssistOptions options, TimeProvider time) : IArticleCare
{
    private const int GapsMax = 50;
    private const int QuestionsShown = 10;
    private const int RepliesMax = 3;
    private const int IdWordsMax = 6;

    public IReadOnlyList<ArticleGap> Gaps(string workspace)
    {
        // A topic is missing until customers get an answer to it: one that staff alone may read leaves it open.
        var composer = new AnswerComposer(library.For(workspace), time: time);
        return [.. GapFinder.Find(experience.Unanswered(workspace), options.GapFrom).Where(gap => composer.Compose(gap.Topic) is not Answer).Take(GapsMax)
            .Select(gap => new ArticleGap(gap.Topic, gap.Questions.Count, [.. gap.Questions.Reverse().Distinct().Take(QuestionsShown)],
                Draft(workspace, gap.Topic)))];
    }

    public IReadOnlyList<ArticleIssue> Issues(string workspace)
    {
        var (articles, now) = (library.For(workspace).Current.Articles, time.GetUtcNow());
        return [.. ArticleChecks.Validity(articles, now, options.ExpiresSoon).Concat(ArticleChecks.Contradictions(articles))
            .Concat(Unused(workspace, articles, now))
            .Select(found => new ArticleIssue(found.Kind, found.ArticleId, found.Language, found.Detail, found.Other, found.ValidUntil, found.UnusedDays,
                found.Sentence, found.OtherSentence,
                FiguresOf(found.Figures), FiguresOf(found.OtherFigures)))];
    }

    /// <summary>Nobody was given it, although the journal goes back that long.</summary>
    private IEnumerable<ArticleFinding> Unused(string workspace, IReadOnlyList<Article> articles, DateTimeOffset now)
    {
        var since = now - options.UnusedAfter;
        if (experience.Uses(workspace) is not { } uses || uses.Since > since) return [];
        return articles.Where(article => article.IsVisible(ArticleAudience.Agents, since) && (!uses.Last.TryGetValue(article.Id, out var last) || last < since))
            .DistinctBy(article => article.Id)
            .Select(article => new ArticleFinding("unused", article.Id, article.Language) { UnusedDays = options.UnusedAfter.Days });
    }

    private static IReadOnlyList<FigureOfArticle>? FiguresOf(IReadOnlyList<ArticleFigure>? figures) =>
        figures?.Select(figure => new FigureOfArticle(figure.Value, figure.Unit)).ToList();

    private string? Draft(string workspace, string topic)
    {
        var replies = experience.Like(workspace, topic, RepliesMax);
        if (replies.Count == 0) return null;
        var id = ArticleWriter.Slug(topic, IdWordsMax);
        return ArticleWriter.Write(id.Length > 0 ? id : "draft", topic, library.For(workspace).Current.LanguageOf(topic), "agents", "draft",
            string.Join("\n\n", replies.Select(reply => reply.Text)));
    }
}
