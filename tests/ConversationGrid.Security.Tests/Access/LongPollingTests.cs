using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>A connection by long polling belongs to the session that opened it, ends with the token that opened it, and counts like a web socket.</summary>
[Collection(GridCollection.Name)]
public class LongPollingTests(GridInProcess grid)
{
    private const string Agent = "/hubs/agent";
    private const int ConnectionsPerUserMax = 100;

    [Fact]
    public async Task Connection_IsRefused_ToAnotherSubjectSessionAndHub()
    {
        var token = grid.Token(CallerRole.Supervisor, "siti");
        var id = await OpenAsync(Agent, token);
        foreach (var (who, other, hub) in (IEnumerable<(string, string, string)>)[
            ("another subject", grid.Token(CallerRole.Agent, "ben"), Agent), ("another session", grid.Token(CallerRole.Supervisor, "siti"), Agent),
            ("another workspace", grid.Token(CallerRole.Supervisor, "siti", GridInProcess.OtherWorkspace), Agent),
            ("a customer", (await grid.Rest.CustomerAsync()).Token, "/hubs/customer"), ("another hub", token, "/hubs/supervisor")])
        {
            Assert.True(await StatusAsync("GET", hub, id, other) == 404, $"{who} polls.");
            Assert.True(await StatusAsync("POST", hub, id, other, Call("Inbox")) == 404, $"{who} calls.");
            Assert.True(await StatusAsync("DELETE", hub, id, other) == 404, $"{who} ends it.");
        }
        Assert.Equal(200, await StatusAsync("POST", Agent, id, token, Call("Inbox")));
        Assert.Contains("\"invocationId\":\"1\"", (await grid.Rest.SendAsync("GET", $"{Agent}?id={id}", token)).Body, StringComparison.Ordinal);
        Assert.Equal(202, await StatusAsync("DELETE", Agent, id, token));
    }

    [Fact]
    public async Task Connection_EndsWithTheTokenThatOpenedIt()
    {
        var token = grid.Token(CallerRole.Supervisor, "siti", lifetime: TimeSpan.FromSeconds(6));
        var id = await OpenAsync(Agent, token);
        // A poll that waits when the token expires ends then.
        for (var ended = false; !ended;) ended = await StatusAsync("GET", Agent, id, token) is 204 or 401 or 404;
        Assert.Equal(401, await StatusAsync("POST", Agent, id, token, Call("Inbox")));
        Assert.Equal(404, await StatusAsync("POST", Agent, id, grid.Token(CallerRole.Supervisor, "siti"), Call("Inbox")));
    }

    [Fact]
    public async Task Connections_CountForTheUser_UntilTheyEnd()
    {
        var token = grid.Token(CallerRole.Agent, "aina");
        var one = await NegotiateAsync(Agent, token);
        var ids = new List<string>();
        for (var i = 0; i < ConnectionsPerUserMax; i++) ids.Add(await OpenAsync(Agent, token));
        Assert.Equal(429, await StatusAsync("GET", Agent, one, token));
        Assert.Equal(429, (await HubPeer.OpenAsync(grid.Address, Agent, token)).Status);
        foreach (var id in ids) await StatusAsync("DELETE", Agent, id, token);
        await Staffed.UntilAsync(async () =>
        {
            using var peer = (await HubPeer.OpenAsync(grid.Address, Agent, token)).Peer;
            return peer is not null;
        }, "the places of the ended connections are free");
    }

    /// <summary>Negotiates, polls once and shakes hands; the id that requests of the connection name.</summary>
    private async Task<string> OpenAsync(string hub, string token)
    {
        var id = await NegotiateAsync(hub, token);
        Assert.Equal(200, await StatusAsync("GET", hub, id, token));
        Assert.Equal(200, await StatusAsync("POST", hub, id, token, "{\"protocol\":\"json\",\"version\":1}\u001e"));
        Assert.Equal(200, await StatusAsync("GET", hub, id, token));
        return id;
    }

    private async Task<string> NegotiateAsync(string hub, string token)
    {
        var answer = await grid.Rest.SendAsync("POST", $"{hub}/negotiate?negotiateVersion=1", token, (HttpContent?)null);
        return answer.Text("connectionToken") ?? throw new InvalidOperationException($"negotiate answered {answer.Status} {answer.Body}");
    }

    private async Task<int> StatusAsync(string method, string hub, string id, string token, string? body = null) =>
        (await grid.Rest.SendAsync(method, $"{hub}?id={id}", token, body is null ? null : Rest.Json(Encoding.UTF8.GetBytes(body), "text/plain"))).Status;

    private static string Call(string method) => $"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"{method}\",\"arguments\":[]}}\u001e";
}
