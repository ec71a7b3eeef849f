using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ConversationGrid.Channels.Mail;

/// <summary>The text of an HTML mail. Nothing is loaded, and no script or style is text.</summary>
internal static partial class HtmlMail
{
    /// <summary>How deep elements stand in one another at most; what stands deeper is not read.</summary>
    private const int DepthMax = 200;

    private const string Hidden = "script,style,noscript,template,head,title,svg,math,iframe,object,img,input,button,select,textarea";

    /// <summary>Where common programs put what they quote.</summary>
    private const string Quotes =
        "blockquote,.gmail_quote,.gmail_extra,.gmail_attr,.gmail_signature,.moz-cite-prefix,.moz-signature,.yahoo_quoted,.protonmail_quote,#OLK_SRC_BODY_SECTION," +
        ".OutlookMessageHeader,[data-marker='__QUOTED_TEXT__'],.zmail_extra";

    /// <summary>From here on all is quoted.</summary>
    private const string QuotesFrom = "#divRplyFwdMsg,#appendonsend,#mail-editor-reference-message-container,[name='_MailOriginal']";

    private static readonly HashSet<string> Blocks =
        ["P", "DIV", "SECTION", "ARTICLE", "TR", "TABLE", "UL", "OL", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "HR", "PRE", "BLOCKQUOTE", "DL", "DT", "DD"];

    /// <summary>All of its text.</summary>
    public static string Whole(string html) => TextOf(html, isCut: false);

    /// <summary>Its text without what programs mark as quoted.</summary>
    public static string Written(string html) => TextOf(html, isCut: true);

    private static string TextOf(string html, bool isCut)
    {
        using var page = new HtmlParser().ParseDocument(html);
        foreach (var hidden in page.QuerySelectorAll(Hidden).ToList()) hidden.Remove();
        if (isCut)
        {
            foreach (var from in page.QuerySelectorAll(QuotesFrom).ToList()) RemoveFrom(from);
            foreach (var quote in page.QuerySelectorAll(Quotes).ToList()) quote.Remove();
        }
        var text = new StringBuilder();
        if (page.Body is { } body) Write(text, body, 0);
        return text.ToString();
    }

    /// <summary>Removes an element with all that follows it.</summary>
    private static void RemoveFrom(IElement from)
    {
        for (INode? node = from; node is IElement { TagName: not "BODY" }; node = node.Parent)
            while (node.NextSibling is { } next) node.Parent!.RemoveChild(next);
        from.Remove();
    }

    private static void Write(StringBuilder text, INode node, int depth)
    {
        if (depth > DepthMax) return;
        foreach (var child in node.ChildNodes)
        {
            if (child is IText written) text.Append(Spaces().Replace(written.Data, " "));
            if (child is not IElement element) continue;
            if (element.TagName == "BR") text.Append('\n');
            var isBlock = Blocks.Contains(element.TagName);
            if (isBlock) Break(text);
            if (element.TagName == "LI") text.Append("- ");
            if (element.TagName is "TD" or "TH" && text.Length > 0 && text[^1] is not '\n') text.Append("  ");
            Write(text, element, depth + 1);
            if (isBlock) Break(text);
            if (element.TagName is "P" or "TABLE" or "UL" or "OL") text.Append('\n');
        }
    }

    private static void Break(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
    }

    [GeneratedRegex(@"[ \t\r\n\u00a0]+")]
    private static partial Regex Spaces();
}
