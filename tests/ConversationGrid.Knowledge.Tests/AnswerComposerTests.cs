using ConversationGrid.Understanding.SmallMessages;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>What the extractive assistant says.</summary>
public class AnswerComposerTests
{
    private static readonly KnowledgeBase Demo = new(DemoKnowledge.ReadArticles());
    private static readonly AnswerComposer Composer = new(Demo, time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("How long does delivery to Sabah take?", "en", "delivery-standard")]
    [InlineData("berapa lama penghantaran ke Sabah?", "ms", "delivery-standard")]
    [InlineData("I forgot my password", "en", "reset-password")]
    [InlineData("saya lupa kata laluan", "ms", "reset-password")]
    [InlineData("when do I get my money back", "en", "refund-time")]
    [InlineData("boleh bayar tunai semasa penghantaran?", "ms", "cash-on-delivery")]
    public void Question_WithAnArticle_IsAnsweredAndCited(string question, string language, string articleId)
    {
        var answer = Assert.IsType<Answer>(Composer.Compose(question, language));
        Assert.Equal(articleId, Assert.Single(answer.Citations).ArticleId);
        Assert.Equal(language, answer.TextLanguage);
    }

    [Fact]
    public void EverySentenceOfAnAnswer_StandsInTheCitedArticle()
    {
        var answer = Assert.IsType<Answer>(Composer.Compose("Can I return a pillow that I opened?", "en"));
        var article = DemoKnowledge.ReadArticles().Single(a => a.Id == answer.Citations[0].ArticleId && a.Language == answer.TextLanguage);
        var text = string.Join('\n', article.Sections.Select(section => section.Text));
        Assert.All(Sentences.Of(answer.Text), sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
    }

    [Fact]
    public void MalayCustomer_AskingInEnglish_IsAnsweredInMalay()
    {
        var answer = Assert.IsType<Answer>(Composer.Compose("cash on delivery fee", "ms"));
        Assert.Equal("ms", answer.TextLanguage);
    }

    [Theory]
    [InlineData("Who won the football world cup in 1998?", "en")]
    [InlineData("Do you sell helicopters?", "en")]
    [InlineData("Bagaimana cara memasak rendang?", "ms")]
    [InlineData("", "en")]
    public void Question_WithoutAnArticle_IsRefusedWithTheReason(string question, string language)
    {
        var refusal = Assert.IsType<NoAnswer>(Composer.Compose(question, language));
        Assert.NotEmpty(refusal.Reason);
    }

    [Theory]
    [InlineData("hello", SmallTalkKind.Greeting)]
    [InlineData("Selamat pagi!", SmallTalkKind.Greeting)]
    [InlineData("ok thanks a lot", SmallTalkKind.Thanks)]
    [InlineData("terima kasih", SmallTalkKind.Thanks)]
    [InlineData("thank you, bye", SmallTalkKind.Goodbye)]
    public void SmallTalk_AloneIsAnsweredWithoutAnArticle(string text, SmallTalkKind kind) =>
        Assert.Equal(kind, Assert.IsType<SmallTalk>(Composer.Compose(text)).Kind);

    [Theory]
    [InlineData("hello, where is my order?")]
    [InlineData("thanks but how do I cancel the order")]
    public void SmallTalk_AroundAQuestion_IsNotSmallTalk(string text) => Assert.IsNotType<SmallTalk>(Composer.Compose(text));

    [Theory]
    [InlineData("I want to talk to a human")]
    [InlineData("can I speak with a real person please")]
    [InlineData("agent")]
    [InlineData("saya nak cakap dengan orang sebenar")]
    [InlineData("boleh sambungkan saya dengan ejen?")]
    public void AskingForAPerson_IsHeard(string text) => Assert.NotEmpty(Assert.IsType<WantsHuman>(Composer.Compose(text)).Reason);

    [Theory]
    [InlineData("does the delivery agent call before he comes?")]
    [InlineData("can someone else collect my parcel from the locker?")]
    public void PeopleInAQuestion_AreNotAWishForAPerson(string text) => Assert.IsNotType<WantsHuman>(Composer.Compose(text));

    [Fact]
    public void AgentsArticles_AreNeverShownToCustomers()
    {
        Assert.DoesNotContain(Composer.Suggest("goodwill credit limit", "en", 50), suggestion => suggestion.ArticleId == "goodwill-credit");
        var answer = Assert.IsType<Answer>(Composer.Compose("goodwill credit limit", "en", ArticleAudience.Agents));
        Assert.Equal("goodwill-credit", answer.Citations[0].ArticleId);
    }

    [Fact]
    public void ExpiredArticles_AreNeverShown()
    {
        var later = new AnswerComposer(Demo, time: new FakeTimeProvider(new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Contains(Composer.Suggest("christmas delivery date", "en", 50), suggestion => suggestion.ArticleId == "year-end-2026");
        Assert.DoesNotContain(later.Suggest("christmas delivery date", "en", 50), suggestion => suggestion.ArticleId == "year-end-2026");
    }

    [Theory]
    [InlineData("ref", "refund-time")]
    [InlineData("how do I canc", "cancel-order")]
    [InlineData("lupa kata lal", "reset-password")]
    public void Draft_UnfinishedWord_FindsTheArticle(string draft, string articleId) =>
        Assert.Contains(Composer.Suggest(draft, null, 3), suggestion => suggestion.ArticleId == articleId);

    [Theory]
    [InlineData("refnud status", "refund-time")]
    [InlineData("forgot my pasword", "reset-password")]
    [InlineData("instalmets plan", "instalments")]
    public void TypingErrors_AreForgiven(string question, string articleId) =>
        Assert.Equal(
            articleId, Demo.Current.Search(question, new SearchScope("en", ArticleAudience.Public, DateTimeOffset.UnixEpoch.AddYears(56)))[0].Article.Id);
}
