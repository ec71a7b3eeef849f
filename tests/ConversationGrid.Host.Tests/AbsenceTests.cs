namespace ConversationGrid.Host.Tests;

/// <summary>The last agent leaves while a customer waits.</summary>
public class AbsenceTests
{
    [Fact]
    public async Task LastAgentLeaves_WhoWaitsIsOfferedACallBack_OnceForThatAbsence()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var omar = await Person.StaffAsync(host, "omar", "supervisor");
        await omar.RestOkAsync(HttpMethod.Put, "staff/aina", new { name = "Aina", email = $"aina@{host.Workspace}.test", capacity = 1 });
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var busy = await Person.CustomerAsync(host);
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await omar.RestOkAsync(HttpMethod.Put, "queues/general",
            new { name = "General", policy = new { whenNobodyIsThere = "callBack", absentAfter = "00:00:00.500" } });

        await aina.CallAsync("SetPresence", new { status = "online" });
        var first = (await busy.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
        await busy.CallAsync("RequestHuman", new { conversationId = first });
        await aina.CallAsync("Accept", new { offerId = (await aina.PushAsync("offer")).Text("offerId") });
        var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        await siti.PushAsync("inbox", e => e.Text("conversationId") == id && e.Text("state") == "waiting");
        await customer.CallAsync("Resume", new { conversationId = id, after = 0 });

        await aina.CallAsync("SetPresence", new { status = "away" });
        var told = await customer.EventAsync(id, "absenceAnnounced");
        Assert.True(told.GetProperty("data").GetProperty("callBack").GetBoolean());
        // A new place in the same line brings no second message; the offer after it proves that the place was taken.
        await siti.CallAsync("SetPriority", new { conversationId = id, priority = 3 });
        await aina.CallAsync("Resolve", new { conversationId = first });
        await aina.CallAsync("SetPresence", new { status = "online" });
        await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        var events = await customer.ResumeAsync(id);
        events.MustBeUnbroken();
        Assert.Single(events, e => e.Text("type") == "absenceAnnounced");
        Assert.Single(events, e => e.Text("type") == "messagePosted" && e.GetProperty("data").TryGetProperty("quickReplies", out _));
    }
}
