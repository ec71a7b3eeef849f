using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// The text of an HTML mail, from its tokens and in linear time: no tree is built, because a small mail can be a tree of any size. Nothing is loaded, and no
/// script or style is text.
/// </summary>
internal sealed partial class HtmlMail
{
    private static readonly HashSet<string> Hidden =
        ["script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object", "button", "select", "textarea", "noembed", "noframes"];

    /// <summary>Where common programs put what they quote, by class.</summary>
    private static readonly HashSet<string> QuoteClasses =
        ["gmail_quote", "gmail_extra", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature", "yahoo_quoted", "protonmail_quote", "zmail_extra",
            "outlookmessageheader"];

    /// <summary>Ids behind which all is quoted.</summary>
    private static readonly HashSet<string> QuotesFrom = ["divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "olk_src_body_section"];

    private static readonly HashSet<string> Blocks =
        ["p", "div", "section", "article", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "dl", "dt", "dd"];

    private static readonly HashSet<string> Voids = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    private readonly bool _isCut;
    private readonly StringBuilder _text = new();
    private string? _leftOut;
    private int _depth;

    private HtmlMail(bool isCut) => _isCut = isCut;

    /// <summary>All of its text.</summary>
    public static string Whole(string html) => TextOf(html, isCut: false);

    /// <summary>Its text without what programs mark as quoted.</summary>
    public static string Written(string html) => TextOf(html, isCut: true);

    private static string TextOf(string html, bool isCut)
    {
        var mail = new HtmlMail(isCut);
        using var tokens = new HtmlTokenizer(new TextSource(html), HtmlEntityProvider.Resolver) { SkipComments = true, SkipScriptText = true };
        while (tokens.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            if (token.Type == HtmlTokenType.StartTag) tokens.State = ModeOf(token.Name, tokens.State);
            if (!mail.Take(token)) break;
        }
        return mail._text.ToString();
    }

    private static HtmlParseMode ModeOf(string name, HtmlParseMode mode) => name switch
    {
        "title" or "textarea" => HtmlParseMode.RCData,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" or "noscript" => HtmlParseMode.Rawtext,
        "script" => HtmlParseMode.Script,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => mode,
    };

    /// <returns>False where all that follows is quoted.</returns>
    private bool Take(HtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character when _leftOut is null:
                Say(token.Data);
                break;
            case HtmlTokenType.StartTag:
                return Open(token.AsTag());
            case HtmlTokenType.EndTag:
                Close(token.Name);
                break;
        }
        return true;
    }

    private bool Open(HtmlTagToken tag)
    {
        var name = tag.Name;
        // What may stand in no head ends one that nobody closed.
        if (_leftOut == "head" && (name == "body" || Blocks.Contains(name))) _leftOut = null;
        if (_leftOut is not null)
        {
            if (name == _leftOut && !tag.IsSelfClosing) _depth++;
            return true;
        }
        if (_isCut && QuotesFrom.Contains(tag.GetAttribute("id").ToLowerInvariant())) return false;
        if (Hidden.Contains(name) || (_isCut && IsQuote(tag)))
        {
            if (!tag.IsSelfClosing && !Voids.Contains(name)) (_leftOut, _depth) = (name, 1);
            Break();
            return true;
        }
        if (name == "br") _text.Append('\n');
        if (Blocks.Contains(name)) Break();
        if (name == "li") _text.Append("- ");
        if (name is "td" or "th" && _text.Length > 0 && _text[^1] != '\n') _text.Append("  ");
        return true;
    }

    private void Close(string name)
    {
        if (_leftOut is not null)
        {
            if (name == _leftOut && --_depth == 0) _leftOut = null;
            return;
        }
        if (Blocks.Contains(name)) Break();
        if (name is "p" or "table" or "ul" or "ol") _text.Append('\n');
    }

    private static bool IsQuote(HtmlTagToken tag) => tag.Name == "blockquote" || tag.GetAttribute("data-marker") == "__QUOTED_TEXT__"
        || tag.GetAttribute("class").Split(' ').Any(c => QuoteClasses.Contains(c.ToLowerInvariant()));

    /// <summary>Spaces count once, and not at the beginning of a line.</summary>
    private void Say(string text)
    {
        var said = Spaces().Replace(text, " ");
        if (_text.Length == 0 || _text[^1] is '\n' or ' ') said = said.TrimStart(' ');
        _text.Append(said);
    }

    private void Break()
    {
        if (_text.Length > 0 && _text[^1] != '\n') _text.Append('\n');
    }

    [GeneratedRegex(@"[ \t\r\n\u00a0]+")]
    private static partial Regex Spaces();
}
