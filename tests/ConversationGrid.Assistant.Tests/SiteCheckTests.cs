using ConversationGrid.Assistant.Import;

namespace ConversationGrid.Assistant.Tests;

/// <summary>A site's page: is the widget on it, and does its content policy let it work?</summary>
public class SiteCheckTests
{
    private static readonly Uri Host = new("https://care.example");

    [Theory]
    [InlineData("<script src='https://care.example/widget/loader.js' data-workspace=acme async></script>", true, "acme")]
    [InlineData("<script src='https://care.example/widget/loader.js?v=2'></script>", true, null)]
    [InlineData("<script src='//care.example/widget/loader.js' data-workspace='acme'></script>", true, "acme")]
    [InlineData("<!-- <script src='https://care.example/widget/loader.js'></script> -->", false, null)]
    [InlineData("<p>&lt;script src='https://care.example/widget/loader.js'></p>", false, null)]
    [InlineData("<script src='https://other.example/widget/loader.js' data-workspace=acme></script>", false, null)]
    [InlineData("<script>load('https://care.example/widget/loader.js')</script>", false, null)]
    public void Loader_IsFound_WhereThePageLoadsIt(string html, bool found, string? workspace)
    {
        var read = SiteCheck.Read(new(new("https://shop.example/"), true, html, []), Host);
        Assert.Equal((found, workspace), (read.Found, read.Workspace));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("frame-ancestors 'none'", "")]
    [InlineData("default-src *", "")]
    [InlineData("default-src https:", "")]
    [InlineData("default-src 'self'", "script-src connect-src img-src")]
    [InlineData("default-src 'none'; script-src https://care.example; connect-src https://care.example; img-src https://care.example", "")]
    [InlineData("default-src 'self' care.example", "")]
    [InlineData("default-src *.example", "")]
    [InlineData("default-src *.care.example", "script-src connect-src img-src")]
    [InlineData("default-src https://care.example:8443", "script-src connect-src img-src")]
    [InlineData("default-src http://care.example", "")]
    [InlineData("default-src *; script-src 'self'", "script-src")]
    [InlineData("default-src *; script-src *; script-src-elem 'self'", "script-src")]
    [InlineData("default-src *; script-src *; script-src 'none'", "")]
    [InlineData("default-src *; script-src 'nonce-abc'", "")]
    [InlineData("default-src *; script-src 'nonce-other'", "script-src")]
    [InlineData("default-src *; script-src 'strict-dynamic' https://care.example", "script-src")]
    [InlineData("default-src *; script-src https://care.example/widget/", "")]
    [InlineData("default-src *; script-src https://care.example/other/", "script-src")]
    public void Policy_SaysWhichDirectivesBlock(string policy, string blocked)
    {
        const string Html = "<script src='https://care.example/widget/loader.js' nonce=abc></script>";
        Assert.Equal(blocked, Blocked(Html, policy));
        // A page may have one in its head too, and what any of them blocks is blocked.
        Assert.Equal(blocked, Blocked($"<meta http-equiv=Content-Security-Policy content=\"{policy}\">{Html}"));
        Assert.Equal(blocked, Blocked(Html, "default-src *", policy));
    }

    private static string Blocked(string html, params string[] policies) =>
        string.Join(' ', SiteCheck.Read(new(new("https://shop.example/"), true, html, policies), Host).Blocked!);
}
