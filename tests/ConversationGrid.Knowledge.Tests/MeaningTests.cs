namespace ConversationGrid.Knowledge.Tests;

/// <summary>What vectors add to the ranking.</summary>
public class MeaningTests
{
    private static readonly SearchScope Scope = new("en", ArticleAudience.Public, DateTimeOffset.UnixEpoch);

    /// <summary>Both articles meet one word of the question; only one is about what the other words say.</summary>
    [Fact]
    public void WordsThatNoArticleHas_ChooseByWhatTheyMean()
    {
        var articles = Articles(("dogs", "Our dogs", "Puppies and hounds eat kibble."), ("cars", "Our cars", "Engines and wheels need oil."));
        Assert.Equal("dogs", new SearchIndex(articles).Search("our pets and animals", Scope)[0].Article.Id);
        Assert.Equal("cars", new SearchIndex(articles).Search("our vehicles and trucks", Scope)[0].Article.Id);
    }

    [Fact]
    public void Malay_IsRankedByWordsAlone()
    {
        var articles = DemoKnowledge.ReadArticles();
        var (with, without) = (new SearchIndex(articles), new SearchIndex(articles, new SearchOptions { MeaningWeight = 0 }));
        Assert.Equal(without.Search("berapa lama penghantaran ke Sabah", Scope with { Language = "ms" }),
            with.Search("berapa lama penghantaran ke Sabah", Scope with { Language = "ms" }));
        Assert.NotEqual(without.Search("how long does delivery take", Scope), with.Search("how long does delivery take", Scope));
    }

    [Fact]
    public void OneArticle_AndOneOfNothing_AreFound()
    {
        Assert.Single(new SearchIndex(Articles(("dogs", "Our dogs", "Puppies."))).Search("dogs", Scope));
        Assert.Single(new SearchIndex(Articles(("dogs", "Our dogs", ""))).Search("dogs", Scope));
        Assert.Single(new SearchIndex(Articles(("x", "Xqzt", "Wvvk."))).Search("xqzt", Scope));
    }

    [Fact]
    public void SameQuestion_SameScoresInEveryIndex()
    {
        var articles = DemoKnowledge.ReadArticles();
        var hits = new SearchIndex(articles).Search("can I send a chair back", Scope);
        Assert.Equal(hits, new SearchIndex(articles).Search("can I send a chair back", Scope));
    }

    /// <summary>Vectors from outside take the place of the built-in ones, and what they said is enough to search again.</summary>
    [Fact]
    public void GivenMeaning_Ranks_AndItsRecordRanksTheSame()
    {
        var index = new SearchIndex(Articles(("dogs", "Our dogs", "Puppies eat kibble."), ("cars", "Our cars", "Engines need oil.")));
        foreach (var id in (string[])["dogs", "cars"])
        {
            var given = new GivenMeaning(new ArticleMeanings(index.Articles, new Drawn(id)), [1f, 0]);
            var hits = index.Search("our thing", Scope, given);
            Assert.Equal(id, hits[0].Article.Id);
            Assert.Equal(hits, index.Search("our thing", Scope, new GivenMeaning(given.Source, given.Likeness)));
        }
    }

    [Fact]
    public void GivenMeaning_OfOtherArticles_IsLeftAside()
    {
        var index = new SearchIndex(Articles(("dogs", "Our dogs", "Puppies eat kibble.")));
        var given = new GivenMeaning(new ArticleMeanings([.. index.Articles], new Drawn("dogs")), [1f, 0]);
        Assert.False(given.IsFor(index));
        Assert.Equal(index.Search("our dogs", Scope), index.Search("our dogs", Scope, given));
        Assert.Empty(given.Likeness);
    }

    /// <summary>One direction for the texts that hold a word, another for all others.</summary>
    private sealed class Drawn(string word) : ITextVectors
    {
        public string Name => "drawn";

        public int Dimensions => 2;

        public bool TryRead(ReadOnlySpan<char> text, string language, Span<float> vector)
        {
            (vector[0], vector[1]) = text.Contains(word, StringComparison.Ordinal) ? (1, 0) : (0, 1);
            return true;
        }
    }

    private static List<Article> Articles(params (string Id, string Title, string Text)[] texts) =>
        [.. texts.Select(t => new Article(t.Id, t.Title, "en", ArticleAudience.Public, [], [new ArticleSection("", t.Text)], "tests"))];
}
