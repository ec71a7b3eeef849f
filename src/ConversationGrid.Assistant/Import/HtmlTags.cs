using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace ConversationGrid.Assistant.Import;

/// <summary>
/// The tokens of an HTML page in their order, each read once, so in linear time whatever the page holds. No tree is built: the rules of HTML for unclosed
/// formatting let a small page become a tree of any size.
/// </summary>
internal static class HtmlTags
{
    /// <summary>All tokens, the content of scripts and the like as one token of text.</summary>
    public static IEnumerable<HtmlToken> All(HtmlTokenizer tokens)
    {
        while (true)
        {
            var token = tokens.Get();
            if (token.Type == HtmlTokenType.EndOfFile) yield break;
            if (token.Type == HtmlTokenType.StartTag)
            {
                tokens.State = token.Name switch
                {
                    "title" or "textarea" => HtmlParseMode.RCData,
                    "style" or "xmp" or "iframe" or "noembed" or "noframes" or "noscript" => HtmlParseMode.Rawtext,
                    "script" => HtmlParseMode.Script,
                    "plaintext" => HtmlParseMode.Plaintext,
                    _ => tokens.State,
                };
            }
            yield return token;
        }
    }

    /// <summary>The start tags.</summary>
    public static IEnumerable<HtmlTagToken> Of(HtmlTokenizer tokens) =>
        All(tokens).Where(token => token.Type == HtmlTokenType.StartTag).Select(token => token.AsTag());
}
