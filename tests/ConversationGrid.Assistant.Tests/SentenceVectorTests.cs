using ConversationGrid.Contracts;
using ConversationGrid.Knowledge;
using ConversationGrid.SentenceVectors;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Vectors of sentences made in this process: they find what shares no word, they are recorded, and the assistant works without them.</summary>
public class SentenceVectorTests
{
    private static readonly Article[] Articles =
    [
        new("pets", "Animals at the holiday homes", "en", ArticleAudience.Public, [],
            [new("", "Dogs are welcome in all homes by the lake. Each costs 10 euros a night.")], ""),
        new("linen", "Bed linen and towels", "en", ArticleAudience.Public, [], [new("", "Sheets and towels lie ready on your bed when you arrive.")], ""),
        new("boats", "Renting a rowing boat", "en", ArticleAudience.Public, [], [new("", "A rowing boat costs 25 euros an afternoon at the pier.")], ""),
        new("keys", "Where the keys are", "en", ArticleAudience.Public, [], [new("", "The keys hang in the box beside the door; the code comes by mail.")], ""),
    ];

    [Fact]
    public async Task QuestionWithoutAWordOfTheArticle_FindsIt_AndTheDecisionIsMadeAgain()
    {
        await using var world = AssistantWorld.WithSentences(Articles);
        await world.Embeddings.RefreshAsync(["demo"]);

        var (id, _) = await world.AskAsync("may my puppy come along?");

        var (decision, recorded) = (await world.Decisions.OfAsync(new("demo", id)))[0];
        Assert.Equal("pets/en", recorded.Decision.Meaning!.Likeness.MaxBy(article => article.Value).Key);
        Assert.Equal("pets", recorded.Decision.Chunks[0].ArticleId);
        Assert.StartsWith(GivenMeaning.SentencesMark, recorded.Decision.Meaning!.Source, StringComparison.Ordinal);
        Assert.True((await world.Decisions.ExecuteAgainAsync("demo", decision))!.Same);
    }

    [Fact]
    public async Task WithoutThem_NothingIsFound_AndAHumanIsAsked()
    {
        await using var world = await AssistantWorld.StartAsync(articles: Articles);

        var (id, _) = await world.AskAsync("may my puppy come along?");

        Assert.DoesNotContain((await world.Decisions.OfAsync(new("demo", id)))[0].Decision.Decision.Chunks, chunk => chunk.ArticleId == "pets");
        Assert.Contains(await world.EventsAsync(id), e => e is HandoffRequested);
    }

    [Fact]
    public async Task SameText_GivesTheSameVector_WhateverIsReadBeside()
    {
        using var model = new MiniLmVectors(new() { Threads = 2 });
        var alone = (await model.GenerateAsync(["where is my parcel"]))[0].Vector.ToArray();

        var beside = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(async i => (await model.GenerateAsync([$"text {i} about something else", "where is my parcel"]))[1].Vector.ToArray()));

        Assert.All(beside, vector => Assert.Equal(alone, vector));
        Assert.Equal(MiniLmVectors.Dimensions, alone.Length);
    }
}
