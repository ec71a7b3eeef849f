using System.Text.RegularExpressions;

namespace ConversationGrid.Assistant.Answers;

/// <summary>
/// What the assistant may put on a customer's screen: plain text. No markup, no images, and links only to hosts that are named. A client that gets a text
/// into an article, a tool's answer or a model still cannot lead a customer or a browser away. Pure.
/// </summary>
public sealed partial class ClosedText(IReadOnlyCollection<string> hosts)
{
    /// <summary>No link at all.</summary>
    public static readonly ClosedText NoLinks = new([]);

    /// <summary>The text without markup and without links to other hosts.</summary>
    public string Of(string text)
    {
        if (text.AsSpan().IndexOfAny("<>[]/:.\\") < 0) return text;
        // Taking something out may join what stood around it into the same again.
        for (var round = 0; round < 5; round++)
        {
            var next = Bare().Replace(Addressed().Replace(Definition().Replace(Link().Replace(Tag().Replace(text, ""), "$1"), ""), Keep), Keep);
            if (next == text) break;
            text = next;
        }
        return text;
    }

    private string Keep(Match link)
    {
        // An e-mail address leads nowhere by itself.
        if (link.Index > 0 && link.Result("$`") is [.., '@']) return link.Value;
        var host = link.Groups["host"].Value.TrimEnd('.');
        return link.Groups["scheme"].Value is "" or "https://"
            && hosts.Any(h => host.Equals(h, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + h, StringComparison.OrdinalIgnoreCase))
            ? link.Value : "";
    }

    [GeneratedRegex(@"<[/!a-zA-Z][^<>]*>?")]
    private static partial Regex Tag();

    /// <summary>Also images and references, whatever their address.</summary>
    [GeneratedRegex(@"!?\[([^\[\]]*)\]\s?(?:\([^()]*\)?|\[[^\[\]]*\])")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*\[[^\[\]]+\]:.*$", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"(?<scheme>(?:[a-z][a-z0-9+.-]{1,20}:)?[/\\]{2}|\b(?:javascript|data|vbscript|file|blob):)(?<host>[^\s/\\?#:<>""']*)[^\s<>""']*",
        RegexOptions.IgnoreCase)]
    private static partial Regex Addressed();

    [GeneratedRegex(@"(?<![\w@.-])(?<scheme>)(?<host>(?:[\w-]+\.)+(?:com|net|org|my|id|sg|io|info|example|test|invalid|xyz|top|app|dev|co|ru|cn|site|online|link|click))(?![\w-])(?:[:/?#][^\s<>""']*)?", RegexOptions.IgnoreCase)]
    private static partial Regex Bare();
}
