using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ConversationGrid.Knowledge;

/// <summary>
/// An article as HTML for a page of the company: CommonMark and pipe tables. HTML in the article is text, pictures are their words, and links lead to web
/// pages and mail only, so that whoever gets a text into an article gets no script into a page.
/// </summary>
public static class ArticleHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <param name="source">The article, with its front matter or without. Its headings stand below one heading of the page.</param>
    public static string Of(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(Body(source), Pipeline);
        }
        catch (ArgumentException)
        {
            // Marks nested deeper than anybody writes.
            return $"<p>{System.Net.WebUtility.HtmlEncode(Body(source))}</p>";
        }
        foreach (var heading in document.Descendants<HeadingBlock>()) heading.Level = Math.Clamp(heading.Level, 2, 6);
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.IsImage || !IsSafe(link.Url)).ToList())
        {
            link.IsImage = false;
            link.ReplaceBy(LabelOf(link), copyChildren: false);
        }
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsSafe(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        return document.ToHtml(Pipeline);
    }

    private static string Body(string source)
    {
        var text = source.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (!text.StartsWith("---\n", StringComparison.Ordinal)) return text;
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        return end < 0 ? text : text[(end + 5)..];
    }

    private static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http" or "mailto" or "tel");

    private static LiteralInline LabelOf(LinkInline link) =>
        new(string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString())));
}
