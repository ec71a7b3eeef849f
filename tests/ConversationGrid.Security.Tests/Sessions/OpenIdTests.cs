using System.Net;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>Staff sign in with the company's own account, in the role that it says. Against a real provider that runs here.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private OpenIdProvider _provider = null!;
    private GridInProcess _grid = null!;

    public async Task InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        const string Section = "--Grid:OpenId:demo";
        _grid = new()
        {
            Settings =
            [
                $"{Section}:Authority", _provider.Address.AbsoluteUri, $"{Section}:ClientId", OpenIdProvider.ClientId, $"{Section}:ClientSecret",
                OpenIdProvider.ClientSecret,
                $"{Section}:CreatesAccounts", "true", $"{Section}:Roles:care", "agent", $"{Section}:Roles:care-leads", "supervisor", $"{Section}:Roles:it",
                "admin",
            ],
        };
        await _grid.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _grid.DisposeAsync();
        _grid.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Person_GetsTheRoleThatTheProviderSays_AtEachSignIn()
    {
        _provider.Person = new("p-1", "mona@company.test", true, "care", "somebody-else");
        var mona = await SignInAsync();
        Assert.Equal(("agent", "Person p-1"), (mona.Text("role"), mona.Text("name")));
        var token = mona.Text("token")!;
        Assert.Equal(200, (await _grid.Rest.SendAsync("GET", "/api/v1/me", token)).Status);
        Assert.Equal(403, (await _grid.Rest.SendAsync("GET", "/api/v1/reports/episodes", token)).Status);
        Assert.Contains("oidc", (await _grid.Rest.SendAsync("GET", "/api/v1/me/sessions", token)).Body);

        // The same person by its subject, whatever its address is by now.
        _provider.Person = new("p-1", "mona.new@company.test", true, "care", "care-leads");
        var led = await SignInAsync();
        Assert.Equal((mona.Text("agentId"), "supervisor"), (led.Text("agentId"), led.Text("role")));
        Assert.Equal(200, (await _grid.Rest.SendAsync("GET", "/api/v1/reports/episodes", led.Text("token"))).Status);
        // There is no password that anybody could guess.
        Assert.Equal(401,
            (await _grid.Rest.SendAsync("POST", "/api/v1/sessions/agent", null,
                (object)new { workspace = "demo", email = "mona@company.test", password = "demo" })).Status);
    }

    [Fact]
    public async Task KnownMember_IsFoundByAVerifiedAddressOnly_AndTheLastAdministratorStaysOne()
    {
        _provider.Person = new("p-2", "ben@demo.test", false, "care");
        Assert.Contains("refused=", await ReturnAsync());
        _provider.Person = new("p-2", "ben@demo.test", true, "care");
        Assert.Equal("ben", (await SignInAsync()).Text("agentId"));
        _provider.Person = new("p-3", "omar@demo.test", true, "care");
        Assert.Equal(("omar", "admin"), await SignInAsync() is var omar ? (omar.Text("agentId"), omar.Text("role")) : default);
        // Both go on to sign in with their passwords.
        foreach (var name in (string[])["ben", "omar"]) await _grid.Rest.StaffAsync(name);
        Assert.Empty(_grid.Errors);
    }

    [Fact]
    public async Task WithoutARole_OrWithAForgedReturn_NobodyIsLetIn()
    {
        _provider.Person = new("p-4", "zoe@company.test", true, "marketing");
        Assert.Contains("refused=", await ReturnAsync());
        _provider.Person = new("p-5", "yan@company.test", true, "care");
        var (http, callback) = await CallbackAsync();
        using (http)
        {
            // In another browser, without the cookies of the one that began.
            using var stranger = Browser();
            Assert.Contains("refused=", (await stranger.GetAsync(callback)).Headers.Location?.OriginalString ?? "refused=");
            var query = System.Web.HttpUtility.ParseQueryString(callback.Query);
            query["state"] = query["state"]![..^4] + "AAAA";
            Assert.Contains("refused=", (await http.GetAsync($"{callback.GetLeftPart(UriPartial.Path)}?{query}")).Headers.Location?.OriginalString ?? "");
        }
        foreach (var (workspace, company) in ((string, string)[])[("demo", "true"), ("other", "false"), ("nosuch", "false")])
            Assert.Contains($"\"company\":{company}", (await _grid.Rest.SendAsync("GET", $"/api/v1/sessions/agent/ways?workspace={workspace}")).Body);
        var code = await SignedInCodeAsync();
        var used = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ExchangeAsync(code)));
        Assert.Single(used, a => a.Status == 201);
        Assert.Equal(404, (await _grid.Rest.SendAsync("GET", "/api/v1/sessions/agent/openid?workspace=other")).Status);
    }

    private async Task<RestAnswer> SignInAsync()
    {
        var answer = await ExchangeAsync(await SignedInCodeAsync());
        Assert.True(answer.Status == 201, answer.Body);
        return answer;
    }

    private Task<RestAnswer> ExchangeAsync(string code) =>
        _grid.Rest.SendAsync("POST", "/api/v1/sessions/agent/openid", null, (object)new { workspace = "demo", code });

    private async Task<string> SignedInCodeAsync()
    {
        var desk = await ReturnAsync();
        Assert.StartsWith("/desk/#signedIn=", desk);
        return desk["/desk/#signedIn=".Length..desk.IndexOf('&')];
    }

    /// <summary>Where the whole way through the provider leads back to.</summary>
    private async Task<string> ReturnAsync()
    {
        var (http, callback) = await CallbackAsync();
        using (http) return (await http.GetAsync(callback)).Headers.Location!.OriginalString;
    }

    private async Task<(HttpClient Browser, Uri Callback)> CallbackAsync()
    {
        var http = Browser();
        var away = await http.GetAsync(new Uri(_grid.Address, "/api/v1/sessions/agent/openid?workspace=demo"));
        Assert.Equal(HttpStatusCode.Redirect, away.StatusCode);
        var back = await http.GetAsync(away.Headers.Location);
        Assert.True(back.StatusCode == HttpStatusCode.Redirect, $"{(int)back.StatusCode} {back.Headers} {await back.Content.ReadAsStringAsync()}");
        return (http, back.Headers.Location!);
    }

    private static HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
}
