using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>Who a customer's session stands for, how long, and that only the session itself proves it.</summary>
public class CustomerSessionTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private const string Sessions = "/api/v1/sessions/customer";

    [Fact]
    public async Task Logout_RefusesTheToken_EndsItsConnections_AndNoOthers()
    {
        var (_, token) = await grid.Rest.CustomerAsync();
        var (_, other) = await grid.Rest.CustomerAsync();
        using var mine = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", token)).Peer!;
        using var second = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", token)).Peer!;
        using var others = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", other)).Peer!;

        Assert.Equal(204, (await grid.Rest.SendAsync("POST", $"{Sessions}/logout", token)).Status);
        await Task.WhenAll(mine.Closed, second.Closed).WaitAsync(TimeSpan.FromSeconds(2));
        Assert.Equal((401, "unauthenticated"), await AskAsync(token));
        Assert.Equal(401, (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", token)).Status);
        Assert.Equal(401, (await grid.Rest.SendAsync("POST", "/hubs/customer/negotiate?negotiateVersion=1", token)).Status);
        Assert.Equal(200, (await AskAsync(other)).Status);
        Assert.True((await others.CallAsync("Start", new { clientId = "k" })).IsOk);
        Assert.False(others.Closed.IsCompleted);
    }

    [Fact]
    public async Task Logout_EndsTheRenewedTokensOfTheSession_AndItsRenewal()
    {
        var first = await OpenAsync(new { workspace = "demo" });
        var renewed = await OpenAsync(new { workspace = "demo" }, first.Token);
        Assert.Equal(first.Id, renewed.Id);
        Assert.Equal(204, (await grid.Rest.SendAsync("POST", $"{Sessions}/logout", renewed.Token)).Status);
        Assert.Equal(401, (await AskAsync(first.Token)).Status);
        Assert.NotEqual(first.Id, (await OpenAsync(new { workspace = "demo" }, first.Token)).Id);
    }

    [Fact]
    public async Task Logout_OfOneDevice_LeavesTheOthersOfTheSamePersonAlone()
    {
        var (phone, laptop) = (await OpenAsync(Signed("u-two-devices")), await OpenAsync(Signed("u-two-devices")));
        Assert.Equal(phone.Id, laptop.Id);
        await grid.Rest.SendAsync("POST", $"{Sessions}/logout", phone.Token);
        Assert.Equal((401, 200), ((await AskAsync(phone.Token)).Status, (await AskAsync(laptop.Token)).Status));
    }

    [Fact]
    public async Task Anonymous_WhoComesBackAfterTheTokensLifetime_IsTheSamePerson()
    {
        var id = (await grid.Rest.CustomerAsync()).Id;
        var late = grid.Token(CallerRole.Customer, id, lifetime: TimeSpan.FromDays(-30));
        Assert.Equal(401, (await AskAsync(late)).Status);
        var back = await OpenAsync(new { workspace = "demo" }, late);
        Assert.Equal(id, back.Id);
        Assert.Equal(200, (await AskAsync(back.Token)).Status);
        Assert.NotEqual(id, (await OpenAsync(new { workspace = "demo" }, grid.Token(CallerRole.Customer, id, lifetime: TimeSpan.FromDays(-91)))).Id);
    }

    [Theory]
    [InlineData("a garbage token")]
    [InlineData("forged")]
    [InlineData("staff")]
    [InlineData("another workspace")]
    public async Task Token_OfSomebodyElse_RenewsNothing(string what)
    {
        var (id, token) = await grid.Rest.CustomerAsync();
        var older = what switch
        {
            "forged" => ForgedTokens.OtherKey(token),
            "staff" => grid.Token(CallerRole.Admin, "omar"),
            "another workspace" => grid.Token(CallerRole.Customer, id, GridInProcess.OtherWorkspace),
            _ => what,
        };
        var opened = await OpenAsync(new { workspace = "demo" }, older);
        Assert.DoesNotContain(opened.Id, (string[])[id, "omar"]);
    }

    [Fact]
    public async Task SignedIn_ThenThePageWithoutIdentity_IsANewEmptyPerson()
    {
        var ann = await OpenAsync(Signed("u-ann"));
        using (var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", ann.Token)).Peer!)
            Assert.True((await peer.CallAsync("Start", new { clientId = "k", text = "my secret question" })).IsOk);
        var next = await OpenAsync(new { workspace = "demo" }, ann.Token);
        Assert.NotEqual(ann.Id, next.Id);
        Assert.Empty((await grid.Rest.SendAsync("GET", "/api/v1/conversations", next.Token)).Json.GetProperty("items").EnumerateArray());
        // A token of an earlier version, which says nothing of a proof.
        Assert.NotEqual(ann.Id, (await OpenAsync(new { workspace = "demo" }, grid.Token(CallerRole.Customer, ann.Id))).Id);
    }

    [Theory]
    [InlineData("omar")]
    [InlineData("siti")]
    [InlineData("ben")]
    public async Task MessageThatIsFiled_ProvesNothing_AndChangesNoProvenProfile(string staff)
    {
        var nur = await OpenAsync(Signed("u-nur", "Nur", "nur@example.test"));
        using var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", nur.Token)).Peer!;
        var proven = (await peer.CallAsync("Start", new { clientId = $"p-{staff}", text = "What is my account balance?" })).Result.GetProperty("conversationId")
            .GetString()!;
        Assert.Contains("120.50", await AnswerAsync(nur.Token, proven));

        var token = await grid.Rest.StaffAsync(staff);
        var filed = await grid.Rest.SendAsync("POST", "/api/v1/conversations", token, (object)new
        {
            channel = "api", clientId = $"f-{staff}", text = "What is my account balance?",
                customer = new { externalId = "u-nur", name = "Mallory", email = "mallory@example.test" },
        });
        Assert.Equal(201, filed.Status);
        Assert.Equal(nur.Id, filed.Text("customerId"));
        var answer = await AnswerAsync(nur.Token, filed.Text("conversationId")!);
        Assert.DoesNotContain("120.50", answer);
        Assert.Contains("e-mail", answer);
        var profile = await grid.CustomerAsync("demo", nur.Id);
        Assert.Equal(("Nur", "nur@example.test"), (profile.Name, profile.Email));
    }

    private static object Signed(string externalId, string? name = null, string? email = null) => new
    {
        workspace = "demo", externalId, name, email,
        signature = Convert.ToHexStringLower(HMACSHA256.HashData("demo-identity-secret"u8, Encoding.UTF8.GetBytes(externalId))),
    };

    private async Task<(string Id, string Token)> OpenAsync(object body, string? older = null)
    {
        var answer = await grid.Rest.SendAsync("POST", Sessions, older, body);
        Assert.True(answer.Status == 201, answer.Body);
        return (answer.Text("customerId")!, answer.Text("token")!);
    }

    private async Task<(int Status, string Code)> AskAsync(string token) =>
        await grid.Rest.SendAsync("GET", "/api/v1/conversations", token) is var answer ? (answer.Status, answer.Code) : default;

    /// <summary>What the assistant said first.</summary>
    private async Task<string> AnswerAsync(string token, string conversationId)
    {
        for (var i = 0; i < 300; i++)
        {
            var events = (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{conversationId}/events", token)).Json.GetProperty("events");
            foreach (var e in events.EnumerateArray())
                if (e.GetProperty("type").GetString() == "messagePosted" && e.GetProperty("by").GetProperty("kind").GetString() == "bot")
                    return e.GetProperty("data").GetProperty("text").GetString()!;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException($"The assistant did not answer in '{conversationId}' within 30 seconds.");
    }
}
