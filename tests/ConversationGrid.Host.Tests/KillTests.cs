using System.Collections.Concurrent;

namespace ConversationGrid.Host.Tests;

/// <summary>kill -9 of the host at random moments under load: nothing that was acknowledged is lost, nothing appears twice.</summary>
public class KillTests
{
    private const int Customers = 8;
    private const int Kills = 5;

    [Theory, Stores]
    public async Task AcknowledgedMessages_SurviveKills_Once(StoreKind store)
    {
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        await using var host = await HostProcess.StartAsync(store, "--Grid:Gateway:CallsPerSecondPerConnection", "1000");
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Customers).Select(i => WriteAsync(host, i, stop.Token)).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(300, 1_500)), TimeProvider.System);
            await host.KillAsync();
            await host.StartAgainAsync();
        }
        await stop.CancelAsync();
        var all = await Task.WhenAll(writers);
        Assert.True(all.Sum(w => w.Acked.Count) > Customers * Kills, $"Seed {seed}: too few messages were acknowledged to mean anything.");
        foreach (var (person, id, acked) in all)
        {
            await person.ConnectAsync(host, "customer");
            var events = new Dictionary<long, string>();
            for (long after = 0; ;)
            {
                var page = await person.ResumeAsync(id, after);
                if (page.Count == 0) break;
                page.MustBeUnbroken(after);
                foreach (var e in page.Where(e => e.Text("type") == "messagePosted"))
                    events.Add(e.Number("seq"), e.GetProperty("data").Text("text")!);
                after = page[^1].Number("seq");
            }
            foreach (var (text, seq) in acked)
                Assert.True(events.GetValueOrDefault(seq) == text, $"Seed {seed}: '{text}' was acknowledged as {seq} and is not there.");
            Assert.Equal(events.Values.Count(t => t.StartsWith("m-")), events.Values.Where(t => t.StartsWith("m-")).Distinct().Count());
            // Sent again after the last crash, the first message is still the first message.
            var (first, at) = acked.MinBy(a => a.Value);
            Assert.Equal(at, (await person.CallAsync("Post", new { conversationId = id, clientId = first, text = first })).Number("seq"));
            await person.DisposeAsync();
        }
    }

    private static async Task<(Person Person, string Id, ConcurrentDictionary<string, long> Acked)> WriteAsync(HostProcess host, int index, CancellationToken stop)
    {
        var person = await Person.CustomerAsync(host);
        var id = (await person.CallAsync("Start", new { clientId = "k" })).Text("conversationId")!;
        var acked = new ConcurrentDictionary<string, long>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var text = $"m-{index}-{i}";
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    if (person.IsClosed) await person.ConnectAsync(host, "customer");
                    acked[text] = (await person.CallAsync("Post", new { conversationId = id, clientId = text, text })).Number("seq");
                    break;
                }
                catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
                {
                    // The host is down, or was: whether the message is in is unknown, so it is sent again under the same id.
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
                }
            }
        }
        return (person, id, acked);
    }

    [Fact]
    public async Task Host_AskedToStop_DrainsAndEndsWithZero()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite);
        await using var customer = await Person.CustomerAsync(host);
        await customer.CallAsync("Start", new { clientId = "k", text = "hello there" });
        Assert.Equal(0, await host.TerminateAsync());
    }
}
