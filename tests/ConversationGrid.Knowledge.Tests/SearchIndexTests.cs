namespace ConversationGrid.Knowledge.Tests;

/// <summary>What a search finds, for whom, and what it never shows.</summary>
public class SearchIndexTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void HiddenArticles_TakeNoPlaceInTheRanking()
    {
        var hidden = Enumerable.Range(0, 60).Select(i => Make($"secret-{i}", "refund refund refund", "refund refund", ArticleAudience.Agents));
        var expired = Enumerable.Range(0, 60).Select(i => Make($"old-{i}", "refund refund refund", "refund refund") with { ValidUntil = Now });
        var coming = Enumerable.Range(0, 60).Select(i => Make($"new-{i}", "refund refund refund", "refund refund") with { ValidFrom = Now.AddTicks(1) });
        var index = new SearchIndex(
            [.. hidden, .. expired, .. coming, Make("open", "Something else", "The refund stands at the end of a long text about many other things.")]);
        Assert.Equal(["open"], Ids(index, "refund", limit: 1));
        Assert.Equal(["open"], Ids(index, "refund", limit: 50));
    }

    [Theory]
    [InlineData("recieve", "receive")]
    [InlineData("adress", "address")]
    [InlineData("instalation", "installation")]
    [InlineData("guarnatee", "guarantee")]
    public void TypingErrors_FindTheWord(string typed, string meant)
    {
        var index = new SearchIndex([Make("right", "About " + meant, meant), Make("wrong", "Other matters", "nothing of the kind")], concepts: Concepts.None);
        Assert.Equal("right", Ids(index, typed)[0]);
    }

    [Theory]
    [InlineData("abcd", "abdc", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("same", "same", 0)]
    [InlineData("", "ab", 2)]
    public void EditDistance_CountsSwapsAsOne(string a, string b, int distance)
    {
        Assert.Equal(distance, TypoIndex.Distance(a, b, 5));
        Assert.Equal(distance, TypoIndex.Distance(b, a, 5));
    }

    [Fact]
    public void EveryWordWithinTheBound_IsFoundByTheTypoIndex()
    {
        var dice = new Random(7);
        var words = Enumerable.Range(0, 400).Select(_ => new string(dice.GetItems("abcdefgh".ToCharArray(), dice.Next(4, 12)))).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        var typos = new TypoIndex(words);
        Span<int> found = stackalloc int[32];
        for (var i = 0; i < 400; i++)
        {
            var typed = words[dice.Next(words.Length)];
            var at = dice.Next(typed.Length);
            typed = dice.Next(3) switch { 0 => typed.Remove(at, 1), 1 => typed.Insert(at, "x"), _ => typed.Remove(at, 1).Insert(at, "x") };
            if (typed.Length < TypoIndex.WordMin)
                continue;
            var nearest = words.Min(word => TypoIndex.Distance(typed, word, 3));
            var count = typos.Find(typed, found, out var distance);
            Assert.True(count > 0, $"'{typed}' has a word at distance {nearest} and found none.");
            Assert.Equal(nearest, distance);
        }
    }

    [Fact]
    public void MalayQuestion_FindsTheEnglishArticleWhenThereIsNoOther()
    {
        var index = new SearchIndex([
            Make("refund-time", "When you get your refund", "A refund takes five days."),
            Make("password", "Forgotten password", "Reset it."),
            Make("stock", "Out of stock items", "They come back.")]);
        var hit = index.Search("bila saya dapat bayaran balik", new SearchScope("ms", ArticleAudience.Public, Now))[0];
        Assert.Equal("refund-time", hit.Article.Id);
    }

    [Fact]
    public void Translation_InTheAskersLanguage_IsShownOnce()
    {
        var index = new SearchIndex(DemoKnowledge.ReadArticles());
        var hits = index.Search("cash on delivery", new SearchScope("ms", ArticleAudience.Public, Now, 10));
        Assert.Equal(("cash-on-delivery", "ms"), (hits[0].Article.Id, hits[0].Article.Language));
        Assert.Equal(hits.Length, hits.Select(hit => hit.Article.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("facemask", "face mask")]
    [InlineData("waste water", "wastewater")]
    public void Compounds_MeetTheirParts(string typed, string written)
    {
        var index = new SearchIndex([Make("right", "About " + written, written), Make("wrong", "Other matters", "nothing of the kind")],
            concepts: Concepts.None);
        Assert.Equal("right", Ids(index, typed)[0]);
    }

    [Fact]
    public void AcceptedAnswers_RaiseTheirArticle_WithinBounds()
    {
        Article[] articles = [Make("a", "Moving house", "flat text"), Make("b", "Parcel label", "flat text"), Make("c", "Locker size", "flat text")];
        Assert.Empty(Ids(new SearchIndex(articles, concepts: Concepts.None), "my thingamajig is stuck"));
        var learnt = LearntWeights.Empty;
        for (var i = 0; i < 1_000; i++)
            learnt = learnt.Accept("the thingamajig got stuck", "en", "c");
        var index = new SearchIndex(articles, concepts: Concepts.None, learnt: learnt);
        Assert.Equal("c", Ids(index, "my thingamajig is stuck")[0]);
        Assert.Equal("b", Ids(index, "stuck parcel label")[0]);
    }

    [Fact]
    public void LearntWeights_AreAFold_TheSameAcceptancesGiveTheSameRanking()
    {
        var one = LearntWeights.Empty.Accept("lost parcel", "en", "a").Accept("late parcel", "en", "b");
        var two = LearntWeights.Empty.Accept("late parcel", "en", "b").Accept("lost parcel", "en", "a");
        Article[] articles = [Make("a", "One", "text"), Make("b", "Two", "text")];
        var scope = new SearchScope("en", ArticleAudience.Public, Now);
        Assert.Equal(
            new SearchIndex(articles, learnt: one).Search("lost parcel", scope).Select(hit => (hit.Article.Id, hit.Score)),
            new SearchIndex(articles, learnt: two).Search("lost parcel", scope).Select(hit => (hit.Article.Id, hit.Score)));
        Assert.True(LearntWeights.Empty.IsEmpty);
    }

    [Fact]
    public void SameIdAndLanguageTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new SearchIndex([Make("a", "One", "text"), Make("a", "Two", "text")]));

    [Fact]
    public async Task Swap_WhileSearching_GivesOneWholeSnapshotOrTheOther()
    {
        var old = Enumerable.Range(0, 40).Select(i => Make($"old-{i}", "refund", "refund")).ToArray();
        var fresh = Enumerable.Range(0, 40).Select(i => Make($"new-{i}", "refund", "refund")).ToArray();
        var knowledge = new KnowledgeBase(old);
        var searches = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var hits = knowledge.Current.Search("refund", new SearchScope("en", ArticleAudience.Public, Now, 10));
                Assert.Equal(10, hits.Length);
                Assert.Single(hits.Select(hit => hit.Article.Id[..4]).Distinct());
            }
        })).ToList();
        for (var i = 0; i < 20; i++)
            knowledge.Swap(i % 2 == 0 ? fresh : old);
        await Task.WhenAll(searches);
    }

    [Fact]
    public void EmptyKnowledge_FindsNothingAndDoesNotFail() =>
        Assert.Empty(new SearchIndex([]).Search("anything", new SearchScope("en", ArticleAudience.Public, Now)));

    internal static Article Make(string id, string title, string text, ArticleAudience audience = ArticleAudience.Public) =>
        new(id, title, "en", audience, [], [new ArticleSection("", text)], "tests");

    private static List<string> Ids(SearchIndex index, string text, int limit = 5) =>
        [.. index.Search(text, new SearchScope("en", ArticleAudience.Public, Now, limit)).Select(hit => hit.Article.Id)];
}
