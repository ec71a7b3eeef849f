using ConversationGrid.Contracts;
using ConversationGrid.Integrations.Events;
using ConversationGrid.Integrations.Webhooks;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>Two processes at the same deliveries, and hooks that fail for long.</summary>
public class LaneTests(HookWorld world) : IClassFixture<HookWorld>
{
    [Fact]
    public async Task Lanes_BelongToOneProcess_AndAFormerOwnerWritesNothing()
    {
        var (database, time) = (world.Grid.Service<IDatabase>(), TimeProvider.System);
        var options = new WebhookOptions { LeaseFor = TimeSpan.FromMilliseconds(300) };
        var (one, two) = (new DeliveryStore(database, options, time), new DeliveryStore(database, options, time));
        // Switched off, so that the host's own dispatcher leaves it alone.
        var hook = new Webhook("demo", "hook-lanes", "http://127.0.0.1:1/", EventFilter.Everyone, "", false, time.GetUtcNow(), "omar");
        await world.Grid.Service<WebhookStore>().SaveAsync(hook, default);
        await AddAsync(1);
        var claims = await Task.WhenAll(one.ClaimAsync(hook, 8, default), two.ClaimAsync(hook, 8, default));
        var lane = Assert.Single(claims.SelectMany(c => c));
        Assert.Empty(await one.ClaimAsync(hook, 8, default));
        await Until.TrueAsync("the lease ends", async () => (await two.ClaimAsync(hook, 8, default)).Count == 1);
        var delivery = Assert.Single(await one.WaitingAsync(lane, 8, default));
        var tried = new Tried(delivery, new(200, null), DeliveryState.Delivered, time.GetUtcNow());
        Assert.False(await one.EndAsync(lane, [tried], null, default));
        Assert.Equal(DeliveryState.Waiting, (await one.FindAsync("demo", hook.Id, delivery.Id, default))!.State);

        await Until.TrueAsync("the lane is free", async () => (claims[0] = await one.ClaimAsync(hook, 8, default)).Count == 1);
        // What is added while the lane is worked off stays in it.
        await AddAsync(2);
        Assert.True(await one.EndAsync(claims[0][0], [tried], null, default));
        var again = Assert.Single(await two.ClaimAsync(hook, 8, default));
        Assert.Equal(2, Assert.Single(await two.WaitingAsync(again, 8, default)).Seq);
        await world.Grid.Service<WebhookStore>().RemoveAsync("demo", hook.Id, default);

        async Task AddAsync(long seq)
        {
            var writes = new WriteSet();
            DeliveryStore.Add(writes, [new("demo", hook.Id, "c-1", seq, $"msg_{seq}", "messagePosted", DeliveryState.Waiting, 0, time.GetUtcNow())]);
            Assert.True(await database.WriteAsync(writes));
        }
    }

    [Fact]
    public async Task WhatIsKeptLongEnough_Goes_AndTheRestStays()
    {
        var (database, time) = (world.Grid.Service<IDatabase>(), TimeProvider.System);
        var deliveries = new DeliveryStore(database, new(), time);
        var hook = new Webhook("demo", "hook-old", "http://127.0.0.1:1/", EventFilter.Everyone, "", false, time.GetUtcNow(), "omar");
        await world.Grid.Service<WebhookStore>().SaveAsync(hook, default);
        var writes = new WriteSet();
        DeliveryStore.Add(writes, [.. Enumerable.Range(1, 1_200).Select(i => Of(i, DeliveryState.Delivered, days: 8)),
            Of(2_001, DeliveryState.Delivered, days: 6), Of(2_002, DeliveryState.Dead, days: 29), Of(2_003, DeliveryState.Dead, days: 31)]);
        await database.WriteAsync(writes);
        await deliveries.CleanAsync(default);
        Assert.Equal(["msg_2001", "msg_2002"], (await deliveries.ListAsync("demo", hook.Id, null, null, 100, default)).Select(d => d.Id).Order());
        await deliveries.RemoveOfHookAsync("demo", hook.Id, default);
        Assert.Empty(await deliveries.ListAsync("demo", hook.Id, null, null, 100, default));
        await world.Grid.Service<WebhookStore>().RemoveAsync("demo", hook.Id, default);

        Delivery Of(long seq, DeliveryState state, int days) =>
            new("demo", hook.Id, "c-1", seq, $"msg_{seq}", "messagePosted", state, 0, time.GetUtcNow().AddDays(-days));
    }

    [Fact]
    public async Task HookThatFailsForTooLong_IsSwitchedOff()
    {
        await using var grid = await GridInProcess.StartAsync("--Grid:Webhooks:DisableAfter", "00:00:01", "--Grid:Webhooks:RetryFirst", "00:00:00.100",
            "--Grid:Webhooks:RetryMax", "00:00:00.300", "--Grid:Webhooks:AttemptsMax", "100");
        var admin = await grid.Rest.StaffAsync("omar");
        // A port on which nobody listens.
        var made = await grid.Rest.SendAsync("POST", "/api/v1/webhooks", admin, (object)new { url = "http://127.0.0.1:9/", events = new[] { "*" } });
        var (_, token) = await grid.Rest.CustomerAsync();
        Assert.Equal(201, (await grid.Rest.SendAsync("POST", "/api/v1/conversations", token, (object)new { channel = "api", clientId = "1",
            text = "Hello" })).Status);
        await Until.TrueAsync("it is off", async () =>
            (await grid.Rest.SendAsync("GET", $"/api/v1/webhooks/{made.Text("webhookId")}", admin)).Text("disabledWhy") is { } why && why.Contains("failed"));
        await Until.TrueAsync("it is in the security log", async () =>
            (await grid.Rest.SendAsync("GET", "/api/v1/security-log?limit=500", admin)).Body.Contains("\"webhook.disabled\""));
    }

    [Theory]
    [InlineData("*", "messagePosted", true)]
    [InlineData("*", "notePosted", false)]
    [InlineData("notePosted", "notePosted", true)]
    [InlineData("messagePosted", "resolved", false)]
    public void Filter_TellsStaffEventsFromOthers(string asked, string type, bool isTaken)
    {
        var e = (DomainEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(Contracts.Json.EventCodec.TypeOf(type));
        Assert.Equal(isTaken, EventFilter.Stored(asked).ViewerOf(e) is not null);
    }

    [Fact]
    public void InternalEvents_AreForNoFilter() => Assert.All(
        Contracts.Json.EventCodec.All.Where(t => EventAttribute.Of(t).Audience == Audience.Internal), type =>
        {
            var e = (DomainEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            Assert.Null(EventFilter.Stored($"* {EventAttribute.Of(type).Name}").ViewerOf(e));
        });
}
