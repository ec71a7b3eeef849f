using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>What a customer is typing is read before it is sent: staff learn of danger and anger, and the draft is kept nowhere.</summary>
public class DraftTests
{
    [Fact]
    public async Task DangerThatIsBeingTyped_IsSeenByTheAgent_AndToldToSupervisors_Once()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await using var omar = await Person.StaffAsync(host, "omar");
        await using var aina = await Person.StaffAsync(host, "aina");
        await aina.CallAsync("SetPresence", new { status = "online" });
        await using var nur = await Person.CustomerAsync(host, "Nur");
        var id = (await nur.CallAsync("Start", new { clientId = "k", text = "hello" })).Text("conversationId")!;
        await omar.RestOkAsync(HttpMethod.Post, $"conversations/{id}/assign", new { agentId = "aina" });
        await aina.CallAsync("Open", new { conversationId = id, after = 0 });

        await nur.CallAsync("Typing", new { conversationId = id, draft = "when do you open tomorrow" });
        await aina.PushAsync("typing");
        Assert.DoesNotContain(aina.Pushes(), p => p.Name == "typing" && p.Argument.TryGetProperty("draft", out _));

        foreach (var draft in new[] { "there is smoke from the zq9charger", "there is smoke from the zq9charger and fire" })
            await nur.CallAsync("Typing", new { conversationId = id, draft });
        var read = await aina.PushAsync("typing", p => p.TryGetProperty("draft", out _));
        Assert.Equal(3, read.GetProperty("draft").GetProperty("priority").GetInt32());
        Assert.Equal("urgent", (await siti.PushAsync("alert", a => a.Text("conversationId") == id)).Text("kind"));
        Assert.Single(siti.Pushes(), p => p.Name == "alert" && p.Argument.Text("conversationId") == id);

        Assert.DoesNotContain(nur.Pushes(), p => p.Argument.ToString().Contains("draft", StringComparison.Ordinal));
        var kept = await aina.CallAsync("Open", new { conversationId = id, after = 0 });
        Assert.DoesNotContain("zq9", kept.ToString() + string.Join(' ', aina.Pushes()) + host.Log, StringComparison.Ordinal);
    }
}
