using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Knowledge;
using ConversationGrid.ModelDouble;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Vectors of articles and questions from a server, over real HTTP: they rank, they are recorded, and whatever the server does, answers come and wait
/// for nobody.</summary>
public class EmbeddingTests
{
    private const string Question = "Tell me about the wobbly chair";

    /// <summary>Words cannot tell these two apart, and the built-in vectors do not know the names.</summary>
    private static readonly List<Article> Chairs =
    [
        Chair("arvik", "Arvik chair", "A wobbly Arvik chair gets new screws by post."),
        Chair("borgun", "Borgun chair", "A wobbly Borgun chair gets new legs by post."),
        Chair("for-agents", "Secret chair", "A wobbly chair is a known fault.") with { Audience = ArticleAudience.Agents },
    ];

    [Theory]
    [InlineData("arvik", "screws")]
    [InlineData("borgun", "legs")]
    public async Task VectorsOfTheServer_ChooseTheArticle_AndTheDecisionIsMadeAgainWithoutIt(string right, string said)
    {
        var server = await ModelServer.StartAsync();
        server.Vectors = text => text.Contains(right, StringComparison.OrdinalIgnoreCase) || text == Question ? [1, 0, 0.1f] : [0, 1, 0.1f];
        await using var world = AssistantWorld.WithEmbeddings(server, Chairs);
        await world.Embeddings.RefreshAsync(["demo"]);
        var (id, text) = await world.AskAsync(Question);
        await server.DisposeAsync();
        Assert.Contains(said, text);
        var (decisionId, record) = Assert.Single(await world.Decisions.OfAsync(new("demo", id)));
        Assert.Equal("double 3", record.Decision.Meaning!.Source);
        Assert.True(record.Decision.Meaning.Likeness[$"{right}/en"] > 5_000);
        Assert.True((await world.Decisions.ExecuteAgainAsync("demo", decisionId))!.Same);
        var written = EventCodec.Encode(record);
        var read = (DecisionRecorded)EventCodec.Decode("decisionRecorded", written.Structure, written.Personal);
        Assert.Equal(record.Decision.Meaning.Likeness, read.Decision.Meaning!.Likeness);
    }

    [Fact]
    public async Task OnlyPublicArticlesAndMaskedQuestions_LeaveTheProcess_AndDraftsNever()
    {
        await using var server = await ModelServer.StartAsync();
        await using var world = AssistantWorld.WithEmbeddings(server, Chairs);
        await world.Embeddings.RefreshAsync(["demo"]);
        Assert.Equal(new(4, 4), world.Embeddings.Progress);
        Assert.DoesNotContain(server.Embedded, text => text.Contains("fault", StringComparison.Ordinal));
        var before = server.Embedded.Count;
        Assert.NotEmpty(new AnswerComposer(world.Library.For("demo")).Suggest("a wobbly chair of Arv"));
        Assert.Equal(before, server.Embedded.Count);
        await world.AskAsync("My Arvik chair wobbles, write to siti.aminah@example.com or +60 12-345 6789");
        var asked = Assert.Single(server.Embedded.Skip(before));
        Assert.Contains("Arvik", asked);
        Assert.DoesNotContain("siti", asked);
        Assert.DoesNotContain("345", asked);
        await world.AskAsync("I want to talk to a human");
        Assert.Equal(before + 1, server.Embedded.Count);
    }

    [Fact]
    public async Task ChangedArticle_AloneIsReadAgain_AndUntilThenTheBuiltInVectorsServe()
    {
        await using var server = await ModelServer.StartAsync();
        await using var world = AssistantWorld.WithEmbeddings(server, Chairs, options => options.BatchMax = 1);
        await world.Embeddings.RefreshAsync(["demo"]);
        await world.Embeddings.RefreshAsync(["demo"]);
        Assert.Equal(4, server.Embedded.Count);
        await world.Library.PublishAsync("demo", "ben", "---\nid: arvik\ntitle: Arvik chair\nlanguage: en\naudience: public\nowner: tests\n---\nA wobbly " +
            "Arvik chair gets new wheels by post.\n");
        Assert.Null((await DecisionAsync(world, "wobbly Arvik chair?")).Meaning);
        Assert.Equal(4, server.Embedded.Count);
        await world.Embeddings.RefreshAsync(["demo"]);
        Assert.Equal("A wobbly Arvik chair gets new wheels by post.", Assert.Single(server.Embedded.Skip(4)));
        Assert.NotNull((await DecisionAsync(world, "wobbly Arvik chair?")).Meaning);
    }

    [Fact]
    public async Task NoPublicArticle_AsksNobody()
    {
        await using var server = await ModelServer.StartAsync();
        await using var world = AssistantWorld.WithEmbeddings(server, [Chairs[2]]);
        await world.Embeddings.RefreshAsync(["demo"]);
        await world.AskAsync(Question);
        Assert.Empty(server.Embedded);
    }

    [Fact]
    public async Task VectorsInAnotherOrder_BelongToTheirTexts()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.Shuffled);
        server.Vectors = text => [text.Length, 1];
        using var model = new OpenAiEmbeddings(new() { Endpoint = new(server.Address, "v1"), Name = "double", Key = "none" });
        var vectors = await model.GenerateAsync(["a", "bb", "ccc"]);
        Assert.Equal([1, 2, 3], vectors.Select(v => v.Vector.Span[0]));
    }

    [Theory]
    [InlineData(DoubleMode.Hang)]
    [InlineData(DoubleMode.Busy)]
    [InlineData(DoubleMode.Error)]
    [InlineData(DoubleMode.Reset)]
    [InlineData(DoubleMode.Malformed)]
    [InlineData(DoubleMode.Html)]
    [InlineData(DoubleMode.Empty)]
    [InlineData(DoubleMode.WrongSize)]
    public async Task FaultyServer_CostsTheVectorsOnly(DoubleMode fault)
    {
        await using var server = await ModelServer.StartAsync();
        await using var world = AssistantWorld.WithEmbeddings(
            server, Chairs, options => (options.QuestionWithin, options.Dimensions) = (TimeSpan.FromMilliseconds(300), 64));
        server.Mode = fault;
        await world.Embeddings.RefreshAsync(["demo"]);
        Assert.Equal(new(0, 4), world.Embeddings.Progress);
        Assert.Null((await DecisionAsync(world, "wobbly Arvik chair?")).Meaning);
        // The articles are known by now, and the questions fail.
        await using var later = AssistantWorld.WithEmbeddings(
            server, Chairs, options => (options.QuestionWithin, options.Dimensions) = (TimeSpan.FromMilliseconds(300), 64));
        server.Mode = DoubleMode.Quote;
        await later.Embeddings.RefreshAsync(["demo"]);
        server.Mode = fault;
        for (var i = 0; i < 5; i++)
        {
            var decision = await DecisionAsync(later, "wobbly Arvik chair?");
            Assert.Null(decision.Meaning);
            Assert.Equal("answer", decision.Kind);
        }
        // Five failures in a row: the server is left alone.
        var before = server.Embedded.Count;
        await DecisionAsync(later, "wobbly Arvik chair?");
        Assert.Equal(before, server.Embedded.Count);
    }

    [Fact]
    public async Task HangingServer_DelaysNoOtherMessage()
    {
        await using var server = await ModelServer.StartAsync();
        await using var world = AssistantWorld.WithEmbeddings(server, Chairs, options => options.QuestionWithin = TimeSpan.FromSeconds(10));
        await world.Embeddings.RefreshAsync(["demo"]);
        var id = await world.StartAsync("hello");
        await world.AnswerAsync(id, 0);
        (await world.Grid.Conversation(new("demo", id)).ExecuteAsync(new RequestHandoff(Caller.System, null))).OrThrow();
        server.Mode = DoubleMode.Hang;
        var asked = server.Embedded.Count;
        var waiting = new List<string>();
        for (var i = 0; i < 40; i++)
            waiting.Add(await world.StartAsync("wobbly Arvik chair?"));
        for (var i = 0; i < 500 && server.Embedded.Count < asked + 40; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Assert.Equal(asked + 40, server.Embedded.Count);
        for (var i = 0; i < 50; i++)
            (await world.PostAsync(id, "still here")).OrThrow();
        // All of them were taken while each of the forty waits: none is answered yet.
        foreach (var other in waiting)
            Assert.DoesNotContain(await world.EventsAsync(other), e => e is DecisionRecorded);
    }

    [Theory]
    [InlineData("http://example.com/v1", "m", "k", "https")]
    [InlineData("https://example.com/v1", "", "k", "Name")]
    [InlineData("https://example.com/v1", "m", null, "Key")]
    public void WrongSection_IsNamed(string endpoint, string name, string? key, string why)
    {
        var options = new EmbeddingOptions { Endpoint = new(endpoint), Name = name, Key = key };
        var result = Assert.Single(options.Validate(new(options)));
        Assert.Contains("Grid:Assistant:Embeddings", result.ErrorMessage);
        Assert.Contains(why, result.ErrorMessage);
    }

    private static async Task<AiDecision> DecisionAsync(AssistantWorld world, string question)
    {
        var (id, _) = await world.AskAsync(question);
        return Assert.Single(await world.Decisions.OfAsync(new("demo", id))).Decision.Decision;
    }

    private static Article Chair(string id, string title, string text) =>
        new(id, title, "en", ArticleAudience.Public, [], [new ArticleSection("", text)], "tests");
}
