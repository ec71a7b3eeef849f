using System.Net;
using System.Text;

namespace ConversationGrid.Assistant.Import;

/// <summary>
/// Takes the readable part of an HTML page as Markdown: headings, paragraphs and list items as plain text. What is not text for readers (scripts, styles, navigation, forms) is left out.
/// It reads any text and never fails: broken HTML gives what can be read of it.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> LeftOut = ["script", "style", "noscript", "template", "svg", "head", "nav", "header", "footer", "aside", "form", "iframe", "button", "select", "textarea"];
    private static readonly HashSet<string> Blocks = ["p", "div", "section", "article", "main", "ul", "ol", "table", "tr", "br", "hr", "blockquote", "pre", "dl", "dt", "dd", "body"];

    /// <param name="Title">Of the page, else its first heading; empty without either.</param>
    /// <param name="Language">Two letters, as the page says; null when it does not.</param>
    public sealed record Read(string Title, string? Language, string Markdown);

    public static Read Of(string html)
    {
        var text = new StringBuilder();
        string? language = null, title = null, leftOut = null, heading = null;
        var depth = 0;
        for (var at = 0; at < html.Length;)
        {
            var open = html.IndexOf('<', at);
            if (open < 0) open = html.Length;
            if (leftOut is null) Append(text, html.AsSpan(at, open - at));
            if (open == html.Length) break;
            at = TagAt(html, open, out var name, out var isEnd);
            if (name.Length == 0) continue;
            if (name == "html" && !isEnd) language = LanguageOf(html[open..at]);
            if (name == "title" && !isEnd && title is null) title = Collapse(html[at..Math.Max(at, IndexOf(html, "</title", at))]);
            if (leftOut is not null)
            {
                if (name == leftOut) depth += isEnd ? -1 : 1;
                if (depth == 0) leftOut = null;
                continue;
            }
            if (!isEnd && LeftOut.Contains(name) && !html.AsSpan(open, at - open).EndsWith("/>"))
            {
                (leftOut, depth) = (name, 1);
                if (name is "script" or "style") at = IndexOf(html, $"</{name}", at);
                continue;
            }
            if (name is ['h', >= '1' and <= '6']) text.Append(isEnd ? "\n\n" : "\n\n## ");
            else if (name == "li") text.Append(isEnd ? "\n" : "\n- ");
            else if (Blocks.Contains(name)) text.Append("\n\n");
        }
        var lines = Lines(text);
        heading = lines.FirstOrDefault(line => line.StartsWith("## ", StringComparison.Ordinal))?[3..];
        return new(title is { Length: > 0 } ? title : heading ?? "", language, string.Join('\n', lines));
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> raw)
    {
        foreach (var c in WebUtility.HtmlDecode(raw.ToString()))
            text.Append(char.IsWhiteSpace(c) ? ' ' : c);
    }

    /// <summary>Reads a tag or comment; returns the place behind it.</summary>
    private static int TagAt(string html, int open, out string name, out bool isEnd)
    {
        (name, isEnd) = ("", false);
        if (string.CompareOrdinal(html, open, "<!--", 0, 4) == 0)
        {
            var end = html.IndexOf("-->", open + 4, StringComparison.Ordinal);
            return end < 0 ? html.Length : end + 3;
        }
        var close = html.IndexOf('>', open);
        if (close < 0) return html.Length;
        var from = open + 1;
        if (from < close && html[from] == '/') (isEnd, from) = (true, from + 1);
        var to = from;
        while (to < close && char.IsAsciiLetterOrDigit(html[to]))
            to++;
        name = html[from..to].ToLowerInvariant();
        return close + 1;
    }

    private static string? LanguageOf(string tag)
    {
        var at = tag.IndexOf("lang=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var value = tag[(at + 5)..].TrimStart('"', '\'');
        return value.Length >= 2 && char.IsAsciiLetter(value[0]) && char.IsAsciiLetter(value[1]) ? value[..2].ToLowerInvariant() : null;
    }

    private static int IndexOf(string html, string what, int from) => html.IndexOf(what, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at : html.Length;
    private static string Collapse(string raw) => string.Join(' ', WebUtility.HtmlDecode(raw).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Lines(StringBuilder text)
    {
        var lines = new List<string>();
        foreach (var raw in text.ToString().Split('\n'))
        {
            var line = Collapse(raw);
            if (line.Length > 0 && line is not ("##" or "-")) lines.Add(line);
        }
        return lines;
    }
}
