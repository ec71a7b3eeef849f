namespace ConversationGrid.Knowledge.Tests;

/// <summary>The demo content itself: complete, bilingual, readable.</summary>
public class DemoKnowledgeTests
{
    private static readonly IReadOnlyList<Article> Articles = DemoKnowledge.ReadArticles();

    [Fact]
    public void EveryArticle_ExistsInEnglishAndMalay()
    {
        var byId = Articles.GroupBy(article => article.Id).ToList();
        Assert.True(byId.Count >= 45, $"{byId.Count} articles");
        Assert.All(byId, group => Assert.Equal(["en", "ms"], group.Select(article => article.Language).Order()));
    }

    [Fact]
    public void Translations_AgreeOnEverythingButWords() => Assert.All(Articles.GroupBy(article => article.Id), group =>
    {
        var both = group.ToList();
        Assert.Equal(both[0].Audience, both[1].Audience);
        Assert.Equal(both[0].ValidUntil, both[1].ValidUntil);
        Assert.Equal(both[0].Sections.Count, both[1].Sections.Count);
        Assert.Equal(Figures(both[0]), Figures(both[1]));
    });

    [Fact]
    public void SomeArticles_AreForAgentsOnly() => Assert.True(
        Articles.Where(article => article.Audience == ArticleAudience.Agents).DistinctBy(article => article.Id).Count() >= 3);

    /// <summary>Amounts of money must be the same in both languages.</summary>
    private static IEnumerable<string> Figures(Article article) =>
        article.Sections.SelectMany(section => System.Text.RegularExpressions.Regex.Matches(section.Text, @"RM\d[\d,.]*\d|RM\d|\d+ %")
            .Select(match => match.Value)).Order(StringComparer.Ordinal);
}
