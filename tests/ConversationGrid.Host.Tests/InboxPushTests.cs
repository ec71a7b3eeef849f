using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>The desks' lists are kept live by pushes: what a member of staff may see, when it changes, and nothing else.</summary>
public class InboxPushTests
{
    [Fact]
    public async Task Inbox_IsPushedForEveryChange_ToThoseWhoMaySeeIt()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var ben = await Person.StaffAsync(host, "ben");
        await using var siti = await Person.StaffAsync(host, "siti");
        await Delivery.PublishAsync(host);

        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "How long does delivery take?" })).Text("conversationId")!;
        bool IsMine(JsonElement e) => e.Text("conversationId") == id;
        await siti.PushAsync("inbox", e => IsMine(e) && e.Text("lastText") is not null);
        Assert.Empty(Inboxes(aina, id));

        await customer.CallAsync("RequestHuman", new { conversationId = id });
        foreach (var agent in (Person[])[aina, ben])
        {
            var waiting = await agent.PushAsync("inbox", e => IsMine(e) && e.Text("state") == "waiting");
            Assert.NotNull(waiting.Text("waitingSince"));
            Assert.Equal(("general", "Nur"), (waiting.Text("queue"), waiting.Text("customerName")));
        }
        await customer.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "I wait and I am very angry" });
        var angry = await ben.PushAsync("inbox", e => IsMine(e) && e.Text("lastText") == "I wait and I am very angry");
        Assert.True(angry.GetProperty("mood").GetDouble() < 0);
        Assert.InRange(angry.GetProperty("risk").GetDouble(), 0.01, 1);

        await aina.CallAsync("SetPresence", new { status = "online" });
        var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });
        var gone = await ben.PushAsync("inbox", e => IsMine(e) && e.TryGetProperty("gone", out _));
        Assert.Equal(["conversationId", "gone"], gone.EnumerateObject().Select(p => p.Name));
        var before = Inboxes(ben, id).Count;
        await aina.CallAsync("Post", new { conversationId = id, clientId = "a1", text = "for Nur alone" });
        await siti.PushAsync("inbox", e => IsMine(e) && e.Text("lastText") == "for Nur alone");
        await aina.PushAsync("inbox", e => IsMine(e) && e.Text("lastText") == "for Nur alone");
        Assert.Equal(before, Inboxes(ben, id).Count);
    }

    [Fact]
    public async Task Inbox_GathersManyChangesOfOneConversation()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, "--Grid:Gateway:InboxEvery", "00:00:01");
        await using var customer = await Person.CustomerAsync(host);
        await using var siti = await Person.StaffAsync(host, "siti");
        var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        for (var i = 1; i <= 50; i++)
            await customer.CallAsync("Post", new { conversationId = id, clientId = $"m{i}", text = $"message {i}" });
        await siti.PushAsync("inbox", e => e.Text("conversationId") == id && e.Text("lastText") == "message 50");
        Assert.InRange(Inboxes(siti, id).Count, 1, 10);
    }

    [Fact]
    public async Task Viewers_SeeWhoIsThere_WhoeverCameFirst()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host);
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var omar = await Person.StaffAsync(host, "omar");
        var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;

        await siti.CallAsync("Open", new { conversationId = id, after = 0 });
        await omar.CallAsync("Open", new { conversationId = id, after = 0 });

        Assert.Equal("opened", (await siti.PushAsync("presence", p => p.GetProperty("by").Text("id") == "omar")).Text("state"));
        Assert.Equal("viewing", (await omar.PushAsync("presence", p => p.GetProperty("by").Text("id") == "siti")).Text("state"));
        Assert.DoesNotContain(customer.Pushes(), p => p.Name == "presence");
    }

    [Fact]
    public async Task Places_AreToldToThoseWhoWait_AndMoveUp()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var nur = await Person.CustomerAsync(host, "Nur");
        await using var raj = await Person.CustomerAsync(host, "Raj");
        var (first, second) = (await WaitAsync(nur), await WaitAsync(raj));

        await nur.PushAsync("presence", p => p.Text("conversationId") == first && p.GetProperty("position").GetInt32() == 1);
        await raj.PushAsync("presence", p => p.Text("conversationId") == second && p.GetProperty("position").GetInt32() == 2);
        await nur.CallAsync("Close", new { conversationId = first });
        await raj.PushAsync("presence", p => p.GetProperty("position").GetInt32() == 1);
        Assert.All(raj.Pushes().Where(p => p.Name == "presence"), p => Assert.Equal(second, p.Argument.Text("conversationId")));

        static async Task<string> WaitAsync(Person customer)
        {
            var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
            await customer.CallAsync("Resume", new { conversationId = id, after = 0 });
            await customer.CallAsync("RequestHuman", new { conversationId = id });
            return id;
        }
    }

    private static List<JsonElement> Inboxes(Person person, string id) =>
        [.. person.Pushes().Where(p => p.Name == "inbox" && p.Argument.Text("conversationId") == id).Select(p => p.Argument)];
}
