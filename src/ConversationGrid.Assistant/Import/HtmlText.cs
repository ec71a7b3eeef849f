using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace ConversationGrid.Assistant.Import;

/// <summary>
/// Takes the readable part of an HTML page as Markdown: headings, paragraphs, lists and tables. What is not text for readers (scripts, styles, navigation,
/// forms) is left out. It reads any text and never fails: broken HTML gives what can be read of it.
/// </summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> LeftOut =
        ["script", "style", "noscript", "template", "svg", "math", "head", "nav", "header", "footer", "aside", "form", "iframe", "object", "button", "select",
            "textarea", "noembed", "noframes"];

    private static readonly HashSet<string> Blocks = ["p", "div", "section", "article", "main", "br", "hr", "blockquote", "pre", "dl", "dt", "dd", "body",
        "figure", "figcaption", "address", "caption", "details", "summary"];

    /// <summary>What may stand in a head; anything else ends one that nobody closed.</summary>
    private static readonly HashSet<string> InHead = ["head", "title", "meta", "link", "base", "script", "style", "noscript", "template"];

    private readonly PageWriter _page = new();
    private string? _language;
    private readonly StringBuilder _title = new();
    private string? _leftOut;
    private int _depth;
    private bool _isTitle;

    /// <param name="Title">Of the page, else its first heading; empty without either.</param>
    /// <param name="Language">Two letters, as the page says; null when it does not.</param>
    public sealed record Read(string Title, string? Language, string Markdown);

    public static Read Of(string html)
    {
        var text = new HtmlText();
        using var tokens = new HtmlTokenizer(new TextSource(html), HtmlEntityProvider.Resolver) { SkipComments = true, SkipScriptText = true };
        foreach (var token in HtmlTags.All(tokens))
            text.Take(token);
        var markdown = text._page.Finish();
        return new(PageWriter.Collapse(text._title.ToString()) is { Length: > 0 } title ? title : text._page.FirstHeading ?? "", text._language, markdown);
    }

    private void Take(HtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character when _isTitle:
                _title.Append(token.Data);
                break;
            case HtmlTokenType.Character when _leftOut is null:
                _page.Text(token.Data);
                break;
            case HtmlTokenType.StartTag:
                Open(token.AsTag());
                break;
            case HtmlTokenType.EndTag:
                Close(token.Name);
                break;
        }
    }

    private void Open(HtmlTagToken tag)
    {
        var name = tag.Name;
        _isTitle = name == "title" && _title.Length == 0 && (_leftOut is null or "head");
        if (name == "html") _language ??= LanguageOf(tag.GetAttribute("lang"));
        if (_leftOut == "head" && !InHead.Contains(name)) _leftOut = null;
        if (_leftOut is not null)
        {
            if (name == _leftOut && !tag.IsSelfClosing) _depth++;
        }
        else if (LeftOut.Contains(name))
        {
            if (!tag.IsSelfClosing) (_leftOut, _depth) = (name, 1);
        }
        else if (name is ['h', >= '1' and <= '6']) _page.Heading();
        else if (name is "ul" or "ol" or "menu") _page.OpenList(name == "ol", tag.GetAttribute("start"));
        else if (name == "li") _page.Item();
        else if (name == "table") _page.OpenTable();
        else if (name == "tr") _page.Row();
        else if (name is "td" or "th") _page.Cell(name == "th");
        else if (name is "sup" or "sub") _page.Raised(name == "sup");
        else if (Blocks.Contains(name)) _page.Break();
    }

    private void Close(string name)
    {
        _isTitle = false;
        if (_leftOut is not null)
        {
            if (name == _leftOut && --_depth == 0) _leftOut = null;
        }
        else if (name is ['h', >= '1' and <= '6'] || Blocks.Contains(name) || name is "li") _page.Break();
        else if (name is "ul" or "ol" or "menu") _page.CloseList();
        else if (name is "table") _page.CloseTable();
        else if (name is "td" or "th") _page.CloseCell();
    }

    private static string? LanguageOf(string value) =>
        value.Length >= 2 && char.IsAsciiLetter(value[0]) && char.IsAsciiLetter(value[1]) ? value[..2].ToLowerInvariant() : null;
}
