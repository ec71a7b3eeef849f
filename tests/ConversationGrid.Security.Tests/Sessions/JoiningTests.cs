using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>What an anonymous visitor said goes along to the person who signs in: by both proofs in one call, once, and nothing of anybody else.</summary>
public class JoiningTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private const string Sessions = "/api/v1/sessions/customer";

    [Fact]
    public async Task AnonymousConversation_GoesAlongWithTheSignIn_AndStaffSeeOnePerson()
    {
        var visitor = await OpenAsync(new { workspace = "demo", name = "Visitor", email = "visitor-joins@example.test" });
        using var anonymous = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", visitor.Token)).Peer!;
        var id = await StartAsync(anonymous, "join-1", "Where is my parcel joinword?");

        var nur = await OpenAsync(Signed("u-joins", "Nur"), visitor.Token);
        Assert.Equal(visitor.Id, nur.Joined);
        Assert.NotEqual(visitor.Id, nur.Id);

        // At once, and from the first message on.
        using var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", nur.Token)).Peer!;
        var resumed = await peer.CallAsync("Resume", new { conversationId = id, after = 0 });
        Assert.True(resumed.IsOk);
        Assert.Contains("joinword", resumed.Result.GetRawText());
        // The anonymous session is over, its connection too.
        await anonymous.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(401, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", visitor.Token)).Status);
        Assert.NotEqual(visitor.Id, (await OpenAsync(new { workspace = "demo" }, visitor.Token)).Id);

        var siti = await grid.Rest.StaffAsync("siti");
        var listed = await WaitForAsync(siti, $"/api/v1/conversations?customerId={nur.Id}", list => Ids(list).Contains(id));
        Assert.Equal("Nur", listed.EnumerateArray().First(c => c.GetProperty("conversationId").GetString() == id).GetProperty("customerName").GetString());
        Assert.Empty(Ids((await grid.Rest.SendAsync("GET", $"/api/v1/conversations?customerId={visitor.Id}", siti)).Json.GetProperty("items")));
        // Found by what either of both is known as.
        foreach (var words in (string[])["visitor-joins@example.test", "joinword", nur.Id, "u-joins"])
            await WaitForAsync(siti, $"/api/v1/conversations?q={Uri.EscapeDataString(words)}", list => Ids(list).Contains(id));
        Assert.Equal(nur.Id, (await grid.Rest.SendAsync("GET", $"/api/v1/customers/{visitor.Id}", siti)).Text("joinedInto"));
    }

    [Fact]
    public async Task SameClientId_BeforeAndAfterTheSignIn_GivesTheSameReceipt()
    {
        var visitor = await OpenAsync(new { workspace = "demo" });
        using var anonymous = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", visitor.Token)).Peer!;
        var id = await StartAsync(anonymous, "join-2", null);
        var first = await anonymous.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "sent before the sign-in" });
        var nur = await OpenAsync(Signed("u-receipts"), visitor.Token);
        using var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", nur.Token)).Peer!;
        Assert.Equal(id, await StartAsync(peer, "join-2", null));
        var again = await peer.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "sent before the sign-in" });
        Assert.Equal(first.Result.GetProperty("seq").GetInt64(), again.Result.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Joined_IsNobodyElses_AndNoSecondTime()
    {
        var visitor = await OpenAsync(new { workspace = "demo" });
        using (var anonymous = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", visitor.Token)).Peer!) await StartAsync(anonymous, "join-3", "mine");
        var ann = await OpenAsync(Signed("u-ann-joins"), visitor.Token);
        var bea = await OpenAsync(Signed("u-bea-joins"), visitor.Token);
        Assert.Equal((visitor.Id, (string?)null), (ann.Joined, bea.Joined));
        Assert.Empty(Ids((await grid.Rest.SendAsync("GET", "/api/v1/conversations", bea.Token)).Json.GetProperty("items")));
        Assert.Equal([visitor.Id], (await grid.CustomerAsync("demo", ann.Id)).Absorbed);
        Assert.Empty((await grid.CustomerAsync("demo", bea.Id)).Absorbed);
    }

    [Theory]
    [InlineData("a proven person's token")]
    [InlineData("forged")]
    [InlineData("staff")]
    [InlineData("another workspace")]
    [InlineData("signed out")]
    [InlineData("blocked")]
    [InlineData("an old token without a proof of a proven person")]
    public async Task Token_ThatIsNoAnonymousSessionOfThisWorkspace_MovesNothing(string what)
    {
        var victim = await OpenAsync(what.Contains("proven person") ? Signed($"u-victim-{what.Length}") : new { workspace = "demo" });
        string id;
        using (var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", victim.Token)).Peer!)
            id = await StartAsync(peer, $"join-{what.Length}", "private");
        if (what == "signed out") Assert.Equal(204, (await grid.Rest.SendAsync("POST", $"{Sessions}/logout", victim.Token)).Status);
        if (what == "blocked")
            Assert.Null((await grid.Service<IGrid>().Customer(new("demo", victim.Id)).ExecuteAsync(
                new BlockCustomer(new(CallerRole.Agent, new(ActorKind.Agent, "aina"), []), true, null))).Refusal);
        var older = what switch
        {
            "forged" => ForgedTokens.OtherKey(victim.Token),
            "staff" => grid.Token(CallerRole.Admin, victim.Id),
            "another workspace" => grid.Token(CallerRole.Customer, victim.Id, GridInProcess.OtherWorkspace),
            "an old token without a proof of a proven person" => grid.Token(CallerRole.Customer, victim.Id),
            _ => victim.Token,
        };
        var thief = await OpenAsync(Signed($"u-thief-{what.Length}"), older);
        Assert.Null(thief.Joined);
        Assert.Equal(404, (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}", thief.Token)).Status);
        Assert.Null((await grid.CustomerAsync("demo", victim.Id)).JoinedInto);
    }

    [Fact]
    public async Task WrongProof_IsRefused_AndLeavesTheAnonymousPersonAsItIs()
    {
        var visitor = await OpenAsync(new { workspace = "demo" });
        string id;
        using (var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", visitor.Token)).Peer!) id = await StartAsync(peer, "join-9", "mine");
        var wrong = await grid.Rest.SendAsync("POST", Sessions, visitor.Token,
            (object)new { workspace = "demo", externalId = "u-x", signature = new string('0', 64) });
        Assert.Equal(401, wrong.Status);
        Assert.Equal(200, (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}", visitor.Token)).Status);
        Assert.Null((await grid.CustomerAsync("demo", visitor.Id)).JoinedInto);
    }

    private static object Signed(string externalId, string? name = null) => new
    {
        workspace = "demo", externalId, name,
        signature = Convert.ToHexStringLower(HMACSHA256.HashData("demo-identity-secret"u8, Encoding.UTF8.GetBytes(externalId))),
    };

    private async Task<(string Id, string Token, string? Joined)> OpenAsync(object body, string? older = null)
    {
        var answer = await grid.Rest.SendAsync("POST", Sessions, older, body);
        Assert.True(answer.Status == 201, answer.Body);
        return (answer.Text("customerId")!, answer.Text("token")!, answer.Text("joinedCustomerId"));
    }

    private static async Task<string> StartAsync(HubPeer peer, string clientId, string? text)
    {
        var answer = await peer.CallAsync("Start", new { clientId, text });
        Assert.True(answer.IsOk);
        return answer.Result.GetProperty("conversationId").GetString()!;
    }

    private static IReadOnlyList<string> Ids(JsonElement items) => [.. items.EnumerateArray().Select(c => c.GetProperty("conversationId").GetString()!)];

    private async Task<JsonElement> WaitForAsync(string token, string path, Func<JsonElement, bool> isThere)
    {
        for (var i = 0; i < 300; i++)
        {
            var items = (await grid.Rest.SendAsync("GET", path, token)).Json.GetProperty("items");
            if (isThere(items)) return items;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException($"{path} did not list the conversation within half a minute.");
    }
}
