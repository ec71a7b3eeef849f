using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Host.Tests;

/// <summary>A host without demo and configuration: set up over its page's API, stopped, and started again.</summary>
public partial class SetupTests
{
    [Theory, Stores]
    public async Task Workspace_ThatWasSetUp_SurvivesARestart_WithItsSecret(StoreKind store)
    {
        await using var host = await HostProcess.StartAsync(store, "--Grid:Demo:Enabled", "false");
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = host.Address };
        var order = new
        {
            workspace = "acme", company = "Acme", name = "Ann Lee", email = "ann@acme.example", password = "correct horse battery",
            queue = "Front desk", languages = new[] { "en" },
        };
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync("/setup/api/workspace", order)).StatusCode);
        var code = await CodeAsync(host);
        // Without built clients there is no page to show; the cookie is given all the same.
        await http.GetAsync($"/setup/?code={code}");
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/setup/api/workspace", order with { password = "password12" })).StatusCode);
        // An id that no address can hold would block the host for good.
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/setup/api/workspace", order with { workspace = "acme\n" })).StatusCode);
        foreach (var body in (string[])["", "nothing", "[1]"])
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/setup/api/workspace", content)).StatusCode);
        }
        using var made = await http.PostAsJsonAsync("/setup/api/workspace", order);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var secret = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("identitySecret").GetString()!;
        await WorksAsync(host, secret);

        Assert.Equal(0, await host.TerminateAsync());
        var before = host.Log.Length;
        await host.StartAgainAsync();
        await WorksAsync(host, secret);
        Assert.DoesNotContain("/setup/", host.Log[before..]);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/setup/?code={code}")).StatusCode);
    }

    [Fact]
    public async Task TriesAtOnce_LeaveOneAdministrator()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, "--Grid:Demo:Enabled", "false");
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = host.Address };
        await http.GetAsync($"/setup/?code={await CodeAsync(host)}");
        var tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i => (Name: $"Ann{i}", Status: (await http.PostAsJsonAsync("/setup/api/workspace",
            new
        {
            workspace = "acme", company = "Acme", name = $"Ann{i} Lee", email = $"ann{i}@acme.example", password = "correct horse battery",
            queue = "Front desk", languages = new[] { "en" },
        })).StatusCode)));
        var winner = Assert.Single(tries, t => t.Status == HttpStatusCode.Created).Name.ToLowerInvariant();
        var session = await (await http.PostAsJsonAsync(
            "/api/v1/sessions/agent", new { workspace = "acme", email = $"{winner}@acme.example", password = "correct horse battery" }))
            .Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("token").GetString());
        var staff = await http.GetFromJsonAsync<JsonElement>("/api/v1/staff");
        Assert.Equal(winner, Assert.Single(staff.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
    }

    private static async Task WorksAsync(HostProcess host, string secret)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var signedIn = await http.PostAsJsonAsync(
            "/api/v1/sessions/agent", new { workspace = "acme", email = "ann@acme.example", password = "correct horse battery" });
        Assert.Equal(HttpStatusCode.Created, signedIn.StatusCode);
        Assert.Equal("admin", (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("role").GetString());
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(secret), "c-1"u8));
        await using var customer = await Person.CustomerAsync(host, new CustomerSessionRequest("acme", ExternalId: "c-1", Signature: signature));
        Assert.NotEmpty(customer.Id);
    }

    private static async Task<string> CodeAsync(HostProcess host)
    {
        for (var i = 0; i < 100; i++)
        {
            if (Code().Match(host.Log) is { Success: true } found) return found.Groups[1].Value;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException($"No address of the set-up page in the log:\n{host.Log}");
    }

    [GeneratedRegex("/setup/\\?code=([a-z0-9]{26})")]
    private static partial Regex Code();
}
