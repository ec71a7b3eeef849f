using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Orleans' dashboard is for administrators alone, shows nothing of what customers wrote, and is not there unless it is switched on.</summary>
[Collection(GridCollection.Name)]
public sealed class DashboardTests(GridInProcess off, DashboardTests.WithDashboard on) : IClassFixture<DashboardTests.WithDashboard>
{
    private static readonly string[] Pages =
        ["/admin/orleans", "/admin/orleans/", "/ADMIN/orleans/index.html", "/admin/orleans/DashboardCounters", "/admin/orleans/ClusterStats",
            "/admin/orleans/index.min.js", "/admin/orleans/nothing"];

    [Fact]
    public async Task Dashboard_RefusesAllButAdministrators()
    {
        var (_, customer) = await on.Grid.Rest.CustomerAsync();
        foreach (var page in (string[])[.. Pages, "/admin/orleans/GrainState", "/admin/orleans/Trace"])
        {
            Assert.Equal(401, (await on.Grid.Rest.SendAsync("GET", page)).Status);
            Assert.Equal(401, (await on.Grid.Rest.SendAsync("GET", page, "no token")).Status);
            Assert.Equal(403, (await on.Grid.Rest.SendAsync("GET", page, customer)).Status);
            Assert.Equal(403, (await on.Grid.Rest.SendAsync("GET", page, on.Grid.Token(CallerRole.Agent, "aina"))).Status);
            Assert.Equal(403, (await on.Grid.Rest.SendAsync("GET", page, on.Grid.Token(CallerRole.Supervisor, "siti"))).Status);
            // A token that says more than the directory does.
            Assert.Equal(403, (await on.Grid.Rest.SendAsync("GET", page, on.Grid.Token(CallerRole.Admin, "siti"))).Status);
        }
        var admin = on.Grid.Token(CallerRole.Admin, "omar");
        Assert.Contains("Orleans Dashboard", (await on.Grid.Rest.SendAsync("GET", "/admin/orleans/", admin)).Body);
        Assert.Contains("hosts", (await on.Grid.Rest.SendAsync("GET", "/admin/orleans/DashboardCounters", admin)).Body);
        foreach (var hidden in (string[])["GrainState?grainId=1&grainType=conversation", "Trace", "trace", "GRAINSTATE", "nothing"])
            Assert.Equal(404, (await on.Grid.Rest.SendAsync("GET", $"/admin/orleans/{hidden}", admin)).Status);
    }

    [Fact]
    public async Task Link_OpensTheDashboardOnce_WithACookieForItAlone()
    {
        Assert.Equal(401, (await on.Grid.Rest.SendAsync("POST", "/api/v1/admin/link")).Status);
        Assert.Equal(403, (await on.Grid.Rest.SendAsync("POST", "/api/v1/admin/link", on.Grid.Token(CallerRole.Supervisor, "siti"))).Status);
        var link = await on.Grid.Rest.SendAsync("POST", "/api/v1/admin/link", on.Grid.Token(CallerRole.Admin, "omar"));
        var path = new Uri(link.Text("url")!).PathAndQuery;
        var entered = await on.Grid.Rest.SendAsync("GET", path);
        Assert.Equal(302, entered.Status);
        Assert.Equal("/admin/orleans/", entered.Headers.Location!.ToString());
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        foreach (var part in (string[])["path=/admin", "httponly", "samesite=strict"]) Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(401, (await on.Grid.Rest.SendAsync("GET", path)).Status);
        Assert.Equal(401, (await on.Grid.Rest.SendAsync("GET", "/admin/enter?code=guess")).Status);

        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = on.Grid.Address };
        Assert.Equal(200, await StatusAsync("/admin/orleans/"));
        Assert.Equal(401, await StatusAsync("/api/v1/audit"));

        async Task<int> StatusAsync(string page)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Add("Cookie", cookie.Split(';')[0]);
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Dashboard_IsNotThere_UnlessSwitchedOn()
    {
        var admin = off.Token(CallerRole.Admin, "omar");
        foreach (var page in Pages) Assert.Equal(404, (await off.Rest.SendAsync("GET", page, admin)).Status);
        Assert.Equal(404, (await off.Rest.SendAsync("POST", "/api/v1/admin/link", admin)).Status);
    }

    /// <summary>A host that has it.</summary>
    public sealed class WithDashboard : IAsyncLifetime
    {
        internal GridInProcess Grid { get; } = new() { Settings = ["--Grid:Telemetry:OrleansDashboard", "true"] };

        public Task InitializeAsync() => Grid.InitializeAsync();

        public async Task DisposeAsync()
        {
            await Grid.DisposeAsync();
            Grid.Dispose();
        }
    }
}
