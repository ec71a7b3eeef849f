namespace ConversationGrid.Knowledge.Tests;

/// <summary>Articles that grow old or do not agree.</summary>
public class ArticleChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void OtherFigure_ForTheSameThing_IsFound()
    {
        Article[] articles =
        [
            Make("returns", "en", "You can return an unused item within 30 days of delivery."),
            Make("policy", "en", "An unused item can be returned within 14 days of delivery."),
            Make("warranty", "en", "The warranty of a kettle lasts 24 months."), Make("fees", "en", "Express delivery costs RM15.90."),
        ];
        var finding = Assert.Single(ArticleChecks.Contradictions(articles));
        Assert.Equal(("contradicting", "returns", "policy/en"), (finding.Kind, finding.ArticleId, finding.Other));
        Assert.Equal((articles[0].Sections[0].Text, articles[1].Sections[0].Text), (finding.Sentence, finding.OtherSentence));
        Assert.Equal(([new ArticleFigure("30", "days")], [new ArticleFigure("14", "days")]), (finding.Figures!.ToArray(), finding.OtherFigures!.ToArray()),
            Same);
        Assert.Equal("\"You can return an unused item within 30 days of delivery.\" and \"An unused item can be returned within 14 days of delivery.\"",
            finding.Detail);
    }

    [Fact]
    public void SameFigure_OrAnotherKindOfFigure_IsNoContradiction() => Assert.Empty(ArticleChecks.Contradictions(
    [
        Make("a", "en", "You can return an unused item within 30 days of delivery."),
        Make("b", "en", "An unused item can be returned within 30 days of delivery."),
        Make("c", "en", "To return an unused item costs RM5."),
    ]));

    [Fact]
    public void Translation_WithOtherFigures_IsFound_AndWordsOfUnitsAreNot()
    {
        Article[] articles =
        [
            Make("a", "en", "It takes 2 to 4 working days and costs RM6.90."), Make("a", "ms", "Ia mengambil masa 2 hingga 5 hari bekerja dan kosnya RM6.90."),
            Make("b", "en", "Points are valid for 12 months."), Make("b", "ms", "Mata sah selama 12 bulan."),
        ];
        var finding = Assert.Single(ArticleChecks.Contradictions(articles));
        Assert.Equal(("translationDiffers", "a", "ms"), (finding.Kind, finding.ArticleId, finding.Language));
        Assert.Equal("4 working days there, 5 working days here.", finding.Detail);
        Assert.Equal(([new ArticleFigure("5", "working days")], [new ArticleFigure("4", "working days")]),
            (finding.Figures!.ToArray(), finding.OtherFigures!.ToArray()), Same);
    }

    [Fact]
    public void Validity_OverOrNearlySo_IsTold() => Assert.Equal(
        ["expired old 2026-11-22 Valid until 2026-11-22.", "expiring near 2026-12-02 Valid until 2026-12-02."],
        ArticleChecks.Validity([Make("old", "en", "x", Now), Make("near", "en", "x", Now.AddDays(10)), Make("far", "en", "x", Now.AddDays(30)),
            Make("ever", "en", "x")], Now, TimeSpan.FromDays(14)).Select(f => $"{f.Kind} {f.ArticleId} {f.ValidUntil:yyyy-MM-dd} {f.Detail}"));

    [Fact]
    public void DemoArticles_AgreeWithEachOther()
    {
        var findings = ArticleChecks.Contradictions(DemoKnowledge.ReadArticles());
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private static bool Same((ArticleFigure[] Here, ArticleFigure[] There) one, (ArticleFigure[] Here, ArticleFigure[] There) two) =>
        one.Here.SequenceEqual(two.Here) && one.There.SequenceEqual(two.There);

    private static Article Make(string id, string language, string text, DateTimeOffset? until = null) =>
        new(id, id, language, ArticleAudience.Public, [], [new("", text)], "care", ValidUntil: until);
}
