namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>Webhooks of a host that is killed while it sends.</summary>
public class WebhookKillTests
{
    [Theory, Stores]
    public async Task KilledHost_SendsTheRestAfterItsStart_AndLosesNothing(StoreKind store)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await HostProcess.StartAsync(
            store, "--Grid:Webhooks:RetryFirst", "00:00:00.200", "--Grid:Webhooks:LeaseFor", "00:00:02", "--Grid:Webhooks:AnswerWithin", "00:00:01",
            "--Grid:Webhooks:AllowLoopback", "true", "--Grid:Quotas:ConversationsPerAddress", "100000");
        using var rest = new Rest(host.Address);
        var admin = await rest.StaffAsync("omar");
        Assert.Equal(201, (await rest.SendAsync("POST", "/api/v1/webhooks", admin, (object)new { url = receiver.Url, events = new[] { "*" } })).Status);
        // Half of what comes is refused, so that there is something of everything when the host is killed: sent, waiting, and due again.
        var count = 0;
        receiver.Answer = (_, _) => Task.FromResult(Interlocked.Increment(ref count) % 2 == 0 ? 500 : 200);
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            var (_, token) = await rest.CustomerAsync();
            var begun = await rest.SendAsync("POST", "/api/v1/conversations", token, (object)new { channel = "api", clientId = "1",
                text = "How long does delivery take?" });
            Assert.True(begun.Status == 201, begun.Body);
            ids.Add(begun.Text("conversationId")!);
        }
        await Until.TrueAsync("something was sent", () => receiver.Accepted.Count > 10);
        await host.KillAsync();
        var before = receiver.Accepted.Count;
        receiver.Answer = (_, _) => Task.FromResult(200);
        await host.StartAgainAsync();
        foreach (var id in ids)
            await Until.TrueAsync($"all of {id} is here", async () =>
            {
                var events = await rest.SendAsync("GET", $"/api/v1/conversations/{id}/events?limit=500", admin);
                var wanted = events.Json.GetProperty("events").EnumerateArray()
                    .Where(e => Contracts.Json.EventWire.NamesFor(Contracts.Audience.Everyone).Contains(e.GetProperty("type").GetString()))
                    .Select(e => e.GetProperty("seq").GetInt64()).ToList();
                return wanted.Count > 0 && !wanted.Except(receiver.Accepted.Where(r => r.Conversation == id).Select(r => r.Seq)).Any();
            });
        Assert.True(receiver.Accepted.Count > before, "Nothing was left to send.");
        foreach (var id in ids)
        {
            var seqs = receiver.Accepted.Where(r => r.Conversation == id).Select(r => r.Seq).Distinct().ToList();
            Assert.Equal(seqs.Order(), seqs);
        }
        // What was sent twice has the same id.
        Assert.All(receiver.All.GroupBy(r => (r.Conversation, r.Seq)), g => Assert.Single(g.Select(r => r.Id).Distinct()));
    }
}
