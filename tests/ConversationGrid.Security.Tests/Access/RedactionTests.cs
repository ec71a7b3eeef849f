using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Staff with the right remove the text of one message: whoever has it open sees it go, nobody reads it later, and it is written down.</summary>
public class RedactionTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    [Theory]
    [InlineData("rest")]
    [InlineData("hub")]
    public async Task Message_GoesFromOpenClients_Transcripts_ListsAndSearch(string way)
    {
        var word = $"redactword{way}";
        var (customer, token) = await grid.Rest.CustomerAsync();
        using var owner = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", token)).Peer!;
        var id = (await owner.CallAsync("Start", new { clientId = $"r-{way}" })).Result.GetProperty("conversationId").GetString()!;
        await owner.CallAsync("Resume", new { conversationId = id, after = 0 });
        var seq = (await owner.CallAsync("Post", new { conversationId = id, clientId = "m1", text = $"my {word} is private" })).Result.GetProperty("seq")
            .GetInt64();
        var siti = await grid.Rest.StaffAsync("siti");
        await WaitForAsync(async () => (await ListAsync(siti, word)).GetArrayLength() == 1);

        var removed = owner.PushAsync("event", e => e.GetProperty("type").GetString() == "messageRedacted");
        if (way == "rest") Assert.Equal(202, (await grid.Rest.SendAsync("DELETE", $"/api/v1/conversations/{id}/messages/{seq}", siti)).Status);
        else
        {
            using var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", siti)).Peer!;
            Assert.True((await desk.CallAsync("Redact", new { conversationId = id, seq })).IsOk);
        }
        Assert.Equal(seq, (await removed).GetProperty("data").GetProperty("messageSeq").GetInt64());
        foreach (var reader in (string[])[token, siti])
            Assert.DoesNotContain(word, (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}/events?limit=100", reader)).Body);
        Assert.Equal(404, (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}/messages/{seq}/original", siti)).Status);
        await WaitForAsync(async () => (await ListAsync(siti, word)).GetArrayLength() == 0);
        await WaitForAsync(
            async () => !(await grid.Rest.SendAsync("GET", "/api/v1/conversations?limit=100", siti)).Body.Contains(word, StringComparison.Ordinal));
        Assert.DoesNotContain(word, (await grid.Rest.SendAsync("GET", $"/api/v1/customers/{customer}/export", siti)).Body);

        var log = await grid.Service<ISecurityLog>().ReadAsync("demo", 0, 500);
        Assert.Contains(log, e => e is { ActorId: "siti", Action: SecurityActions.MessageRedacted } && e.Subject == customer && e.Detail == $"{id}.{seq}");
    }

    [Fact]
    public async Task Note_IsRemovedForStaff_AndTheCustomerHearsNothingOfIt()
    {
        var (_, token) = await grid.Rest.CustomerAsync();
        using var owner = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", token)).Peer!;
        var id = (await owner.CallAsync("Start", new { clientId = "r-note", text = "hello" })).Result.GetProperty("conversationId").GetString()!;
        var siti = await grid.Rest.StaffAsync("siti");
        using var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", siti)).Peer!;
        await desk.CallAsync("Open", new { conversationId = id, after = 0 });
        var seq = (await desk.CallAsync("Note", new { conversationId = id, clientId = "n1", text = "noteword about her" })).Result.GetProperty("seq")
            .GetInt64();
        var removed = desk.PushAsync("event", e => e.GetProperty("type").GetString() == "noteRedacted");
        Assert.True((await desk.CallAsync("Redact", new { conversationId = id, seq })).IsOk);
        await removed;
        Assert.DoesNotContain("noteword", (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}/events?limit=100", siti)).Body);
        var seen = (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}/events?limit=100", token)).Body;
        Assert.DoesNotContain("edacted", seen);
    }

    [Fact]
    public async Task WhatIsNoMessage_IsNotRemoved()
    {
        var (_, token) = await grid.Rest.CustomerAsync();
        using var owner = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", token)).Peer!;
        var id = (await owner.CallAsync("Start", new { clientId = "r-none", text = "hello" })).Result.GetProperty("conversationId").GetString()!;
        var siti = await grid.Rest.StaffAsync("siti");
        foreach (var seq in (string[])["0", "1", "900"])
            Assert.Equal(404, (await grid.Rest.SendAsync("DELETE", $"/api/v1/conversations/{id}/messages/{seq}", siti)).Status);
    }

    private async Task<JsonElement> ListAsync(string token, string word) =>
        (await grid.Rest.SendAsync("GET", $"/api/v1/conversations?q={word}", token)).Json.GetProperty("items");

    private static async Task WaitForAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await isSo()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException("The list did not follow within half a minute.");
    }
}
