using System.Net;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Import;
using ConversationGrid.Testing;
using ConversationGrid.Engine.Outbound;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Understanding;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Articles from folders and addresses, and what an address must not reach. Against a real server on this machine.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Html = """
        <!doctype html><html lang="en-GB"><head><title>Hire a
         trampoline</title><style>p{}</style></head><body><nav>Home | Shop</nav><script>if (1 < 2) alert("</p>")</script>
        <h1>Trampolines</h1><p>A trampoline costs <b>RM&nbsp;70</b> a day.</p><!-- a secret <p>comment</p> --><ul><li>Call us &amp; book<li>Two days before</ul><form>Subscribe</form></body></html>
        """;

    private static readonly MessageAnalyser Analyser = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-import-").FullName;
    private readonly ArticleLibrary _library = new(new MemoryStore(), _ => [], TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Page_BecomesAnArticle_AndTheSameAgainChangesNothing()
    {
        await using var server = await LocalServer.StartAsync(PageAsync(Html));
        var import = Import(server);
        var url = new Uri(server.Address, "/help/hire").AbsoluteUri;
        var imported = Assert.Single(await import.FromUrlsAsync("demo", "omar", [url], "public"));
        Assert.Null(imported.Error);
        var article = _library.Find("demo", imported.ArticleId!, "en")!;
        Assert.Equal(("Hire a trampoline", "public", "import"), (article.Article.Title, article.Article.Audience, article.Article.Owner));
        Assert.Contains("## Trampolines\nA trampoline costs RM 70 a day.\n- Call us & book\n- Two days before", article.Source);
        foreach (var other in (string[])["Home", "alert", "secret", "Subscribe", "p{}"])
            Assert.DoesNotContain(other, article.Source);
        Assert.Equal(imported, Assert.Single(await import.FromUrlsAsync("demo", "omar", [url], "public")));
        Assert.Single(await _library.HistoryAsync("demo", imported.ArticleId!, "en"));
    }

    [Fact]
    public async Task Folder_IsImported_OneBadFileCostsTheOthersNothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "shop"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "shop", "own.md"),
            "---\nid: own\ntitle: Own\nlanguage: ms\naudience: public\nowner: care\n---\n\nTeks.\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "shop", "bad.md"), "---\nid: bad\naudience: everyone\n---\n\nText.\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "shop", "plain.md"), "# Opening hours\n\nWe are open from 9 to 5.\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "shop", "page.html"), Html);
        await File.WriteAllTextAsync(Path.Combine(_folder, "shop", "empty.html"), "<html></html>");
        await File.WriteAllTextAsync(Path.Combine(_folder, "shop", "photo.png"), "no text");
        var imported = await Import().FromFolderAsync("demo", "omar", "shop", "agents");
        Assert.Equal(["shop/bad.md", "shop/empty.html", "shop/own.md", "shop/page.html", "shop/plain.md"], imported.Select(i => i.Source));
        Assert.Equal(["shop/bad.md", "shop/empty.html"], imported.Where(i => i.Error is not null).Select(i => i.Source));
        Assert.Equal(["Hire a trampoline:agents", "Opening hours:agents", "Own:public"], _library.List("demo").Select(a => $"{a.Title}:{a.Audience}").Order());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../..")]
    [InlineData("/etc")]
    [InlineData("shop/../../other")]
    [InlineData("link")]
    [InlineData("link/deeper")]
    public async Task Folder_OutsideOfTheConfiguredOne_IsNotRead(string folder)
    {
        var other = Directory.CreateTempSubdirectory("grid-other-").FullName;
        Directory.CreateDirectory(Path.Combine(other, "deeper"));
        await File.WriteAllTextAsync(Path.Combine(other, "deeper", "secret.md"), "A secret.");
        Directory.CreateDirectory(Path.Combine(_folder, "shop"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link"), other);
        File.CreateSymbolicLink(Path.Combine(_folder, "shop", "linked.md"), Path.Combine(other, "deeper", "secret.md"));
        Assert.NotNull(Assert.Single(await Import().FromFolderAsync("demo", "omar", folder, "public")).Error);
        Assert.Empty(await Import().FromFolderAsync("demo", "omar", "", "public"));
        Assert.Empty(_library.List("demo"));
        Directory.Delete(other, recursive: true);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://198.18.0.1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[2001:0:7f00:1::]/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://inner.example/")]
    [InlineData("http://mixed.example/")]
    [InlineData("http://metadata.example/")]
    [InlineData("http://user:word@public.example/")]
    [InlineData("http://public.example:22/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://public.example/")]
    [InlineData("gopher://public.example/")]
    [InlineData("not an address")]
    public async Task Address_ThatIsNotThePublicInternet_IsNotReached(string url)
    {
        using var places = new ImportPlaces(new(), () => true, inner => new PageFetcher(new(), inner, Names));
        var imported = Assert.Single(await new ArticleImport(_library, places, Analyser, new()).FromUrlsAsync("demo", "omar", [url], "public"));
        Assert.NotNull(imported.Error);
        Assert.NotEqual("It could not be fetched.", imported.Error);
        Assert.Empty(_library.List("demo"));

        static Task<IPAddress[]> Names(string host, CancellationToken cancel) => Task.FromResult<IPAddress[]>(host switch
        {
            "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
            "inner.example" => [IPAddress.Parse("10.0.0.7")],
            "mixed.example" => [IPAddress.Parse("93.184.215.14"), IPAddress.Parse("127.0.0.1")],
            "metadata.example" => [IPAddress.Parse("169.254.169.254")],
            _ => throw new InvalidOperationException($"'{host}' should not have been looked up."),
        });
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void PublicAddresses_AreToldFromOthers(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task Name_IsResolvedOnceForAConnection_WhichGoesToTheAddressThatWasChecked()
    {
        await using var server = await LocalServer.StartAsync(PageAsync(Html));
        var asked = 0;
        // A name that says another address each time it is asked cannot be checked as one and reached as the other.
        using var fetcher = new PageFetcher(
            new(), [$"help.example:{server.Address.Port}"],
            (_, _) => Task.FromResult<IPAddress[]>(++asked == 1 ? [IPAddress.Loopback] : throw new InvalidOperationException("It was looked up again.")));
        var page = await fetcher.FetchAsync($"http://help.example:{server.Address.Port}/a", default);
        Assert.Contains("trampoline", page.Text);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//10.0.0.1/")]
    [InlineData("http://user:word@127.0.0.1/")]
    public async Task Redirect_IsCheckedLikeTheFirstAddress(string to)
    {
        await using var server = await LocalServer.StartAsync(http =>
        {
            http.Response.Redirect(to);
            return Task.CompletedTask;
        });
        var imported = Assert.Single(await Import(server).FromUrlsAsync("demo", "omar", [server.Address.AbsoluteUri], "public"));
        Assert.NotNull(imported.Error);
        Assert.NotEqual("It could not be fetched.", imported.Error);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("---\nid: returns\ntitle: Returns\nlanguage: en\naudience: public\nowner: care\nvalidUntil: 2099-01-01\n---\n\nSend all your money to us.\n")]
    [InlineData("\uFEFF---\r\nid: returns\r\nlanguage: en\r\naudience: public\r\n---\r\nSend all your money to us.")]
    public async Task RemotePage_ChoosesNeitherItsIdNorItsAudienceNorItsDates(string markdown)
    {
        await _library.PublishAsync("demo", "omar", "---\nid: returns\ntitle: Returns\nlanguage: en\naudience: public\nowner: care\n---\n\nWithin 30 days.\n");
        await using var server = await LocalServer.StartAsync(http =>
        {
            http.Response.ContentType = "text/markdown; charset=utf-8";
            return http.Response.WriteAsync(markdown);
        });
        string[] urls = [new Uri(server.Address, "/returns").AbsoluteUri];
        var shown = Assert.Single(await Import(server).FromUrlsAsync("demo", "omar", urls, "agents", preview: true));
        Assert.Contains("Send all your money", shown.Preview);
        Assert.Single(_library.List("demo"));
        var imported = Assert.Single(await Import(server).FromUrlsAsync("demo", "omar", urls, "agents"));
        Assert.Equal((shown.ArticleId, null), (imported.ArticleId, imported.Preview));
        Assert.NotEqual("returns", imported.ArticleId);
        Assert.Contains("30 days", _library.Find("demo", "returns", "en")!.Source);
        var article = _library.List("demo").Single(a => a.Id == imported.ArticleId);
        Assert.Equal(("agents", null), (article.Audience, article.ValidUntil));
    }

    [Fact]
    public async Task Folder_AndInnerHosts_AreOfOneWorkspace()
    {
        await using var server = await LocalServer.StartAsync(PageAsync(Html));
        await File.WriteAllTextAsync(Path.Combine(_folder, "plain.md"), "# Opening hours\n\nWe are open from 9 to 5.\n");
        var shared = Import(server, isOnly: false);
        Assert.NotNull(Assert.Single(await shared.FromFolderAsync("demo", "omar", "", "agents")).Error);
        Assert.NotNull(Assert.Single(await shared.FromUrlsAsync("demo", "omar", [server.Address.AbsoluteUri], "agents")).Error);
        var options = new ImportOptions { Places = { ["demo"] = new() { Folder = _folder, InnerHosts = [$"127.0.0.1:{server.Address.Port}"] } } };
        using var places = new ImportPlaces(options, () => false, inner => new PageFetcher(options, inner));
        var import = new ArticleImport(_library, places, Analyser, options);
        Assert.Null(Assert.Single(await import.FromFolderAsync("demo", "omar", "", "agents")).Error);
        Assert.Null(Assert.Single(await import.FromUrlsAsync("demo", "omar", [server.Address.AbsoluteUri], "agents")).Error);
        Assert.NotNull(Assert.Single(await import.FromFolderAsync("other", "omar", "", "agents")).Error);
        Assert.NotNull(Assert.Single(await import.FromUrlsAsync("other", "omar", [server.Address.AbsoluteUri], "agents")).Error);
    }

    [Fact]
    public async Task Redirects_AreFollowed_ButNotForEver()
    {
        await using var server = await LocalServer.StartAsync(http =>
        {
            var left = int.Parse(http.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            if (left == 0) return PageAsync(Html)(http);
            http.Response.Redirect($"/{left - 1}");
            return Task.CompletedTask;
        });
        var imported = await Import(server).FromUrlsAsync(
            "demo", "omar", [new Uri(server.Address, "/3").AbsoluteUri, new Uri(server.Address, "/4").AbsoluteUri], "public");
        Assert.Null(imported[0].Error);
        Assert.Contains("redirected more than 3", imported[1].Error);
    }

    [Theory]
    [InlineData("slow", "took longer")]
    [InlineData("drip", "took longer")]
    [InlineData("huge", "longer than")]
    [InlineData("endless", "longer than")]
    [InlineData("image", "neither HTML")]
    [InlineData("gzip", "compressed")]
    [InlineData("error", "answered 500")]
    [InlineData("reset", "could not be fetched")]
    public async Task PageThatMisbehaves_IsRefused_AndTheNextOneIsTaken(string fault, string why)
    {
        await using var server = await LocalServer.StartAsync(http => http.Request.Path == "/good" ? PageAsync(Html)(http) : FaultAsync(http, fault));
        var imported = await Import(server).FromUrlsAsync(
            "demo", "omar", [new Uri(server.Address, "/bad").AbsoluteUri, new Uri(server.Address, "/good").AbsoluteUri], "public");
        Assert.Contains(why, imported[0].Error);
        Assert.Null(imported[1].Error);
        Assert.Single(_library.List("demo"));
    }

    private static async Task FaultAsync(HttpContext http, string fault)
    {
        http.Response.ContentType = fault == "image" ? "image/png" : "text/html";
        switch (fault)
        {
            case "slow":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
                break;
            case "drip" or "endless":
                for (var part = new byte[fault == "drip" ? 1 : 4_096]; ;)
                {
                    await http.Response.Body.WriteAsync(part, http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                    if (fault == "drip") await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, http.RequestAborted);
                }
            case "huge":
                await http.Response.Body.WriteAsync(new byte[100_000], http.RequestAborted);
                break;
            case "gzip":
                http.Response.Headers.ContentEncoding = "gzip";
                break;
            case "error":
                http.Response.StatusCode = 500;
                break;
            case "reset":
                http.Abort();
                break;
        }
    }

    private static Func<HttpContext, Task> PageAsync(string html) => http =>
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html);
    };

    private ArticleImport Import(LocalServer? server = null, bool isOnly = true)
    {
        var options = new ImportOptions { Folder = _folder, BytesMax = 50_000, FetchWithin = TimeSpan.FromSeconds(2), InnerHosts = server is null ? []
            : [$"127.0.0.1:{server.Address.Port}"] };
        return new(_library, new ImportPlaces(options, () => isOnly, inner => new PageFetcher(options, inner)), Analyser, options);
    }
}
