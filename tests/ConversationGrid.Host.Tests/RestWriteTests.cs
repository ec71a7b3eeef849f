using System.Net.Http.Json;
using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>Other systems answer, assign, label and resolve over REST with a key; staff with their token, by the same rules as at the desk.</summary>
public class RestWriteTests
{
    [Fact]
    public async Task AKey_AnswersLabelsAssignsAndResolves_WithoutSeeing()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var omar = await Person.StaffAsync(host, "omar");
        await using var aina = await Person.StaffAsync(host, "aina");
        await aina.CallAsync("SetPresence", new { status = "online" });
        await using var nur = await Person.CustomerAsync(host, "Nur");
        var id = (await nur.CallAsync("Start", new { clientId = "k", text = "where is my parcel" })).Text("conversationId")!;
        await nur.CallAsync("Resume", new { conversationId = id, after = 0 });
        var shop = new Key(host, (await omar.RestAsync(HttpMethod.Post, "api-keys", new { name = "Parcels", rights = new[] { "reply", "assign" } })).Body
            .Text("key")!);

        var said = await shop.PostAsync($"conversations/{id}/messages", new { clientId = "p1", text = "Your parcel left." });
        Assert.Equal(201, said.Status);
        var again = await shop.PostAsync($"conversations/{id}/messages", new { clientId = "p1", text = "Your parcel left." });
        Assert.Equal(said.Body.GetProperty("seq").GetInt64(), again.Body.GetProperty("seq").GetInt64());
        var heard = await nur.PushAsync("event", e => e.Text("type") == "messagePosted" && e.GetProperty("data").Text("text") == "Your parcel left.");
        Assert.Equal(("system", "Parcels"), (heard.GetProperty("by").Text("kind"), heard.GetProperty("by").Text("name")));

        Assert.Equal(201, (await shop.PostAsync($"conversations/{id}/messages", new { clientId = "n1", text = "paid", note = true })).Status);
        Assert.Equal(200, (await shop.PostAsync($"conversations/{id}/labels", new { add = new[] { "parcel" } })).Status);
        Assert.Equal(200, (await shop.PostAsync($"conversations/{id}/priority", new { priority = 2 })).Status);
        Assert.Equal(200, (await shop.PostAsync($"conversations/{id}/assign", new { agentId = "aina" })).Status);
        await Wait.UntilAsync(async () => (await omar.GetAsync($"conversations/{id}")).Text("state") == "assigned", "the conversation is Aina's");
        Assert.Equal(200, (await shop.PostAsync($"conversations/{id}/resolve", new { disposition = "delivered" })).Status);
        Assert.Equal(200, (await shop.PostAsync($"conversations/{id}/reopen", null)).Status);

        // It writes and does not read; what is wrong is named.
        Assert.Equal(403, (await shop.GetAsync($"conversations/{id}")).Status);
        foreach (var (path, body, status, code) in new (string, object?, int, string)[]
        {
            ("messages", new { clientId = "p2", text = "\u200b" }, 400, "invalid"),
            ("messages", new { text = "no client id" }, 400, "invalid"),
            ("assign", new { agentId = "nosuch" }, 404, "not_found"),
            ("assign", new { }, 400, "invalid"),
            ("priority", new { }, 400, "invalid"),
            ("labels", new { add = new[] { new string('x', 500) } }, 400, "invalid"),
        })
        {
            var refused = await shop.PostAsync($"conversations/{id}/{path}", body);
            Assert.Equal((path, status, code), (path, refused.Status, refused.Body.Text("code")));
        }
        Assert.Equal(404, (await shop.PostAsync("conversations/nosuch/messages", new { clientId = "p", text = "x" })).Status);
    }

    [Fact]
    public async Task AnAgent_WritesWhereItHasTheConversation_AndNowhereElse()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var ben = await Person.StaffAsync(host, "ben");
        await aina.CallAsync("SetPresence", new { status = "online" });
        await using var nur = await Person.CustomerAsync(host, "Nur");
        var id = (await nur.CallAsync("Start", new { clientId = "k", text = "hello" })).Text("conversationId")!;
        Assert.Equal(200, (await siti.RestAsync(HttpMethod.Post, $"conversations/{id}/assign", new { agentId = "aina" })).Status);
        Assert.Equal(201, (await aina.RestAsync(HttpMethod.Post, $"conversations/{id}/messages", new { clientId = "a", text = "I am here." })).Status);
        Assert.Equal(404, (await ben.RestAsync(HttpMethod.Post, $"conversations/{id}/messages", new { clientId = "b", text = "me too" })).Status);
        Assert.Equal(403, (await siti.RestAsync(HttpMethod.Post, $"conversations/{id}/messages", new { clientId = "s", text = "and I" })).Status);
        Assert.Equal(403, (await nur.RestAsync(HttpMethod.Post, $"conversations/{id}/messages", new { clientId = "c", text = "over REST" })).Status);
        Assert.Equal(200, (await aina.RestAsync(HttpMethod.Post, $"conversations/{id}/resolve", null)).Status);
    }

    private sealed class Key(IGridHost host, string key)
    {
        private static readonly HttpClient Http = new();

        public Task<RestAnswer> PostAsync(string path, object? body) => SendAsync(HttpMethod.Post, path, body);

        public Task<RestAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

        private async Task<RestAnswer> SendAsync(HttpMethod method, string path, object? body)
        {
            using var request = new HttpRequestMessage(method, new Uri(host.Address, $"/api/v1/{path}"));
            request.Headers.Authorization = new("Bearer", key);
            if (body is not null) request.Content = JsonContent.Create(body);
            using var answer = await Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return new((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
        }
    }
}
