using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>Questions for what is not so, questions by a time, several questions at once, and questions for one row of a table.</summary>
public class QuestionKindsTests
{
    private static readonly AnswerComposer Demo = Composer(DemoKnowledge.ReadArticles());

    [Theory]
    [InlineData("What can I not return?", "non-returnable", "cannot be returned")]
    [InlineData("Which items can't be sent back?", "non-returnable", "cannot be returned")]
    [InlineData("what is not covered by the warranty", "warranty", "Not covered are")]
    [InlineData("What can't I pay with?", "payment-methods", "do not accept")]
    [InlineData("Apa yang tidak boleh dipulangkan?", "non-returnable", "tidak boleh dipulangkan")]
    public void WhatIsNotSo_IsAnsweredByWhatDeniesIt(string question, string article, string says)
    {
        var answer = Assert.IsType<Answer>(Demo.Compose(question));
        Assert.Equal((article, true), (answer.Citations[0].ArticleId, answer.Text.Contains(says, StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatIsNotSo_IsNeverAnsweredByWhatIs() => Assert.IsType<NoAnswer>(Demo.Compose("Which of your cities do you not fly to?"));

    [Theory]
    [InlineData("Can I return it after 45 days?", "No.")]
    [InlineData("Can I still return an item two weeks later?", "Yes.")]
    [InlineData("I got my lamp 3 months ago, may I still return it?", "No.")]
    [InlineData("Can I send it back after 20 days?", "Yes.")]
    [InlineData("Boleh saya pulangkan barang selepas 60 hari?", "Tidak.")]
    [InlineData("Masih boleh pulangkan barang lepas seminggu?", "Ya.")]
    [InlineData("Can I report damage after 10 days?", "No.")]
    public void YesOrNo_ByTheTimeThatIsNamed(string question, string begins)
    {
        var answer = Assert.IsType<Answer>(Demo.Compose(question));
        Assert.StartsWith(begins, answer.Text, StringComparison.Ordinal);
        Assert.Contains(answer.Text[(begins.Length + 1)..], TextOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("How long does a refund take?")]
    [InlineData("When do I get my money back after 5 days?")]
    [InlineData("Can I return it after a month?")]
    public void NoYesOrNo_WhereNoneIsAskedOrTheLengthOfAMonthDecides(string question) =>
        Assert.False(Demo.Compose(question) is Answer { Text: var text }
            && (text.StartsWith("Yes.", StringComparison.Ordinal) || text.StartsWith("No.", StringComparison.Ordinal)));

    [Theory]
    [InlineData("How do I return an item and how long does the refund take?", "returns", "refund-time")]
    [InlineData("What are your opening hours? Do you have gift cards?", "contact-hours", "gift-cards")]
    [InlineData("Berapa lama penghantaran dan boleh bayar ansuran?", "delivery-standard", "instalments")]
    public void TwoQuestions_AreBothAnswered(string question, params string[] articles)
    {
        var answer = Assert.IsType<Answer>(Demo.Compose(question));
        Assert.Equal(articles, answer.Citations.Select(citation => citation.ArticleId));
        Assert.Contains("\n\n", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsToldBeforeTheQuestion_DoesNotDrownIt() =>
        Assert.Equal("returns", Assert.IsType<Answer>(Demo.Compose("I bought a lamp last week. How do I return it?")).Citations[0].ArticleId);

    [Fact]
    public void RowOfATable_IsQuotedAlone_AndTheWholeTableWhereNoRowIsAsked()
    {
        var composer = Composer([ArticleReader.Read("rates.en.md",
            """
            ---
            id: rates
            title: Parcel rates by zone
            language: en
            audience: public
            tags: rates
            owner: x
            ---

            | Zone | Price | Time |
            |---|---|---|
            | North | RM 5.50 | 1 day |
            | South | RM 7.20 | 2 days |
            | Islands | RM 12.90 | 5 days |
            """)]);
        Assert.Equal("Zone: South; Price: RM 7.20; Time: 2 days.", Assert.IsType<Answer>(composer.Compose("What is the parcel rate for the south zone?")).Text);
        Assert.Contains("Islands", Assert.IsType<Answer>(composer.Compose("What are the parcel rates by zone?")).Text, StringComparison.Ordinal);
    }

    private static AnswerComposer Composer(IReadOnlyList<Article> articles) =>
        new(new KnowledgeBase(articles), time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));

    private static string TextOf(Answer answer) => string.Join('\n', DemoKnowledge.ReadArticles()
        .Where(article => answer.Citations.Any(citation => citation.ArticleId == article.Id)).SelectMany(article => article.Sections).Select(s => s.Text));
}
