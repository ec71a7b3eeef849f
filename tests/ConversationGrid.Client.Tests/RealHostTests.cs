using System.Collections.Concurrent;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Tests.Host;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Tests;

/// <summary>The clients against the product itself.</summary>
[Collection(RealHostCollection.Name)]
public sealed class RealHostTests(SharedHost host)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    [RealHostFact]
    public async Task CustomerAndAgent_ThroughCutsAndACrash_SeeTheSameOnceInOrder()
    {
        await using var own = await RealHost.StartAsync();
        using var transport = new HubTransport();
        var options = new GridClientOptions { Addresses = [own.Address] };
        var sessions = new GridSessions(transport, own.Address);
        var staff = await sessions.AgentAsync(new AgentSessionRequest("demo", "aina@demo.test", "demo"));
        var visitor = await sessions.CustomerAsync(new CustomerSessionRequest("demo"));
        await using var agent = new AgentClient(transport, options, _ => new(staff.Token));
        await using var customer = new CustomerClient(transport, options, _ => new(visitor.Token));
        agent.Offered += offer => _ = agent.AcceptAsync(offer.OfferId);
        await agent.StartAsync();
        await agent.SetPresenceAsync("online");
        await customer.StartAsync();

        var (atCustomer, atAgent) = (new ConcurrentQueue<Envelope>(), new ConcurrentQueue<Envelope>());
        var assigned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mine = await customer.BeginAsync(new StartRequest("start"), e =>
        {
            atCustomer.Enqueue(e);
            if (e.Type == "assigned") assigned.TrySetResult();
        });
        await customer.RequestHumanAsync(mine.Id);
        await assigned.Task.WaitAsync(_patience);
        var theirs = agent.Follow(mine.Id, 0, atAgent.Enqueue);
        await theirs.CaughtUpAsync().WaitAsync(_patience);

        var questions = Enumerable.Range(0, 20).Select(i => mine.Enqueue($"question {i}", $"q{i}")).ToList();
        customer.Link.Cut();
        var answers = Enumerable.Range(0, 20).Select(i => theirs.Enqueue($"answer {i}", $"a{i}")).ToList();
        agent.Link.Cut();
        await own.CrashAsync();
        var receipts = await Task.WhenAll(questions.Concat(answers).Select(m => m.Receipt)).WaitAsync(_patience);
        await UntilAsync(() => receipts.All(r => mine.Last >= r.Seq && theirs.Last >= r.Seq));

        var said = questions.Concat(answers).Zip(receipts, (m, r) => (r.Seq, m.ClientId, m.Text)).OrderBy(x => x.Seq).ToList();
        Assert.Equal(said, Messages(atCustomer));
        Assert.Equal(said, Messages(atAgent));
        AssertUnbroken(atCustomer);
        AssertUnbroken(atAgent);
    }

    /// <summary>Or a client that missed more than a page takes the first page for all, and never sees the rest of a quiet conversation.</summary>
    [RealHostFact]
    public async Task Page_TellsHowMuchThereIs_NotHowMuchItHolds()
    {
        using var transport = new HubTransport();
        var visitor = await new GridSessions(transport, host.Address).CustomerAsync(new CustomerSessionRequest("demo"));
        await using var customer = new CustomerClient(transport, new GridClientOptions { Addresses = [host.Address] }, _ => new(visitor.Token));
        await customer.StartAsync();
        var thread = await customer.BeginAsync(new StartRequest("start"));
        await customer.RequestHumanAsync(thread.Id);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => thread.PostAsync($"message {i}"))).WaitAsync(_patience);

        var page = await customer.ResumeAsync(thread.Id, 0, 5);
        Assert.Equal(5, page.Events.Count);
        Assert.Equal(receipts.Max(r => r.Seq), page.Last);
        var rest = await customer.ResumeAsync(thread.Id, page.Events[^1].Seq);
        Assert.Equal(page.Last, rest.Events[^1].Seq);
        Assert.Equal(page.Last, rest.Last);
    }

    [RealHostFact]
    public async Task Strangers_GetNotFound()
    {
        using var transport = new HubTransport();
        var sessions = new GridSessions(transport, host.Address);
        var options = new GridClientOptions { Addresses = [host.Address] };
        var (one, two) = (await sessions.CustomerAsync(new CustomerSessionRequest("demo")), await sessions.CustomerAsync(new CustomerSessionRequest("demo")));
        await using var owner = new CustomerClient(transport, options, _ => new(one.Token));
        await using var stranger = new CustomerClient(transport, options, _ => new(two.Token));
        await Task.WhenAll(owner.StartAsync(), stranger.StartAsync());
        var thread = await owner.BeginAsync(new StartRequest("s"));
        var e = await Assert.ThrowsAsync<GridException>(() => stranger.ResumeAsync(thread.Id, 0));
        Assert.Equal(GridErrorCode.NotFound, e.Code);
        e = await Assert.ThrowsAsync<GridException>(() => stranger.Follow(thread.Id).PostAsync("mine?"));
        Assert.Equal(GridErrorCode.NotFound, e.Code);
        e = await Assert.ThrowsAsync<GridException>(() => sessions.AgentAsync(new AgentSessionRequest("demo", "aina@demo.test", "wrong")));
        Assert.Equal(GridErrorCode.Unauthenticated, e.Code);
    }

    private static List<(long, string, string)> Messages(IEnumerable<Envelope> events) =>
        [.. events.Where(e => e.Type == EventTypes.MessagePosted && e.Data?.ClientId is not null).Select(e => (e.Seq, e.Data!.ClientId!, e.Data.Text!))];

    private static void AssertUnbroken(IEnumerable<Envelope> events)
    {
        var prev = 0L;
        foreach (var e in events)
        {
            Assert.Equal(prev, e.Prev);
            prev = e.Seq;
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 3000 && !holds(); i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        Assert.True(holds(), "It did not come about in time.");
    }
}
