using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Host.Tests;

/// <summary>A host that is stopped with SIGTERM and started again: agents keep their work as long as they come back within the grace after the start.</summary>
public class RestartTests
{
    private const int Conversations = 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);
    private static readonly string[] Names = ["aina", "ben", "siti"];
    private readonly ConcurrentDictionary<string, string> _holders = new();

    [Theory, Stores]
    public async Task RestartBeyondTheGrace_AgentsWhoComeBack_KeepAllTheirConversations(StoreKind store)
    {
        await using var host = await StartAsync(store);
        var desks = await WorkAsync(host);
        var before = await HeldAsync(desks);
        Assert.Equal(Conversations, before.Values.Sum(held => held.Count));

        Assert.Equal(0, await host.TerminateAsync());
        await Task.Delay(Grace * 1.5, TimeProvider.System);
        await host.StartAgainAsync();
        await Task.Delay(Grace / 4, TimeProvider.System);
        await Task.WhenAll(desks.Select(desk => desk.ConnectAsync(host, "agent")));
        await Task.Delay(Grace * 1.5, TimeProvider.System);

        Assert.Equal(before, await HeldAsync(desks));
        Assert.Empty(await EventsAsync<Unassigned>(host));
        Assert.DoesNotContain(await EventsAsync<PresenceChanged>(host), e => e.Lost);
        foreach (var desk in desks) Assert.Equal("online", (await desk.CallAsync("Inbox")).Text("status"));
    }

    [Fact]
    public async Task RestartBeyondTheGrace_AgentWhoStaysAway_GivesItsWorkBack_OnceTheGraceAfterTheStartIsOver()
    {
        await using var host = await StartAsync(StoreKind.Sqlite);
        var desks = await WorkAsync(host);
        var before = await HeldAsync(desks);
        Assert.Equal(0, await host.TerminateAsync());
        await Task.Delay(Grace * 1.5, TimeProvider.System);
        await host.StartAgainAsync();
        var ready = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(desks.Skip(1).Select(desk => desk.ConnectAsync(host, "agent")));

        await Wait.UntilAsync(async () => (await EventsAsync<Unassigned>(host)).Count == before["aina"].Count,
            "the absent agent's conversations are given back");

        var lost = Assert.Single(await EventsAsync<PresenceChanged>(host), e => e.Lost);
        // The host may have been ready a moment before this test saw it.
        Assert.InRange(lost.At, ready + Grace - TimeSpan.FromSeconds(3), ready + Grace + TimeSpan.FromSeconds(10));
        Assert.All(await EventsAsync<Unassigned>(host), e => Assert.Equal("aina", e.AgentId));

        // Who comes back later is at work again, without a word.
        await desks[0].ConnectAsync(host, "agent");
        Assert.Equal("online", (await desks[0].CallAsync("Inbox")).Text("status"));
    }

    [Fact]
    public async Task OfferThatRunsOutWhileTheHostIsDown_IsMadeAgainToTheSameAgent_AndNotCounted()
    {
        await using var host = await HostProcess.StartAsync(
            StoreKind.Sqlite, "--Grid:Gateway:AgentGrace", Grace.ToString(),
            "--Grid:Conversations:OfferTimeout", "00:00:06", "--Grid:Agents:MissedOffersMax", "1");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var customer = await Person.CustomerAsync(host);
        await aina.CallAsync("SetPresence", new { status = "online" });
        var id = (await customer.CallAsync("Start", new { clientId = "k" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        var first = (await aina.PushAsync("offer")).Text("offerId");
        await host.TerminateAsync();
        await Task.Delay(TimeSpan.FromSeconds(7), TimeProvider.System);
        await host.StartAgainAsync();
        await aina.ConnectAsync(host, "agent");

        await Wait.UntilAsync(async () => await OfferAsync() is { } offer && offer != first, "the conversation is offered again");

        Assert.Equal("online", (await aina.CallAsync("Inbox")).Text("status"));
        await aina.CallAsync("Accept", new { offerId = await OfferAsync() });

        async Task<string?> OfferAsync() => (await aina.CallAsync("Inbox")).GetProperty("offers").EnumerateArray().Select(o => o.Text("offerId"))
            .FirstOrDefault();
    }

    [Fact]
    public async Task AgentWhoLetsTwoOffersRunOut_IsAwayWithAReason_Told_AndBackAtOnce()
    {
        await using var host = await HostProcess.StartAsync(
            StoreKind.Sqlite, "--Grid:Gateway:AgentGrace", "00:00:01",
            "--Grid:Conversations:OfferTimeout", "00:00:02", "--Grid:Queues:ExcludeAfterOffer", "00:00:00");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var second = await Person.StaffAsync(host, "aina");
        await using var customer = await Person.CustomerAsync(host);
        await aina.CallAsync("SetPresence", new { status = "online" });
        var id = (await customer.CallAsync("Start", new { clientId = "k" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });

        foreach (var desk in (Person[])[aina, second])
            await desk.PushAsync("presence", p => p.Text("status") == "away" && p.Text("reason") == "missedOffers");

        Assert.Equal("waiting", (await aina.CallAsync("Open", new { conversationId = id, after = 0 })).GetProperty("conversation").Text("state"));
        await aina.CallAsync("SetPresence", new { status = "online" });
        await Wait.UntilAsync(async () => (await aina.CallAsync("Inbox")).GetProperty("offers").GetArrayLength() == 1, "the conversation is offered again");
    }

    [Fact]
    public async Task Offline_GivesAllWorkBack_AndOneOfTwoDesksThatCloses_ChangesNothing()
    {
        await using var host = await StartAsync(StoreKind.Sqlite);
        var desks = await WorkAsync(host);
        var held = (await HeldAsync(desks))["aina"];
        var second = await Person.StaffAsync(host, "aina");
        await second.DisposeAsync();
        await Task.Delay(Grace * 1.5, TimeProvider.System);
        Assert.Empty(await EventsAsync<Unassigned>(host));

        await using var third = await Person.StaffAsync(host, "aina");
        await third.CallAsync("SetPresence", new { status = "offline" });

        await Wait.UntilAsync(async () => (await EventsAsync<Unassigned>(host)).Count == held.Count, "all of the agent's conversations are given back");
        await desks[0].PushAsync("presence", p => p.Text("status") == "offline");
        // Chosen, it outlasts every connection.
        await third.DisposeAsync();
        await desks[0].DisposeAsync();
        await Task.Delay(Grace * 1.5, TimeProvider.System);
        await desks[0].ConnectAsync(host, "agent");
        Assert.Equal("offline", (await desks[0].CallAsync("Inbox")).Text("status"));
    }

    private static Task<HostProcess> StartAsync(StoreKind store) => HostProcess.StartAsync(
        store, "--Grid:Gateway:AgentGrace", Grace.ToString(), "--Grid:Demo:AgentCapacity", "10", "--Grid:Conversations:OfferTimeout", "00:05:00");

    /// <summary>Three agents who accept what they are offered, until each customer has one.</summary>
    private async Task<List<Person>> WorkAsync(HostProcess host)
    {
        var desks = new List<Person>();
        foreach (var name in Names)
        {
            var desk = await Person.StaffAsync(host, name);
            desk.Pushed = (push, argument) =>
            {
                if (push == "offer") _ = AcceptAsync(desk, argument.Text("conversationId")!, argument.Text("offerId")!);
            };
            await desk.CallAsync("SetPresence", new { status = "online" });
            desks.Add(desk);
        }
        for (var i = 0; i < Conversations; i++)
        {
            await using var customer = await Person.CustomerAsync(host);
            var conversationId = (await customer.CallAsync("Start", new { clientId = "k" })).Text("conversationId")!;
            await customer.CallAsync("RequestHuman", new { conversationId });
        }
        await Wait.UntilAsync(() => Task.FromResult(_holders.Count == Conversations), "every conversation has an agent");
        return desks;
    }

    private async Task AcceptAsync(Person desk, string conversation, string offer)
    {
        if (await desk.CodeAsync("Accept", new { offerId = offer }) == "") _holders[conversation] = desk.Id;
    }

    private static async Task<Dictionary<string, List<string>>> HeldAsync(IEnumerable<Person> desks)
    {
        var held = new Dictionary<string, List<string>>();
        foreach (var desk in desks)
            held[desk.Id] = [.. (await desk.CallAsync("Inbox")).GetProperty("assigned").EnumerateArray().Select(c => c.Text("conversationId")!).Order()];
        return held;
    }

    private static async Task<List<T>> EventsAsync<T>(HostProcess host) where T : DomainEvent
    {
        await using var store = await host.OpenJournalAsync();
        var (events, after) = (new List<T>(), default(GlobalPosition));
        while (await store.Journal.ReadAllAsync(after, 1_000) is { Count: > 0 } page)
        {
            events.AddRange(page.Select(e => e.Committed.Event).OfType<T>());
            after = page[^1].Position;
        }
        return events;
    }
}
