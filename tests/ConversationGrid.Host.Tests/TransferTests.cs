using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>A transfer goes to somebody who can take it, says what speaks against it, and never comes straight back.</summary>
public class TransferTests
{
    [Fact]
    public async Task ToOneWhoCannotTakeIt_IsRefused_AndToAQueue_IsNotBackAtOnce()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var nur = await Person.CustomerAsync(host, "Nur");
        await aina.CallAsync("SetPresence", new { status = "online" });
        var id = (await nur.CallAsync("Start", new { clientId = "k", text = "hello" })).Text("conversationId")!;
        await nur.CallAsync("RequestHuman", new { conversationId = id });
        var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });

        var targets = await aina.CallAsync("TransferTargets", new { conversationId = id });
        Assert.Equal(["billing", "general"], targets.GetProperty("queues").EnumerateArray().Select(q => q.Text("queueId")!).Order());
        Assert.All(targets.GetProperty("queues").EnumerateArray(), q => Assert.Equal("nobodyOnline", q.Text("warning")));
        var ben = Assert.Single(targets.GetProperty("agents").EnumerateArray());
        Assert.Equal(("ben", "Ben", false, "absent"), (ben.Text("agentId"), ben.Text("name"), ben.GetProperty("canTake").GetBoolean(), ben.Text("why")));
        Assert.DoesNotContain("@", targets.ToString());

        foreach (var (to, code) in new[] { ("ben", "conflict"), ("aina", "conflict"), ("omar", "conflict"), ("siti", "conflict"), ("nosuch", "not_found") })
            Assert.Equal(code, await aina.CodeAsync("Transfer", new { conversationId = id, agentId = to, note = "" }));
        Assert.Equal("not_found", await aina.CodeAsync("Transfer", new { conversationId = id, queue = "nosuch", note = "" }));
        Assert.Equal("assigned", (await aina.GetAsync($"conversations/{id}")).Text("state"));

        var receipt = await aina.CallAsync("Transfer", new { conversationId = id, queue = "billing", note = "a refund" });
        Assert.Equal("nobodyOnline", receipt.Text("warning"));
        await aina.PushAsync("inbox", row => row.Text("conversationId") == id && row.Text("state") == "waiting" && row.Text("queue") == "billing");
        await using var ready = await Person.StaffAsync(host, "ben");
        await ready.CallAsync("SetPresence", new { status = "online" });
        await ready.PushAsync("offer", o => o.Text("conversationId") == id);
        Assert.Single(aina.Pushes(), p => p.Name == "offer");
    }
}
