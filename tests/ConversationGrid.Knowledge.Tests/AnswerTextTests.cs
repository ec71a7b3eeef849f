namespace ConversationGrid.Knowledge.Tests;

/// <summary>Which sentences of an article answer, on articles made for the purpose.</summary>
public class AnswerTextTests
{
    private const string Opening = "The pool is open from 7 a.m. to 9 p.m. Bring a towel.";

    private static readonly Article Pool = new("pool", "Swimming pool", "en", ArticleAudience.Public, ["swim", "lanes", "opening hours"], [
        new ArticleSection("", Opening),
        new ArticleSection("On school holidays", "On school holidays the pool is open from 9 a.m."),
        new ArticleSection("Tickets", "A ticket costs RM8 and is valid for 3 hours. Dogs stay outside."),
        new ArticleSection("What is forbidden", "Glass bottles are forbidden. So is running."),
    ], "tests");

    private static readonly Article Other = new("library", "Library", "en", ArticleAudience.Public, [],
        [new ArticleSection("", "Books are lent for two weeks.")], "tests");

    [Theory]
    [InlineData("when is the pool open", Opening)]
    [InlineData("opening hours?", Opening)]
    [InlineData("is the pool open on school holidays", "On school holidays the pool is open from 9 a.m.")]
    [InlineData("how much is a ticket", "A ticket costs RM8 and is valid for 3 hours. Dogs stay outside.")]
    [InlineData("are bottles forbidden", "Glass bottles are forbidden. So is running.")]
    [InlineData("helicopters", Opening)]
    public void Section_IsTheOneThatMeetsTheQuestion_TheOpeningWhenNoConditionIsNamed(string question, string text) => Assert.Equal(text, Text(question));

    [Fact]
    public void SecondSection_IsAddedFromItsBeginning_WhenItMeetsTheRest() =>
        Assert.Equal("A ticket costs RM8 and is valid for 3 hours. Dogs stay outside. Glass bottles are forbidden.",
            Text("how much is a ticket and are bottles forbidden"));

    [Fact]
    public void LimitsHold_AndASectionThatDoesNotFitIsNotEntered()
    {
        var options = new AnswerOptions { SentencesMax = 2 };
        Assert.Equal("A ticket costs RM8 and is valid for 3 hours. Dogs stay outside.", Text("how much is a ticket and are bottles forbidden", options));
        Assert.All(new[] { "dogs", "pool open towel ticket bottles", "" }, question => Assert.InRange(Sentences.Of(Text(question, options)).Count, 1, 2));
    }

    [Theory]
    [InlineData("do you lend books", "can I lend a book please")]
    [InlineData("how long is the warranty", "is there a guarantee and how long")]
    public void Gist_IgnoresOrderAndGrammar_AndJoinsSynonyms(string one, string two) => Assert.Equal(GistOf(one), GistOf(two));

    [Fact]
    public void Gist_TellsTopicsApart()
    {
        Assert.NotEqual(GistOf("phone number"), GistOf("new phone number"));
        Assert.Equal(0UL, GistOf("can you please tell me what it is"));
    }

    private static string Text(string question, AnswerOptions? options = null) =>
        new AnswerText(options ?? new AnswerOptions()).Of(Pool, Words.Of(question), new SearchIndex([Pool, Other]));

    private static ulong GistOf(string text)
    {
        var query = new QueryWords();
        query.Read(text);
        return QueryPlanner.GistOf(query, "en", Concepts.Default);
    }
}
