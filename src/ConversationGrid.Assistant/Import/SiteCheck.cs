using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Assistant.Import;

/// <inheritdoc cref="ISiteCheck"/>
public sealed class SiteCheck(ImportPlaces places) : ISiteCheck
{
    private const string Loader = "/widget/loader.js";

    public async Task<SiteChecked> CheckAsync(string workspace, string url, Uri host, CancellationToken cancel = default)
    {
        Page page;
        try
        {
            page = await places.FetcherOf(workspace).FetchAsync(url, cancel);
        }
        catch (ImportRefusedException why)
        {
            return new(why.Message);
        }
        return page.IsHtml ? Read(page, host) : new("It is no HTML.");
    }

    internal static SiteChecked Read(Page page, Uri host)
    {
        var policies = new List<string>(page.Policies);
        var (found, workspace, nonce) = (false, "", "");
        using var tokens = new HtmlTokenizer(new TextSource(page.Text), HtmlEntityProvider.Resolver) { SkipComments = true, SkipScriptText = true };
        foreach (var tag in HtmlTags.Of(tokens))
        {
            if (tag.Name == "meta" && tag.GetAttribute("http-equiv").Equals("content-security-policy", StringComparison.OrdinalIgnoreCase))
                policies.Add(tag.GetAttribute("content"));
            if (found || tag.Name != "script" || !IsLoader(tag, page.Url, host)) continue;
            (found, workspace, nonce) = (true, tag.GetAttribute("data-workspace"), tag.GetAttribute("nonce"));
        }
        var blocked = policies.SelectMany(policy => PagePolicy.Read(policy).Blocked(page.Url, host, nonce)).Distinct().ToList();
        return new(null, page.Url.AbsoluteUri, found, workspace.Length > 0 ? workspace : null, blocked);
    }

    private static bool IsLoader(HtmlTagToken tag, Uri page, Uri host) =>
        Uri.TryCreate(page, tag.GetAttribute("src"), out var source) && source.AbsolutePath == Loader
        && Uri.Compare(source, host, UriComponents.HostAndPort, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
