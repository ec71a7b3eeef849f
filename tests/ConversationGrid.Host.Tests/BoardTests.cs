namespace ConversationGrid.Host.Tests;

/// <summary>The board says what the journal says, counted here from the events alone.</summary>
public class BoardTests
{
    [Fact]
    public async Task Board_EqualsWhatTheEventsAddUpTo()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await Delivery.PublishAsync(host);
        await aina.CallAsync("SetPresence", new { status = "online" });
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var id = (await customer.CallAsync("Start", new { clientId = $"k{i}", text = "hello there" })).Text("conversationId")!;
            ids.Add(id);
            if (i == 5) continue;
            await customer.CallAsync("RequestHuman", new { conversationId = id });
            if (i == 4) continue;
            var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
            await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });
            if (i == 1) await aina.CallAsync("Resolve", new { conversationId = id });
            if (i == 2) await aina.CallAsync("Snooze", new { conversationId = id, until = TimeProvider.System.GetUtcNow().AddHours(1) });
        }
        await aina.PushAsync("offer", o => o.Text("conversationId") == ids[4]);
        ids.Add((await customer.CallAsync("Start", new { clientId = "k6", text = "hello there" })).Text("conversationId")!);
        await customer.CallAsync("Close", new { conversationId = ids[6] });
        await customer.CallAsync("Post", new { conversationId = ids[6], clientId = "m1", text = "How long does standard delivery take?" });
        await customer.CallAsync("Close", new { conversationId = ids[6] });
        await siti.CallAsync("Board");
        var events = new Dictionary<string, List<string>>();
        foreach (var id in ids)
            events[id] = [.. (await siti.GetAsync($"conversations/{id}/events?limit=500")).GetProperty("events").EnumerateArray().Select(e => e.Text("type")!)];
        var states = events.Values.Select(StateAfter).ToList();
        Assert.Equal(["assigned", "resolved", "snoozed", "assigned", "offered", "bot", "closed"], states);

        // Nothing happens any more: the next board that has caught up is the last word. Both episodes of the last one ended without a human, beside five
        // hand-overs; only an end by silence is taken back when the customer returns.
        var board = await siti.PushAsync("board", b => b.GetProperty("conversations").Number("inFlight") == states.Count(s => s is not ("resolved" or "closed"))
            && b.GetProperty("conversations").Number("offered") == 1 && b.GetProperty("conversations").Number("snoozed") == 1
            && b.GetProperty("conversations").Number("startedToday") == 8
            && b.GetProperty("automationRate").GetDouble() == 0.286);
        var counts = board.GetProperty("conversations");
        foreach (var state in (string[])["bot", "waiting", "offered", "assigned", "snoozed"])
            Assert.Equal(states.Count(s => s == state), counts.Number(state));
        Assert.Equal(events.Values.Sum(e => e.Count(t => t is "conversationStarted" or "reopened")), counts.Number("startedToday"));
        Assert.Equal(events.Values.Sum(e => e.Count(t => t == "handoffRequested")), counts.Number("handedOverToday"));
        // Two assigned and one offered; the snoozed one gave its place back.
        Assert.Equal(3, board.GetProperty("agents").EnumerateArray().Single(a => a.Text("agentId") == "aina").Number("load"));
    }

    private static string StateAfter(List<string> types)
    {
        var state = "";
        foreach (var type in types)
            state = type switch
            {
                "conversationStarted" or "reopened" => "bot",
                "handoffRequested" or "offerWithdrawn" => "waiting",
                "offered" or "assigned" or "resolved" or "closed" or "snoozed" => type,
                _ => state,
            };
        return state;
    }
}
