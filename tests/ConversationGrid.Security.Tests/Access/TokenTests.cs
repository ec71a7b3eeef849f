using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>What a token can be made to say, and what that gains.</summary>
[Collection(GridCollection.Name)]
public class TokenTests(GridInProcess grid)
{
    [Fact]
    public async Task ForgedTokens_OpenNothing()
    {
        var right = await grid.Rest.StaffAsync("ben");
        foreach (var (how, token) in ForgedTokens.From(right, "admin"))
        {
            var answer = await grid.Rest.SendAsync("GET", "/api/v1/conversations", token);
            Assert.True((answer.Status, answer.Code) == (401, "unauthenticated"), $"{how}: {answer.Status}");
            foreach (var hub in (string[])["/hubs/customer", "/hubs/agent", "/hubs/supervisor"])
                Assert.True((await HubPeer.OpenAsync(grid.Address, hub, token)).Status == 401, $"{how} at {hub}");
        }
    }

    [Fact]
    public async Task OldRoleInAToken_GivesNoMoreThanTheDirectorySays()
    {
        // Ben is an agent now; this token is from a time when he was a supervisor.
        var token = grid.Token(CallerRole.Supervisor, "ben");
        Assert.Equal(403, (await HubPeer.OpenAsync(grid.Address, "/hubs/supervisor", token)).Status);
        using var customer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", (await grid.Rest.CustomerAsync()).Token)).Peer!;
        var id = (await customer.CallAsync("Start", new { clientId = "k" })).Result.GetProperty("conversationId").GetString();
        using var ben = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", token)).Peer!;
        Assert.Equal("not_found", (await ben.CallAsync("Open", new { conversationId = id, after = 0 })).Code);
        Assert.DoesNotContain(id!, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", token)).Body);
    }

    [Fact]
    public async Task AccountThatIsGone_OpensNothing()
    {
        var token = grid.Token(CallerRole.Admin, "left-last-week");
        Assert.Equal(401, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", token)).Status);
        foreach (var hub in (string[])["/hubs/customer", "/hubs/agent", "/hubs/supervisor"])
            Assert.Equal(401, (await HubPeer.OpenAsync(grid.Address, hub, token)).Status);
        Assert.Empty(grid.Errors);
    }

    [Fact]
    public async Task CustomerWithTheIdOfStaff_IsACustomer()
    {
        var token = grid.Token(CallerRole.Customer, "omar");
        Assert.Equal(403, (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", token)).Status);
        Assert.Empty((await grid.Rest.SendAsync("GET", "/api/v1/conversations", token)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task TokenOfAnUnknownWorkspace_OpensNothing()
    {
        var token = grid.Token(CallerRole.Admin, "omar", "nosuch");
        Assert.Equal(401, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", token)).Status);
    }

    [Fact]
    public async Task LiveConnection_EndsWithItsToken_AndAnExpiredTokenOpensNone()
    {
        var token = grid.Token(CallerRole.Supervisor, "siti", lifetime: TimeSpan.FromSeconds(8));
        using var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/supervisor", token)).Peer!;
        Assert.True((await peer.CallAsync("Board", null)).IsOk);
        await peer.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(401, (await HubPeer.OpenAsync(grid.Address, "/hubs/supervisor", token)).Status);
    }

    [Fact]
    public async Task TokenInAQuery_CountsForHubsOnly()
    {
        var token = await grid.Rest.StaffAsync("omar");
        Assert.Equal(401, (await grid.Rest.SendAsync("GET", $"/api/v1/conversations?access_token={token}")).Status);
    }
}
