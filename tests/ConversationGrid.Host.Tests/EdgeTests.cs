using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>What the edge refuses, and that a refusal harms nothing.</summary>
public class EdgeTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Stranger_OnEveryMethod_IsToldThatThereIsNothing()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host);
        await using var stranger = await Person.CustomerAsync(host);
        await using var ben = await Person.StaffAsync(host, "ben");
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "hello there" })).Text("conversationId")!;

        foreach (var conversationId in (string[])[id, "nosuchconversation", "../x", "a/b", new string('x', 300)])
        {
            Assert.Equal("not_found", await stranger.CodeAsync("Post", new { conversationId, clientId = "x", text = "x" }));
            foreach (var method in (string[])["Typing", "Read", "Resume", "RequestHuman", "Close"])
                Assert.Equal("not_found", await stranger.CodeAsync(method, new { conversationId }));
            Assert.Equal("not_found", await stranger.CodeAsync("Rate", new { conversationId, score = 3 }));
            // Ben serves the queue, but this conversation waits in none.
            foreach (var method in (string[])["Open", "Suggest", "Resolve", "Reopen", "Typing", "Leave"])
                Assert.Equal("not_found", await ben.CodeAsync(method, new { conversationId }));
            foreach (var method in (string[])["Post", "Note"])
                Assert.Equal("not_found", await ben.CodeAsync(method, new { conversationId, clientId = "x", text = "x" }));
            Assert.Equal("not_found", await ben.CodeAsync("Transfer", new { conversationId, queue = "billing", note = "x" }));
        }
        Assert.Equal("not_found", await ben.CodeAsync("Accept", new { offerId = $"{id}.1.1" }));
        Assert.Single(await customer.ResumeAsync(id), e => e.GetProperty("by").Text("kind") == "customer" && e.Text("type") == "messagePosted");
    }

    [Fact]
    public async Task BadInput_GetsItsCode_AndTheConnectionLivesOn()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host);
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "hello there" })).Text("conversationId")!;
        Assert.Equal("invalid", await customer.CodeAsync("Post", new { conversationId = id, clientId = "m", text = "  \n " }));
        Assert.Equal("invalid", await customer.CodeAsync("Post", new { conversationId = id, text = "no client id" }));
        Assert.Equal("invalid", await customer.CodeAsync("Post", new { conversationId = 5, clientId = new { }, text = new[] { 1 } }));
        Assert.Equal("invalid", await customer.CodeAsync("Post", "a string"));
        Assert.Equal("invalid", await customer.CodeAsync("Post"));
        Assert.Equal("invalid", await customer.CodeAsync("NoSuchMethod", new { }));
        Assert.Equal("invalid", await customer.CodeAsync("Start", new { text = "no client id" }));
        Assert.Equal("invalid", await customer.CodeAsync("Rate", new { conversationId = id, score = 9 }));
        Assert.Equal("conflict", await customer.CodeAsync("Rate", new { conversationId = id, score = 3 }));
        Assert.Equal("invalid", await customer.CodeAsync("Resume", new { conversationId = id, after = 0, limit = 0 }));
        Assert.Equal("too_large", await customer.CodeAsync("Post", new { conversationId = id, clientId = "m", text = new string('x', 8_001) }));
        Assert.Equal("", await customer.CodeAsync("Post", new { conversationId = id, clientId = "m", text = $" {new string('x', 8_000)} " }));
        var codes = await Task.WhenAll(Enumerable.Range(0, 400)
            .Select(i => customer.CodeAsync("Post", new { conversationId = "nope", clientId = $"f{i}", text = "x" })));
        Assert.Contains("rate_limited", codes);
        Assert.False(customer.IsClosed);
    }

    [Fact]
    public async Task Sessions_ProveWhoIsThere()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        var workspace = host.Workspace;
        Assert.Equal((201, ""), await OpenAsync(host, "customer", new { workspace }));
        Assert.Equal((404, "not_found"), await OpenAsync(host, "customer", new { workspace = "nosuch" }));
        Assert.Equal((401, "unauthenticated"), await OpenAsync(host, "customer", new { workspace, externalId = "u1" }));
        Assert.Equal(
            (401, "unauthenticated"), await OpenAsync(host, "customer", new { workspace, externalId = "u1", signature = new string('0', 64) }));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData("demo-identity-secret"u8, Encoding.UTF8.GetBytes("u1")));
        Assert.Equal((201, ""), await OpenAsync(host, "customer", new { workspace, externalId = "u1", signature }));
        Assert.Equal((401, "unauthenticated"), await OpenAsync(host, "customer", new { workspace, externalId = "u2", signature }));
        // As many wrong passwords as an account takes by default.
        for (var i = 0; i < 10; i++)
            Assert.Equal((401, "unauthenticated"), await OpenAsync(host, "agent", new { workspace, email = $"ben@{workspace}.test", password = "wrong" }));
        // Locked now: even the right password is refused, and looks the same.
        Assert.Equal((401, "unauthenticated"), await OpenAsync(host, "agent", new { workspace, email = $"ben@{workspace}.test", password = "demo" }));
        Assert.Equal((201, ""), await OpenAsync(host, "agent", new { workspace, email = $"aina@{workspace}.test", password = "demo" }));
        Assert.Equal((400, "invalid"), await OpenAsync(host, "agent", new { workspace }));
    }

    [Fact]
    public async Task OlderToken_KeepsTheAnonymousCustomer()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host);
        var again = await customer.RestOkAsync(HttpMethod.Post, "sessions/customer", new { workspace = host.Workspace });
        Assert.Equal(customer.Id, again.Text("customerId"));
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData(null, 101)]
    public async Task Hub_OpensForKnownOriginsOnly(string? origin, int status)
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host);
        Assert.Equal(status, await UpgradeAsync(host, $"/hubs/customer?access_token={customer.Token}", origin));
        Assert.Equal(403, await UpgradeAsync(host, $"/hubs/agent?access_token={customer.Token}", null));
        Assert.Equal(401, await UpgradeAsync(host, "/hubs/customer", null));
        Assert.DoesNotContain(customer.Token, host.Log);
    }

    [Fact]
    public async Task Connection_EndsWhenItsTokenDoes()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, "--Grid:Gateway:CustomerTokenLifetime", "00:00:05");
        await using var customer = await Person.CustomerAsync(host);
        for (var i = 0; i < 300 && !customer.IsClosed; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        Assert.True(customer.IsClosed);
    }

    [Fact]
    public async Task Rest_ListsReadsAndTakesIn()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "a purple umbrella" })).Text("conversationId")!;
        Assert.Equal((401, "unauthenticated"), await ReadAsync(await Http.GetAsync(new Uri(host.Address, "/api/v1/conversations"))));
        await RefusedAsync(400, "invalid", "conversations?state=nonsense");
        await RefusedAsync(404, "not_found", "conversations/nosuch");
        await RefusedAsync(404, "not_found", "nosuch");
        await siti.GetAsync($"conversations/{id}");
        await customer.GetAsync($"conversations/{id}/events?after=0&limit=1");
        var form = new { channel = "form", customer = new { email = "nur@example.test", name = "Nur" }, subject = "Parcel", text = "Where is it?",
            clientId = "form-1" };
        Assert.Equal(201, (await siti.RestAsync(HttpMethod.Post, "conversations", form)).Status);
        for (var i = 0; ; i++)
        {
            var page = await siti.GetAsync("conversations?q=purple");
            if (page.GetProperty("items").GetArrayLength() == 1) break;
            Assert.True(i < 100, "The list never showed the conversation.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        Assert.Equal("3.1.1", (await Http.GetFromJsonAsync<JsonElement>(new Uri(host.Address, "/openapi/v1.json"))).Text("openapi"));

        async Task RefusedAsync(int status, string code, string path)
        {
            var answer = await siti.RestAsync(HttpMethod.Get, path);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    private static async Task<(int Status, string Code)> OpenAsync(IGridHost host, string kind, object body) =>
        await ReadAsync(await Http.PostAsJsonAsync(new Uri(host.Address, $"/api/v1/sessions/{kind}"), body));

    private static async Task<(int Status, string Code)> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, body.ValueKind == JsonValueKind.Object ? body.Text("code") ?? "" : "");
    }

    private static async Task<int> UpgradeAsync(IGridHost host, string path, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(new byte[16]));
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }
}
