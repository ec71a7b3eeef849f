using ConversationGrid.Contracts;

namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>Deliveries from the real host to real receivers.</summary>
public class WebhookTests(HookWorld world) : IClassFixture<HookWorld>
{
    [Fact]
    public async Task Events_ComeSignedInOrder_EachOnce()
    {
        await using var receiver = await Receiver.StartAsync();
        var (hook, secret) = await world.HookAsync(receiver.Url, "*");
        Assert.StartsWith("whsec_", secret);
        var id = await world.ConversationAsync(5);
        await AllHereAsync(receiver, id);

        var mine = receiver.All.Where(r => r.Conversation == id).ToList();
        Assert.All(mine, r => Assert.True(r.IsSignedWith(secret)));
        Assert.Equal(mine.Select(r => r.Seq).Order().Distinct(), mine.Select(r => r.Seq));
        Assert.Equal(await world.SeqsAsync(id), mine.Select(r => r.Seq));
        var first = mine[0].Body;
        Assert.Equal("conversationStarted", mine[0].Type);
        Assert.Equal("demo", first.GetProperty("workspace").GetString());
        Assert.True(first.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal("Message 1", mine.First(r => r.Type == "messagePosted").Body.GetProperty("data").GetProperty("text").GetString());
        Assert.All(mine, r => Assert.DoesNotContain("analysis", r.Text));
        var listed = (await world.GetAsync($"/api/v1/webhooks/{hook}")).Body;
        Assert.DoesNotContain("secret", listed);
        await Until.TrueAsync("the delivery is written", async () => await world.StateAsync(hook, mine[^1].Id) == "delivered");
    }

    [Fact]
    public async Task Filter_GivesWhatIsNamed_AndStaffEventsByNameAlone()
    {
        await using var all = await Receiver.StartAsync();
        await using var named = await Receiver.StartAsync();
        await world.HookAsync(all.Url, "*");
        await world.HookAsync(named.Url, "conversationStarted", "priorityChanged", "notePosted");
        var id = await world.ConversationAsync();
        var grid = world.Grid.Service<IGrid>();
        Assert.Null((await grid.Conversation(new("demo", id)).ExecuteAsync(new PostNote(Supervisor, "n", "Between us"))).Refusal);
        await Until.TrueAsync("the note is here", () => named.Accepted.Any(r => r.Conversation == id && r.Type == "notePosted"));
        await AllHereAsync(all, id);
        Assert.Contains("Between us", named.Accepted.Single(r => r.Conversation == id && r.Type == "notePosted").Text);
        Assert.DoesNotContain(named.All, r => r.Type == "messagePosted");
        Assert.DoesNotContain(all.All, r => r.Text.Contains("Between us"));
        foreach (var events in (string[][])[[], ["nosuch"], ["decisionRecorded"], ["effectSettled"]])
            Assert.Equal(400, (await world.Grid.Rest.SendAsync("POST", "/api/v1/webhooks", world.Admin, (object)new { url = all.Url, events })).Status);
    }

    [Fact]
    public async Task ReceiverThatFailsOneInTen_LosesNothing_AndKeepsTheOrder()
    {
        await using var receiver = await Receiver.StartAsync();
        var random = new Random(7);
        receiver.Answer = (_, _) =>
        {
            lock (random) return Task.FromResult(random.Next(10) == 0 ? 500 : 200);
        };
        await world.HookAsync(receiver.Url, "*");
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.ConversationAsync(6)));
        foreach (var id in ids) await AllHereAsync(receiver, id);
        Assert.True(receiver.All.Count > receiver.Accepted.Count, "Nothing failed.");
        foreach (var id in ids)
        {
            // An event is not sent before the one before it was accepted.
            var seqs = receiver.Accepted.Where(r => r.Conversation == id).Select(r => r.Seq).ToList();
            Assert.Equal(seqs.Distinct().Order(), seqs.Distinct());
            Assert.Equal(await world.SeqsAsync(id), seqs.Distinct());
        }
        // The same event has the same id at each attempt.
        Assert.All(receiver.All.GroupBy(r => (r.Conversation, r.Seq)), g => Assert.Single(g.Select(r => r.Id).Distinct()));
    }

    [Fact]
    public async Task DeadReceiver_DelaysNobodyElse()
    {
        await using var dead = await Receiver.StartAsync();
        await using var alive = await Receiver.StartAsync();
        dead.Answer = async (_, http) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return 500;
        };
        var (hook, _) = await world.HookAsync(dead.Url, "*");
        await world.HookAsync(alive.Url, "*");
        foreach (var _ in Enumerable.Range(0, 30)) await world.ConversationAsync();
        await Until.TrueAsync("the dead one is tried", () => !dead.All.IsEmpty);
        var began = TimeProvider.System.GetTimestamp();
        var id = await world.ConversationAsync(2);
        await Until.TrueAsync("the other one has it", () => alive.Accepted.Count(r => r.Conversation == id && r.Type == "messagePosted") >= 2, 5);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(4));
        await world.Grid.Rest.SendAsync("DELETE", $"/api/v1/webhooks/{hook}", world.Admin);
    }

    [Fact]
    public async Task DeliveryThatIsGivenUp_IsReplayed_UnderItsId()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _) => Task.FromResult(500);
        var (hook, _) = await world.HookAsync(receiver.Url, "conversationStarted");
        var id = await world.ConversationAsync();
        await Until.TrueAsync("it is given up", async () =>
            (await world.GetAsync($"/api/v1/webhooks/{hook}/deliveries?state=dead")).Json.GetProperty("items").GetArrayLength() == 1);
        var dead = (await world.GetAsync($"/api/v1/webhooks/{hook}/deliveries?state=dead")).Json.GetProperty("items")[0];
        Assert.Equal(12, dead.GetProperty("attempts").GetInt64());
        Assert.Equal(500, dead.GetProperty("code").GetInt64());
        Assert.Equal(12, receiver.All.Count);
        receiver.Answer = (_, _) => Task.FromResult(200);
        var delivery = dead.GetProperty("deliveryId").GetString()!;
        Assert.Equal(202, (await world.Grid.Rest.SendAsync("POST", $"/api/v1/webhooks/{hook}/deliveries/{delivery}/replay", world.Admin)).Status);
        await Until.TrueAsync("it is delivered", async () => await world.StateAsync(hook, delivery) == "delivered");
        Assert.Equal((id, delivery), (receiver.Accepted.Single().Conversation, receiver.Accepted.Single().Id));
    }

    [Fact]
    public async Task ReceiverThatIsGone_IsSwitchedOff_AndAdministratorsAreTold()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _) => Task.FromResult(410);
        var (hook, _) = await world.HookAsync(receiver.Url, "conversationStarted");
        var first = await world.ConversationAsync();
        await Until.TrueAsync("it is off", async () => (await world.GetAsync($"/api/v1/webhooks/{hook}")).Body.Contains("\"enabled\":false"));
        Assert.Contains("410", (await world.GetAsync($"/api/v1/webhooks/{hook}")).Text("disabledWhy"));
        await Until.TrueAsync("it is in the security log", async () =>
            (await world.GetAsync("/api/v1/security-log?limit=500")).Body.Contains("webhook.disabled"));
        await world.ConversationAsync();
        receiver.Answer = (_, _) => Task.FromResult(200);
        Assert.Equal(200, (await world.Grid.Rest.SendAsync("PUT", $"/api/v1/webhooks/{hook}", world.Admin, (object)new { enabled = true })).Status);
        // What waited goes out; what happened while it was off does not.
        await Until.TrueAsync("what waited is here", () => receiver.Accepted.Any(r => r.Conversation == first));
        Assert.Single(receiver.Accepted);
    }

    [Fact]
    public async Task RotatedSecret_SignsBesideTheFormerOnes()
    {
        await using var receiver = await Receiver.StartAsync();
        var (hook, former) = await world.HookAsync(receiver.Url, "conversationStarted");
        var rotated = await world.Grid.Rest.SendAsync("POST", $"/api/v1/webhooks/{hook}/secrets", world.Admin, (object)new { });
        var again = await world.Grid.Rest.SendAsync("POST", $"/api/v1/webhooks/{hook}/secrets", world.Admin, (object)new { });
        Assert.Equal((201, 201), (rotated.Status, again.Status));
        await world.ConversationAsync();
        await Until.TrueAsync("it is here", () => !receiver.Accepted.IsEmpty);
        var received = receiver.Accepted.First();
        Assert.Equal(3, received.Signature.Split(' ').Length);
        Assert.All([former, rotated.Text("secret")!, again.Text("secret")!], secret => Assert.True(received.IsSignedWith(secret)));
    }

    [Fact]
    public async Task TestDelivery_IsAnsweredWithWhatCameOfIt()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _) => Task.FromResult(302);
        var (hook, secret) = await world.HookAsync(receiver.Url, "*");
        var failed = await world.Grid.Rest.SendAsync("POST", $"/api/v1/webhooks/{hook}/test", world.Admin);
        Assert.Equal(("dead", 302L), (failed.Text("state"), failed.Json.GetProperty("code").GetInt64()));
        receiver.Answer = (_, _) => Task.FromResult(200);
        var done = await world.Grid.Rest.SendAsync("POST", $"/api/v1/webhooks/{hook}/test", world.Admin);
        Assert.Equal("delivered", done.Text("state"));
        var received = receiver.Accepted.Single(r => r.Type == "webhook.test");
        Assert.True(received.IsSignedWith(secret));
    }

    [Fact]
    public async Task TextThatWasRemovedMeanwhile_IsNotSent()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (r, _) => Task.FromResult(r.Type == "conversationStarted" ? 503 : 200);
        await world.HookAsync(receiver.Url, "conversationStarted", "messagePosted");
        var id = await world.ConversationAsync(1, "A very private word");
        await Until.TrueAsync("it waits", () => receiver.All.Any(r => r.Conversation == id));
        Assert.Equal(202, (await world.Grid.Rest.SendAsync("DELETE", $"/api/v1/conversations/{id}/messages/2", world.Admin)).Status);
        await Until.TrueAsync("it is removed", async () =>
            !(await world.GetAsync($"/api/v1/conversations/{id}/events?limit=100")).Body.Contains("A very private word"));
        receiver.Answer = (_, _) => Task.FromResult(200);
        await Until.TrueAsync("the message is here", () => receiver.Accepted.Any(r => r.Conversation == id && r.Seq == 2));
        Assert.DoesNotContain(receiver.All, r => r.Text.Contains("A very private word"));
    }

    [Fact]
    public async Task Administrators_SeeTheirOwnWorkspacesHooks_AndNobodyElseDoes()
    {
        await using var receiver = await Receiver.StartAsync();
        var (hook, _) = await world.HookAsync(receiver.Url, "*");
        foreach (var who in (string[])["aina", "siti"])
            Assert.Equal(403, (await world.Grid.Rest.SendAsync("GET", "/api/v1/webhooks", await world.Grid.Rest.StaffAsync(who))).Status);
        Assert.Equal(401, (await world.Grid.Rest.SendAsync("GET", "/api/v1/webhooks")).Status);
        var other = await world.Grid.Rest.StaffAsync("omar", GridInProcess.OtherWorkspace);
        foreach (var (method, path) in (IEnumerable<(string, string)>)[("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/test"), ("POST", "/secrets"),
            ("GET", "/deliveries"), ("POST", "/deliveries/msg_x/replay")])
            Assert.Equal(404, (await world.Grid.Rest.SendAsync(method, $"/api/v1/webhooks/{hook}{path}", other, method == "GET" ? null : (object)new { }))
                .Status);
        Assert.Empty((await world.Grid.Rest.SendAsync("GET", "/api/v1/webhooks", other)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(204, (await world.Grid.Rest.SendAsync("DELETE", $"/api/v1/webhooks/{hook}", world.Admin)).Status);
        Assert.Equal(404, (await world.GetAsync($"/api/v1/webhooks/{hook}")).Status);
    }

    [Fact]
    public async Task ListOfEvents_GivesEachOnce_AndGoesOnFromItsCursor()
    {
        var first = await world.ConversationAsync(3);
        var cursor = "";
        var seen = new List<(string Conversation, long Seq)>();
        await ReadOnAsync();
        Assert.Equal(await world.SeqsAsync(first), seen.Where(e => e.Conversation == first).Select(e => e.Seq));
        var second = await world.ConversationAsync();
        await Until.TrueAsync("it goes on", async () =>
        {
            await ReadOnAsync();
            return seen.Any(e => e.Conversation == second);
        });
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        var started = (await world.GetAsync("/api/v1/events?types=conversationStarted&limit=5")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.All(started, e => Assert.Equal("conversationStarted", e.GetProperty("type").GetString()));
        Assert.Equal(400, (await world.GetAsync("/api/v1/events?after=x")).Status);
        Assert.Equal(400, (await world.GetAsync("/api/v1/events?types=nosuch")).Status);
        Assert.Equal(403, (await world.Grid.Rest.SendAsync("GET", "/api/v1/events", await world.Grid.Rest.StaffAsync("aina"))).Status);
        var other = await world.Grid.Rest.SendAsync("GET", "/api/v1/events", await world.Grid.Rest.StaffAsync("omar", GridInProcess.OtherWorkspace));
        Assert.Empty(other.Json.GetProperty("items").EnumerateArray());

        async Task ReadOnAsync()
        {
            for (var more = true; more;)
            {
                var page = (await world.GetAsync($"/api/v1/events?limit=7&after={cursor}")).Json;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => (e.GetProperty("conversationId").GetString()!, e.GetProperty("seq")
                    .GetInt64())));
                (cursor, more) = (page.GetProperty("next").GetString()!, page.GetProperty("more").GetBoolean());
            }
        }
    }

    private static Caller Supervisor { get; } = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);

    private async Task AllHereAsync(Receiver receiver, string conversation)
    {
        await Until.TrueAsync($"all of {conversation} is here", async () =>
        {
            var wanted = await world.SeqsAsync(conversation);
            return !wanted.Except(receiver.Accepted.Where(r => r.Conversation == conversation).Select(r => r.Seq)).Any();
        });
    }
}
