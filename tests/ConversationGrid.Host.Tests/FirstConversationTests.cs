using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>The whole first conversation of the protocol page, over the hubs, against the real host.</summary>
public class FirstConversationTests
{
    [Theory, Stores]
    public async Task Conversation_FromFirstQuestionToRating_GoesByTheProtocol(StoreKind store)
    {
        await using var host = await SharedHost.WorkspaceAsync(store);
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await using var aina = await Person.StaffAsync(host, "aina");
        await Delivery.PublishAsync(host);

        var started = await customer.CallAsync("Start", new { clientId = "k1", text = "How long does delivery take?", locale = "en" });
        var id = started.Text("conversationId")!;
        Assert.Equal(started.ToString(), (await customer.CallAsync("Start", new { clientId = "k1", text = "How long does delivery take?" })).ToString());
        (await customer.ResumeAsync(id)).MustBeUnbroken();
        var answer = await AnswerAsync(customer, id);
        Assert.NotEmpty(answer.GetProperty("data").GetProperty("citations")[0].Text("articleId")!);

        Assert.Equal("online", (await aina.CallAsync("SetPresence", new { status = "online" })).Text("status"));
        await customer.CallAsync("RequestHuman", new { conversationId = id, reason = "please" });
        var posted = await customer.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "  I am very angry, this is terrible!  " });
        Assert.Equal(posted.ToString(), (await customer.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "again" })).ToString());
        var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        Assert.Contains(id, (await aina.CallAsync("Inbox")).GetProperty("offers").ToString());
        var accepted = await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });
        var open = await aina.CallAsync("Open", new { conversationId = id, after = 0 });
        Assert.True(open.Number("last") >= accepted.Number("seq"));

        await aina.CallAsync("Post", new { conversationId = id, clientId = "a1", text = "I am sorry." });
        await aina.CallAsync("Note", new { conversationId = id, clientId = "n1", text = "canary-note" });
        Assert.Equal("I am sorry.", (await customer.PushAsync("event", e => e.GetProperty("by").Text("kind") == "agent" && e.Text("type") == "messagePosted"))
            .GetProperty("data").Text("text"));
        await aina.CallAsync("Suggest", new { conversationId = id });
        await aina.CallAsync("Resolve", new { conversationId = id, disposition = "solved" });
        await customer.EventAsync(id, "surveyOffered");
        await customer.CallAsync("Rate", new { conversationId = id, score = 5, comment = "thanks" });
        await aina.EventAsync(id, "rated");

        var seen = await customer.ResumeAsync(id);
        seen.MustBeUnbroken();
        Assert.DoesNotContain(seen, e => e.ToString().Contains("canary-note") || e.ToString().Contains("analysis") || e.ToString().Contains("\"reason\""));
        Assert.Equal(["conversationStarted", "messagePosted", "messagePosted", "handoffRequested", "messagePosted", "assigned", "messagePosted", "resolved",
            "surveyOffered", "rated"], seen.Select(e => e.Text("type")));
        Assert.Equal("I am very angry, this is terrible!", seen[4].GetProperty("data").Text("text"));
        var staff = (await aina.CallAsync("Open", new { conversationId = id, after = 0 })).GetProperty("events").EnumerateArray().ToList();
        staff.MustBeUnbroken();
        var analysed = staff.Single(e => e.GetProperty("data").Text("text") == "I am very angry, this is terrible!").GetProperty("data")
            .GetProperty("analysis");
        Assert.Equal("negative", analysed.GetProperty("sentiment").Text("label"));
        var pushed = customer.Pushes().Where(p => p.Name == "event" && p.Argument.Text("conversationId") == id).Select(p => p.Argument).ToList();
        Assert.Equal(pushed.Select(e => e.Number("seq")).Distinct().Order(), pushed.Select(e => e.Number("seq")));
        pushed.MustBeUnbroken(pushed[0].Number("prev"));
    }

    [Theory, Stores]
    public async Task Offer_IsMadeToOneAgentAtATime_AndGoesOnWhenDeclined(StoreKind store)
    {
        await using var host = await SharedHost.WorkspaceAsync(store);
        await using var customer = await Person.CustomerAsync(host);
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var ben = await Person.StaffAsync(host, "ben");
        await aina.CallAsync("SetPresence", new { status = "online" });
        await ben.CallAsync("SetPresence", new { status = "online" });
        var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });

        var first = await Task.WhenAny(aina.PushAsync("offer"), ben.PushAsync("offer")).Unwrap();
        var (taker, other) = aina.Pushes().Any(p => p.Name == "offer") ? (aina, ben) : (ben, aina);
        Assert.DoesNotContain(other.Pushes(), p => p.Name == "offer");
        Assert.Equal("conflict", await other.CodeAsync("Accept", new { offerId = first.Text("offerId") }));
        await taker.CallAsync("Decline", new { offerId = first.Text("offerId"), reason = "busy" });
        Assert.Equal("conflict", await taker.CodeAsync("Accept", new { offerId = first.Text("offerId") }));
        var second = await other.PushAsync("offer");
        await other.CallAsync("Accept", new { offerId = second.Text("offerId") });
        // It was never the first agent's, and waits in no queue any more: to it, there is nothing.
        Assert.Equal("not_found", await taker.CodeAsync("Post", new { conversationId = id, clientId = "x", text = "me too" }));
        await customer.CallAsync("Resume", new { conversationId = id, after = 0 });
        Assert.Single(await customer.ResumeAsync(id), e => e.Text("type") == "assigned");
    }

    private static async Task<JsonElement> AnswerAsync(Person customer, string id)
    {
        for (var i = 0; i < 500; i++)
        {
            foreach (var e in await customer.ResumeAsync(id))
                if (e.GetProperty("by").Text("kind") == "bot" && e.Text("type") == "messagePosted") return e;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        throw new TimeoutException("The assistant did not answer.");
    }
}
