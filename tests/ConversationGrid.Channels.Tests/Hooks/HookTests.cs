using System.Net;
using System.Net.Http.Json;
using ConversationGrid.Channels.Hooks;
using ConversationGrid.Contracts;

namespace ConversationGrid.Channels.Tests.Hooks;

/// <summary>A channel by signed calls, out and in, against the real host.</summary>
public class HookTests
{
    private static Task<GridHere> HostAsync(BridgeDouble bridge, params string[] more) => GridHere.StartAsync(null,
    [
        "--Grid:Channels:Hooks:demo:whatsapp:Url", bridge.Url, "--Grid:Channels:Hooks:demo:whatsapp:Secret", BridgeDouble.Secret,
        "--Grid:Channels:Hooks:demo:whatsapp:TextMax", "200", "--Grid:Channels:Hooks:demo:whatsapp:Assistant", "Silent",
        "--Grid:Channels:Hooks:demo:telegram:Url", bridge.Url, "--Grid:Channels:Hooks:demo:telegram:Secret", BridgeDouble.Secret, .. more,
    ]);

    private static async Task<string> WriteAsync(GridHere here, string id, string text, string from = "+60 12-345", string channel = "whatsapp")
    {
        var answer = await BridgeDouble.SendAsync(here, channel, id, new { type = "message", from, name = "Nur", text });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<HookReceipt>())!.ConversationId;
    }

    [Fact]
    public async Task Messages_GoOutInOrder_OnceEach_AlsoWhenTheOtherSideFails()
    {
        await using var bridge = await BridgeDouble.StartAsync();
        await using var here = await HostAsync(bridge);
        var id = await WriteAsync(here, "w1", "Where is my sofa?");
        Assert.Equal(id, await WriteAsync(here, "w1", "Where is my sofa?"));
        Assert.Equal(id, await WriteAsync(here, "w2", "Hello?"));
        // Failed, failed after it was taken, and slow down.
        foreach (var answer in (int[])[500, -503, 429]) bridge.Answers.Enqueue(answer);
        await here.AgentWritesAsync(id, "**On** its way.");
        await here.AgentWritesAsync(id, $"{new string('a', 150)}\n\n{new string('b', 100)}");
        await Until.TrueAsync(() => bridge.Shown.Count >= 3, "all parts are shown");

        var shown = bridge.Shown.ToList();
        Assert.Equal(["On its way.", new string('a', 150), new string('b', 100)], shown.Select(m => m.Text));
        Assert.All(shown, m => Assert.Equal(("+60 12-345", "agent"), (m.To, m.By)));
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).OfType<DeliverySent>().Count() == 2, "both are sent");
        var events = await here.EventsAsync(id);
        Assert.Equal(2, events.Count(e => e is MessagePosted { ByKind: ActorKind.Customer }));
        Assert.Equal(3, events.OfType<DeliveryDeferred>().Count());
        Assert.Equal([1, 2, 3], events.OfType<DeliveryDeferred>().Select(e => e.Attempt));
        Assert.DoesNotContain("sofa", here.Log);
        Assert.DoesNotContain("345", here.Log);
    }

    [Fact]
    public async Task Refusal_IsShownToStaff_AndAlerts()
    {
        await using var bridge = await BridgeDouble.StartAsync();
        await using var here = await HostAsync(bridge);
        var id = await WriteAsync(here, "w1", "Hello");
        bridge.Answers.Enqueue(404);
        await here.AgentWritesAsync(id, "Hello Nur");
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is AlertRaised { Kind: "deliveryFailed" }), "staff are alerted");
        Assert.Equal(DeliveryProblem.AddressUnknown, (await here.EventsAsync(id)).OfType<DeliveryFailed>().Single().Problem);
        Assert.Single((await here.SendAsync(HttpMethod.Get, $"/api/v1/conversations/{id}/events?limit=100")).GetProperty("events").EnumerateArray(),
            e => e.GetProperty("type").GetString() == "deliveryFailed");
    }

    [Fact]
    public async Task Status_OfTheOtherSide_IsShown_ForItsOwnChannelOnly()
    {
        await using var bridge = await BridgeDouble.StartAsync();
        await using var here = await HostAsync(bridge);
        var id = await WriteAsync(here, "w1", "Hello");
        await here.AgentWritesAsync(id, "Hello Nur");
        await Until.TrueAsync(() => !bridge.Shown.IsEmpty, "it is shown");
        var message = bridge.Shown.Single();
        Assert.Equal(HttpStatusCode.NotFound, (await BridgeDouble.SendAsync(here, "telegram", "s0", new { type = "status", id = message.Id,
            status = "failed" }))
            .StatusCode);
        await BridgeDouble.SendAsync(here, "whatsapp", "s1", new { type = "status", id = message.Id, status = "delivered" });
        await BridgeDouble.SendAsync(here, "whatsapp", "s2", new { type = "status", id = message.Id, status = "read" });
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is DeliveryConfirmed), "it is confirmed");
        Assert.Single(await here.EventsAsync(id), e => e is DeliveryConfirmed);
    }

    [Fact]
    public async Task Assistant_SaysInItsFirstMessage_ThatItIsAnAi()
    {
        await using var bridge = await BridgeDouble.StartAsync();
        await using var here = await HostAsync(bridge);
        await WriteAsync(here, "w1", "What are your opening hours?", channel: "telegram");
        await Until.TrueAsync(() => !bridge.Shown.IsEmpty, "the assistant answers");
        await WriteAsync(here, "w2", "How do I return something?", channel: "telegram");
        await Until.TrueAsync(() => bridge.Shown.Count > 1, "it answers again");
        var shown = bridge.Shown.ToList();
        Assert.StartsWith(AiDisclosures.TextOf("en"), shown[0].Text);
        Assert.All(shown.Skip(1), m => Assert.DoesNotContain("AI assistant", m.Text));
        Assert.All(shown, m => Assert.Equal("bot", m.By));
    }

    [Fact]
    public async Task Call_WithoutARightSignature_IsRefused()
    {
        await using var bridge = await BridgeDouble.StartAsync();
        await using var here = await HostAsync(bridge);
        var call = new { type = "message", from = "x", text = "hello" };
        Assert.Equal(HttpStatusCode.Unauthorized, (await BridgeDouble.SendAsync(here, "whatsapp", "w1", call, "another secret here")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await BridgeDouble.SendAsync(here, "whatsapp", "w1", call, ago: TimeSpan.FromMinutes(6))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await BridgeDouble.SendAsync(here, "nosuch", "w1", call)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await BridgeDouble.SendAsync(here, "whatsapp", "w1", new { type = "message", from = "", text = "x" }))
            .StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await BridgeDouble.SendAsync(here, "whatsapp", "w1", new { type = "message", from = "x", text = " " }))
            .StatusCode);
        Assert.Empty(await here.ConversationsAsync());
    }

    [Fact]
    public async Task Delivery_GoesOn_AfterTheHostStartedAgain()
    {
        var folder = Directory.CreateTempSubdirectory("grid-hooks-").FullName;
        await using var bridge = await BridgeDouble.StartAsync();
        for (var i = 0; i < 200; i++) bridge.Answers.Enqueue(503);
        string[] settings =
        [
            "--Grid:Channels:Hooks:demo:whatsapp:Url", bridge.Url, "--Grid:Channels:Hooks:demo:whatsapp:Secret", BridgeDouble.Secret,
            "--Grid:Channels:Hooks:demo:whatsapp:Assistant", "Silent",
        ];
        string id;
        await using (var here = await GridHere.StartAsync(folder, settings))
        {
            id = await WriteAsync(here, "w1", "Hello");
            await here.AgentWritesAsync(id, "one");
            await here.AgentWritesAsync(id, "two");
            await Until.TrueAsync(() => bridge.Calls > 0, "it is tried");
        }
        bridge.Answers.Clear();
        await using (var again = await GridHere.StartAsync(folder, settings))
            await Until.TrueAsync(() => bridge.Shown.Count == 2, "both are shown");
        Assert.Equal(["one", "two"], bridge.Shown.Select(m => m.Text));
        Directory.Delete(folder, recursive: true);
    }
}
