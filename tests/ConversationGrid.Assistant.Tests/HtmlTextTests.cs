using System.Diagnostics;
using System.Text;
using ConversationGrid.Assistant.Import;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Tests;

/// <summary>What is read of a page, and in which encoding. The text is that of the article made of it.</summary>
public class HtmlTextTests
{
    private static readonly string[] Hostile =
    [
        "<div>", "<b>", "<p><font size=1>", "<table><tr><td>", "<ul><li>", "<a href=x>", "</p>", "<", "<!--", "<!", "&", "&#", "<a b=\"", "<svg>", "<nav>",
        "<h1>", "*", "[", "`", "<td>*", "> ", "- ", "\\", "![", "<https:",
        "*a ", "_a", "|", "<sup>1", "**a*", "[a](", "&amp", "<title>", "<script>", "</script", "1. ", "~", "#",
    ];

    [Theory]
    [InlineData("<table><tr><th>Zone<th>Price<th>Time<tr><td>North<td>RM 5<td>1 day<tr><td>South<td>RM 7<td>2 days</table>",
        "Zone: North; Price: RM 5; Time: 1 day.\nZone: South; Price: RM 7; Time: 2 days.")]
    [InlineData("<table><tbody><tr><td>North</td><td>RM 5</td><td>1 day</td></tr></tbody></table>after", "North; RM 5; 1 day.\nafter")]
    [InlineData("<table><tr><td>a|b</td><td>x<table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>", "a|b; x in ner.")]
    [InlineData("<p>10<sup>2</sup> is 100, the 1<sup>st</sup>, H<sub>2</sub>O</p>", "10^2 is 100, the 1st, H2O")]
    [InlineData("<p title=\"a > b\">Text</p><a title='<p>' href=x>link</a>", "Text\nlink")]
    [InlineData("<p>See:</p><ol start=3><li>Open the app.<li>Dial *124#.</ol><p>Done", "See:\n3. Open the app.\n4. Dial *124#.\nDone")]
    [InlineData("<ul><li>one<ul><li>inner</ul><li>two</ul>", "- one\n- inner\n- two")]
    [InlineData("<p>Dial *100*1# or 5*3*2; a_b_c; `x`; [y](z); &lt;b&gt;; 1 &lt; 2 &amp;amp; 3</p>",
        "Dial *100*1# or 5*3*2; a_b_c; `x`; [y](z); <b>; 1 < 2 &amp; 3")]
    [InlineData("<p>---</p><p># no heading</p><p>&gt; no quote</p><p>===</p><p>    four</p>", "---\n# no heading\n> no quote\n===\nfour")]
    [InlineData("<head><style>a{}</style><title>T</title><p>Text", "Text")]
    [InlineData("<p>caf&eacute;&nbsp;&#8364;<script>if (a < b) '</p>'</script><noscript><p>no</noscript> end", "café € end")]
    public void Page_IsReadWithItsStructure(string html, string text) => Assert.Equal(text, TextOf(html));

    [Fact]
    public void Title_IsThePagesOwn_NotThatOfAPicture()
    {
        var read = HtmlText.Of("<html lang=ms-MY><head><title>Fish &amp; <b>chips</title></head><svg><title>Icon</title></svg><h2>Head</h2>Text");
        Assert.Equal(("Fish & <b>chips", "ms", "## Head\nText"), (read.Title, read.Language, read.Markdown));
    }

    [Fact]
    public void HostilePages_AreReadInLinearTime()
    {
        foreach (var part in Hostile)
        {
            // Four times the text: four times the time where it is linear, sixteen times where it is quadratic. The machine may be busy with other work.
            var (few, many) = (TimeSpan.Zero, TimeSpan.MaxValue);
            for (var attempt = 0; attempt < 4 && many > 8 * few + TimeSpan.FromMilliseconds(50); attempt++) (few, many) = (Least(part, 48), Least(part, 192));
            Assert.True(many <= 8 * few + TimeSpan.FromMilliseconds(50), $"'{part}' took {few} for 48 KiB and {many} for 192");
        }
    }

    private static TimeSpan Least(string part, int kibibytes)
    {
        var html = new StringBuilder();
        while (html.Length < kibibytes * 1_024) html.Append(part);
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < 2; i++)
        {
            var clock = Stopwatch.StartNew();
            TextOf(html.ToString());
            TextOf($"<p>{html}</p>");
            least = clock.Elapsed < least ? clock.Elapsed : least;
        }
        return least;
    }

    [Theory]
    [InlineData("windows-1252", null, "<meta charset=windows-1252>")]
    [InlineData("windows-1252", null, "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=ISO-8859-1'>")]
    [InlineData("windows-1252", "windows-1252", "<meta charset=utf-8>")]
    [InlineData("windows-1252", "utf-8", "<meta charset=windows-1252>")]
    [InlineData("utf-8", null, "<meta charset=utf-16>")]
    [InlineData("utf-8", null, "")]
    [InlineData("utf-16", null, "")]
    [InlineData("utf-16BE", null, "")]
    [InlineData("utf-32", null, "")]
    [InlineData("utf-16", "utf-8", "")]
    public void Encoding_IsTheDeclaredOne(string encoding, string? header, string meta)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var known = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. known.GetPreamble(), .. known.GetBytes($"<html><head>{meta}</head><p>café “costs” £5 – naïve")];
        Assert.Contains("<p>café “costs” £5 – naïve", PageText.Decode(bytes, header, isHtml: true));
    }

    [Theory]
    [InlineData("shift_jis", "<p>営業時間は午前九時から午後五時までです。お問い合わせはこちらまでお願いします。")]
    [InlineData("windows-1251", "<p>Магазин открыт каждый день с девяти утра до пяти вечера, кроме праздников.")]
    [InlineData("gb18030", "<p>我们的营业时间是每天上午九点到下午五点，节假日除外。请联系客服。")]
    public void EncodingThatIsNotDeclared_IsDetected(string encoding, string html)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.Equal(html, PageText.Decode(Encoding.GetEncoding(encoding).GetBytes(html), null, isHtml: true));
    }

    [Theory]
    [InlineData("utf-8", "caf\u00e9 and more")]
    [InlineData("no-such-encoding", "caf\u00e9")]
    [InlineData(null, "\u0089PNG\r\n\u0000\u0000\u0001\u0002")]
    [InlineData("windows-1252", "a\u0000b\u0001")]
    [InlineData("shift_jis", "\u0081")]
    public void WhatCannotBeDecoded_IsRefused(string? header, string latin) =>
        Assert.Contains(
            "encoding", Assert.Throws<ImportRefusedException>(() => PageText.Decode(Encoding.Latin1.GetBytes(latin), header, isHtml: false)).Message);

    private static string TextOf(string html)
    {
        var markdown = HtmlText.Of(html).Markdown;
        var article = ArticleReader.Read("page", $"---\nid: a\ntitle: b\nlanguage: en\naudience: public\nowner: " +
            $"c\n---\n\n.\n\n{markdown[..Math.Min(markdown.Length, 199_000)]}\n");
        return string.Join('\n', article.Sections.Select(section => section.Heading.Length > 0 ? $"{section.Heading}\n{section.Text}" : section.Text))[1..]
            .TrimStart();
    }
}
