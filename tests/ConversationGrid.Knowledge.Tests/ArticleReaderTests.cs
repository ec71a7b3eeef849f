namespace ConversationGrid.Knowledge.Tests;

/// <summary>Front matter and Markdown in, an article out, or a refusal that names file and key.</summary>
public class ArticleReaderTests
{
    private const string Good = """
        ---
        id: opening-hours
        title: Opening hours
        language: en
        audience: public
        tags: open, closed
        owner: service
        validFrom: 2026-01-01
        validUntil: 2027-01-01T08:00:00+08:00
        ---

        We are open **daily**.

        ## Holidays

        - See [the list](https://kelindan.example/days).
        - Closed on Monday.
        """;

    [Fact]
    public void GoodFile_IsReadWhole()
    {
        var article = ArticleReader.Read("hours.en.md", Good);
        Assert.Equal(("opening-hours", "Opening hours", "en", ArticleAudience.Public, "service"),
            (article.Id, article.Title, article.Language, article.Audience, article.Owner));
        Assert.Equal(["open", "closed"], article.Tags);
        Assert.Equal([new ArticleSection("", "We are open daily."), new ArticleSection("Holidays", "- See the list.\n- Closed on Monday.")], article.Sections);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), article.ValidUntil);
    }

    [Theory]
    [InlineData("audience: public", "audience: everyone", "audience")]
    [InlineData("audience: public\n", "", "audience")]
    [InlineData("audience: public", "audiense: agents", "audiense")]
    [InlineData("language: en", "language: english", "language")]
    [InlineData("id: opening-hours", "id: Opening Hours", "id")]
    [InlineData("title: Opening hours\n", "", "title")]
    [InlineData("owner: service", "owner: service\nowner: sales", "owner")]
    [InlineData("validFrom: 2026-01-01", "validFrom: soon", "validFrom")]
    [InlineData("title: Opening hours", "title", "title")]
    public void BadKey_IsRefusedWithFileAndKey(string good, string bad, string key)
    {
        var refusal = Assert.Throws<ArticleFormatException>(
            () => ArticleReader.Read("hours.en.md", Good.ReplaceLineEndings("\n").Replace(good, bad, StringComparison.Ordinal)));
        Assert.Equal(("hours.en.md", key), (refusal.File, refusal.Key));
        Assert.Contains("hours.en.md", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "---")]
    [InlineData("# Just text", "---")]
    [InlineData("---\nid: a\ntitle: b", "---")]
    [InlineData("---\nid: a\ntitle: b\nlanguage: en\naudience: public\nowner: c\n---\n \n", "body")]
    public void BrokenFile_IsRefused(string text, string key) =>
        Assert.Equal(key, Assert.Throws<ArticleFormatException>(() => ArticleReader.Read("x.md", text)).Key);

    [Theory]
    [InlineData("Pay RM6.90 today. It is free at 2 p.m. on Monday. Done!", 3)]
    [InlineData("One line\nAnother line", 2)]
    [InlineData("", 0)]
    public void Sentences_EndWhereSentencesEnd(string text, int count) => Assert.Equal(count, Sentences.Of(text).Count);
}
