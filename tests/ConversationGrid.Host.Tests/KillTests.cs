using System.Collections.Concurrent;

namespace ConversationGrid.Host.Tests;

/// <summary>kill -9 of the host at random moments under load: nothing that was acknowledged is lost, nothing appears twice.</summary>
public class KillTests
{
    private const int Customers = 8;

    /// <summary>Each is another random moment; <c>./grid faults kill-alone --trials 50</c> takes as many as one likes.</summary>
    private const int Kills = 3;

    [Theory, Stores]
    public async Task AcknowledgedMessages_SurviveKills_Once(StoreKind store)
    {
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        await using var host = await HostProcess.StartAsync(store, "--Grid:Gateway:CallsPerSecondPerConnection", "1000");
        using var stop = new CancellationTokenSource();
        var people = new List<(Person Person, string Id)>();
        for (var i = 0; i < Customers; i++)
        {
            var person = await Person.CustomerAsync(host);
            people.Add((person, (await person.CallAsync("Start", new { clientId = "k" })).Text("conversationId")!));
        }
        var acks = new Acks();
        var writers = people.Select((p, i) => WriteAsync(host, p.Person, p.Id, i, acks, stop.Token)).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            await acks.MoreAsync(dice.Next(20, 200));
            await host.KillAsync();
            await host.StartAgainAsync();
        }
        await stop.CancelAsync();
        var all = await Task.WhenAll(writers);
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

    private static async Task<(Person Person, string Id, ConcurrentDictionary<string, long> Acked)> WriteAsync(
        HostProcess host, Person person, string id, int index, Acks acks, CancellationToken stop)
    {
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
                    acks.Add();
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

    /// <summary>Counts what was acknowledged, so that a kill comes in the midst of work however slow the machine is.</summary>
    private sealed class Acks
    {
        private int _count;

        public void Add() => Interlocked.Increment(ref _count);

        public async Task MoreAsync(int more)
        {
            var wanted = Volatile.Read(ref _count) + more;
            for (var i = 0; Volatile.Read(ref _count) < wanted; i++)
            {
                Assert.True(i < 12_000, $"Only {_count} of {wanted} messages were acknowledged within a minute.");
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
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
