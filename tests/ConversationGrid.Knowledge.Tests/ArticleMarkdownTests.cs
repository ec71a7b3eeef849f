using System.Diagnostics;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>What an article says is what its author wrote, whatever marks are in it, and an answer quotes lists whole.</summary>
public class ArticleMarkdownTests
{
    private static readonly string[] Typed =
    [
        "Dial *124# for your balance.", "Dial *100*1# or *21*555#.", "*124# and then *125*", "5*3*2 is 30, 2 ** 3 is 8", "Type order_id_x or __x",
        "Price < 5 and > 3 & more", "a\\b \\* c",
        "(*21*555#)", "1. is the first", "#1 in town", "~5 minutes", "[1] see below", "Use * as a joker, or *.", "RM5*", "**2**3",
    ];

    [Theory]
    [InlineData("Dial *124# now", "Dial *124# now")]
    [InlineData("Dial *100*1# or *124*.", "Dial *100*1# or *124*.")]
    [InlineData("It is **free** and *quick*, see [the list](https://a.example) or <https://b.example>.",
        "It is free and quick, see the list or https://b.example.")]
    [InlineData("1. Open\n2. Tap\n   twice\n3. Wait\n10. Go", "1. Open\n2. Tap twice\n3. Wait\n10. Go")]
    [InlineData("Steps:\n\n5) five\n6) six", "Steps:\n5) five\n6) six")]
    [InlineData("- one\n  - inner\n\n- two\n\n  more", "- one\n- inner\n- two\nmore")]
    [InlineData("| Zone | Price |\n|---|---|\n| North | RM 5 |\n| East | `*1#` |", "Zone: North; Price: RM 5.\nZone: East; Price: *1#.")]
    [InlineData("```\n*124#\n# no heading\n```", "*124#\n# no heading")]
    [InlineData("An editor wrapped this line at about eighty characters, as\nEditors do, and also\nthis one.\nMonday: closed",
        "An editor wrapped this line at about eighty characters, as\nEditors do, and also this one.\nMonday: closed")]
    [InlineData("> Quoted\n> text", "Quoted text")]
    [InlineData("&copy; 5 &lt; 6 <b>bold</b>", "© 5 < 6 <b>bold</b>")]
    public void Text_KeepsEveryCharacterAndStep(string markdown, string text) =>
        Assert.Equal([new ArticleSection("", text)], ArticleMarkdown.Sections(markdown));

    [Fact]
    public void PlainText_WrittenAsMarkdown_IsReadAsItself()
    {
        foreach (var plain in Typed)
            Assert.Equal([new ArticleSection("", plain)], ArticleMarkdown.Sections(ArticleMarkdown.Line(plain)));
        var all = string.Join('\n', Typed);
        Assert.Equal([new ArticleSection("", all)], ArticleMarkdown.Sections(ArticleMarkdown.Lines(all)));
    }

    [Theory]
    [InlineData("Ask for Dr. Lim at the desk. Bring a card.", 2)]
    [InlineData("See Pn. Aishah or Mr. J. R. Tan, e.g. Monday. It is at No. 5, Jln. Ampang. No. It is not.", 4)]
    [InlineData("1. Open the app. Tap Pay.\n2. Wait.", 3)]
    [InlineData("Choose plan B. It is free. Open from Jan. 5 to Dec. 24. We are closed in May.", 4)]
    public void Abbreviations_EndNoSentence(string text, int count) => Assert.Equal(count, Sentences.Of(text).Count);

    [Theory]
    [InlineData("how do I check my balance", "Check your balance in these steps:\n1. Open the app.\n2. Sign in.\n3. Tap Wallet.\n4. Read the balance.")]
    [InlineData("delivery price to the east", "Zone: East; Price: RM 9.")]
    public void Answer_QuotesTheWholeList_AndTheAskedRow(string question, string quoted)
    {
        const string Source = "---\nid: a\ntitle: Wallet and delivery\nlanguage: en\naudience: public\nowner: o\n---\n\nWe are glad to help. Ask us.\n\n## " +
            "Balance\n\nCheck your balance in these steps:\n\n"
            + "1. Open the app.\n2. Sign in.\n3. Tap Wallet.\n4. Read the balance.\n\n## Delivery price\n\n| Zone | Price |\n|---|---|\n| North | RM 5 |\n| " +
            "South | RM 6 |\n| West | RM 7 |\n| East | RM 9 |\n";
        var article = ArticleReader.Read("a.md", Source);
        var text = new AnswerText(new AnswerOptions()).Of(article, Words.Of(question), new SearchIndex([article]));
        Assert.Contains(quoted, text);
    }

    [Fact]
    public void HostileMarkdown_IsReadInLinearTime()
    {
        foreach (var part in (string[])["*", "*a ", "**a*", "[", "[a](", "![", "> ", "- ", "`", "<", "|", "|-\n", "_a", "\\", "&", "a\n- ", "1. ", "# ",
            "~~~\n", "[a]: b\n", "*a_", "| a ", "|\n", "    "])
        {
            var clock = Stopwatch.StartNew();
            ArticleMarkdown.Sections(string.Concat(Enumerable.Repeat(part, ArticleReader.LengthMax / part.Length)));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"'{part}' took {clock.Elapsed}");
        }
    }
}
