using System.Reflection;
using ConversationGrid.Contracts;
using ConversationGrid.Understanding.SmallMessages;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>Messages that ask nothing, the messages that only begin like them, and wishes for a person that are none.</summary>
public sealed class SmallTalkTests
{
    private static readonly AnswerComposer Composer = new(new KnowledgeBase(DemoKnowledge.ReadArticles()));

    public static TheoryData<bool, string> Courtesies => Read("courtesies");

    public static TheoryData<bool, string> Refusals => Read("refusals");

    [Theory]
    [MemberData(nameof(Courtesies))]
    public void OnlyACourtesy_IsOne(bool courtesy, string text) => Assert.Equal(courtesy, AnswerComposer.IsCourtesy(text));

    [Theory]
    [MemberData(nameof(Refusals))]
    public void WishForAPerson_CountsUnlessItIsDenied(bool wish, string text) => Assert.Equal(wish, PersonWish.Of(text) is not null);

    [Theory]
    [InlineData("I do not want to talk to a human, just tell me the opening hours", "contact-hours")]
    [InlineData("no need for an agent, what are your opening hours?", "contact-hours")]
    public void DeniedWish_IsAnsweredFromTheArticles(string text, string article) =>
        Assert.Equal(article, Assert.IsType<Answer>(Composer.Compose(text)).Citations[0].ArticleId);

    [Fact]
    public void NothingButADeniedWish_IsAskedWhatItWants() => Assert.IsType<SmallTalk>(Composer.Compose("I do not want to talk to a human."));

    [Theory]
    [InlineData("👎")]
    [InlineData("😡")]
    public void AngryFaceAlone_IsAskedWhatIsMissing(string text) =>
        Assert.Equal(SmallTalkKind.Displeasure, Assert.IsType<SmallTalk>(Composer.Compose(text, "en")).Kind);

    private static TheoryData<bool, string> Read(string name)
    {
        var data = new TheoryData<bool, string>();
        foreach (var cells in EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), $"SmallTalk/{name}.tsv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Select(line => line.Split('\t')))
            data.Add(cells[1] == "yes", cells[2]);
        return data;
    }
}
