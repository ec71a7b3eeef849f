using System.Collections.Concurrent;
using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Tests.Host;
using ConversationGrid.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Client.Tests.Conversations;

/// <summary>Against ASP.NET Core SignalR on a real socket.</summary>
public sealed class ThreadOverRealHubTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly HubTransport _transport = new();

    public void Dispose() => _transport.Dispose();

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task WiresCutAtRandom_EveryMessageOnceInOrderForAll(int seed)
    {
        var grid = new SmallGrid(seed) { LosePush = 0.05, CutBeforeAnswer = 0.05, RefuseForNow = 0.05 };
        await using var host = await StartAsync(grid);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => TalkAsync(grid, host.Address, seed * 100 + n, messages: 25)));
    }

    [Fact]
    public async Task AnswerLost_MessageIsThereOnce()
    {
        var grid = new SmallGrid(1) { CutBeforeAnswer = 1 };
        await using var host = await StartAsync(grid);
        await using var customer = Customer(host.Address);
        await customer.StartAsync();
        var thread = await customer.BeginAsync(new StartRequest("s"));
        var receipt = await thread.PostAsync("hello", "m1").WaitAsync(_patience);
        Assert.Equal(1, receipt.Seq);
        Assert.Equal(["m1"], grid.All(thread.Id).Select(e => e.ClientId));
        Assert.Empty(thread.Pending);
    }

    [Fact]
    public async Task ServerGoneAndBack_PostWaitsAndArrives()
    {
        var grid = new SmallGrid(1);
        var host = await StartAsync(grid);
        await using var customer = Customer(host.Address);
        await customer.StartAsync();
        var thread = await customer.BeginAsync(new StartRequest("s"));
        await thread.PostAsync("before", "m1").WaitAsync(_patience);
        await host.DisposeAsync();
        var waiting = thread.PostAsync("meanwhile", "m2");
        Assert.False(waiting.IsCompleted);
        Assert.Equal(["m2"], thread.Pending.Select(p => p.ClientId));
        await using var again = await StartAsync(grid, host.Address.Port);
        Assert.Equal(2, (await waiting.WaitAsync(_patience)).Seq);
        Assert.True(customer.Link.Breaks >= 1);
    }

    [Fact]
    public async Task Unknown_IsRefusedForGood()
    {
        var grid = new SmallGrid(1);
        await using var host = await StartAsync(grid);
        await using var customer = Customer(host.Address);
        await customer.StartAsync();
        var thread = customer.Follow("nobody's");
        var e = await Assert.ThrowsAsync<GridException>(() => thread.CaughtUpAsync().WaitAsync(_patience));
        Assert.Equal(GridErrorCode.NotFound, e.Code);
        e = await Assert.ThrowsAsync<GridException>(() => thread.PostAsync("x").WaitAsync(_patience));
        Assert.Equal(GridErrorCode.NotFound, e.Code);
        Assert.Empty(thread.Pending);
    }

    [Fact]
    public async Task Notes_AreTheAgentsAlone_AndLeaveNoGap()
    {
        var grid = new SmallGrid(1);
        await using var host = await StartAsync(grid);
        await using var customer = Customer(host.Address);
        await using var agent = Agent(host.Address);
        await Task.WhenAll(customer.StartAsync(), agent.StartAsync());
        var seen = new ConcurrentQueue<Envelope>();
        var thread = await customer.BeginAsync(new StartRequest("s"), seen.Enqueue);
        var desk = agent.Follow(thread.Id);
        await Task.WhenAll(thread.CaughtUpAsync(), desk.CaughtUpAsync());
        await thread.PostAsync("hello");
        await desk.PostAsync("between us", note: true);
        await desk.PostAsync("good day");
        await UntilAsync(() => thread.Last == 3);
        Assert.Equal([(1L, 0L), (3, 1)], seen.Select(e => (e.Seq, e.Prev)));
        Assert.Equal(0, thread.Gaps);
        await UntilAsync(() => desk.Last == 3);
    }

    private async Task TalkAsync(SmallGrid grid, Uri address, int seed, int messages)
    {
        await using var customer = Customer(address);
        await using var agent = Agent(address);
        await Task.WhenAll(customer.StartAsync(), agent.StartAsync());
        var (atCustomer, atAgent) = (new ConcurrentQueue<Envelope>(), new ConcurrentQueue<Envelope>());
        var mine = await customer.BeginAsync(new StartRequest($"start-{seed}"), atCustomer.Enqueue).WaitAsync(_patience);
        var theirs = agent.Follow(mine.Id, 0, atAgent.Enqueue);
        using var stop = new CancellationTokenSource();
        var cutter = CutAsync([customer.Link, agent.Link], new Random(seed), stop.Token);
        var receipts = await Task.WhenAll(SayAsync(mine, "c", messages), SayAsync(theirs, "a", messages)).WaitAsync(_patience);
        await stop.CancelAsync();
        await cutter;
        // A push may be lost without a successor that shows it: the next connect brings it.
        foreach (var link in new[] { customer.Link, agent.Link }) link.Cut();
        await UntilAsync(() => mine.Last == 2 * messages && theirs.Last == 2 * messages);
        var stored = grid.All(mine.Id);
        Assert.Equal(2 * messages, stored.Count);
        foreach (var seen in new[] { atCustomer, atAgent })
        {
            Assert.Equal(stored.Select(e => (e.Seq, e.ClientId, e.Text)), seen.Select(e => (e.Seq, e.Data!.ClientId!, e.Data.Text!)));
        }
        foreach (var (clientId, receipt) in receipts.SelectMany(r => r)) Assert.Equal(clientId, stored[(int)receipt.Seq - 1].ClientId);
        Assert.Equal(Enumerable.Range(0, messages).Select(i => $"c{i}"), stored.Where(e => e.Kind == "customer").Select(e => e.ClientId));
    }

    private static async Task<List<(string, Receipt)>> SayAsync(ConversationThread thread, string prefix, int messages)
    {
        var sent = Enumerable.Range(0, messages).Select(i => thread.Enqueue($"text of {prefix}{i} \"é\u4e2d\n\"", prefix + i)).ToList();
        var receipts = await Task.WhenAll(sent.Select(m => m.Receipt));
        return [.. sent.Zip(receipts, (m, r) => (m.ClientId, r))];
    }

    private static async Task CutAsync(HubLink[] links, Random dice, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(5, 60)), TimeProvider.System, CancellationToken.None);
            links[dice.Next(links.Length)].Cut();
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 3000 && !holds(); i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        Assert.True(holds(), "It did not come about in time.");
    }

    private CustomerClient Customer(Uri address) => new(_transport, Options(address), _ => new("token"));

    private AgentClient Agent(Uri address) => new(_transport, Options(address), _ => new("token"));

    private static GridClientOptions Options(Uri address) => new()
    {
        Addresses = [address],
        BackOff = new BackOff { First = TimeSpan.FromMilliseconds(20), Max = TimeSpan.FromMilliseconds(200) },
    };

    private static Task<LoopbackHost> StartAsync(SmallGrid grid, int port = 0) => LoopbackHost.StartAsync(
        app =>
        {
            app.MapHub<SmallCustomerHub>("/hubs/customer");
            app.MapHub<SmallAgentHub>("/hubs/agent");
        },
        services => services.AddSingleton(grid).AddSignalR(),
        port);
}
