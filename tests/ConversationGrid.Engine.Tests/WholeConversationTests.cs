using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Engine.Tests;

public class WholeConversationTests : WholeConversation
{
<<<<<<< HEAD
    private static StartConversation Start(string? text) => new(TestGrid.Customer, "k0", "web", "en", text, null);

    [Fact]
    public async Task Question_TheAssistantKnows_IsAnsweredWithItsSource()
    {
        using var world = new TestGrid();
        var receipt = (await world.Conversation("c1").ExecuteAsync(Start("What are your opening hours?"))).OrThrow();
        Assert.Equal(2, receipt.Seq);
        var answer = await TestGrid.EventuallyAsync(() => FindAsync<MessagePosted>(world, "c1", m => m.ByKind == ActorKind.Bot), "an answer");
        Assert.Equal("hours", answer.Citations!.Single().ArticleId);
        Assert.Equal(receipt, (await world.Conversation("c1").ExecuteAsync(Start("What are your opening hours?"))).OrThrow());
    }

    [Fact]
    public async Task Question_TheAssistantDoesNotKnow_ReachesOneAgentWhoAnswersAndResolves()
    {
        using var world = new TestGrid();
        await world.OnlineAsync("ben");
        await world.OnlineAsync("aina");
        await world.Conversation("c1").ExecuteAsync(Start("My parcel is broken"));
        var offer = await TestGrid.EventuallyAsync(() => FindAsync<Offered>(world, "c1"), "an offer");
        var agent = TestGrid.Agent(offer.AgentId);
        var other = TestGrid.Agent(offer.AgentId == "ben" ? "aina" : "ben");

        Assert.Equal("conflict", (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(other, offer.OfferId))).Refusal!.Code);
        var accepted = (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(agent, offer.OfferId))).OrThrow();
        Assert.Equal(accepted, (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(agent, offer.OfferId))).OrThrow());
        await TestGrid.EventuallyAsync(() => FindAsync<Summarised>(world, "c1"), "a summary");
        Assert.Equal("forbidden", (await world.Conversation("c1").ExecuteAsync(new PostMessage(agent with { Actor = new(ActorKind.Agent, "zed"), Role = CallerRole.Supervisor }, "m0", "me too"))).Refusal!.Code);
        (await world.Conversation("c1").ExecuteAsync(new PostMessage(agent, "m1", "So sorry!"))).OrThrow();
        await TestGrid.EventuallyAsync(async () => (await world.AgentEntity(offer.AgentId).ViewAsync()).Slots is [{ Assigned: true }] ? "" : null, "a taken place");
        (await world.Conversation("c1").ExecuteAsync(new ResolveConversation(agent, "solved"))).OrThrow();
        await TestGrid.EventuallyAsync(async () => (await world.AgentEntity(offer.AgentId).ViewAsync()).Load == 0 ? "" : null, "a free place");
        (await world.Conversation("c1").ExecuteAsync(new RateConversation(TestGrid.Customer, 5, "thanks"))).OrThrow();
        (await world.Conversation("c1").ExecuteAsync(new PostMessage(TestGrid.Customer, "m2", "one more thing about hours"))).OrThrow();
        Assert.Equal(2, (await world.Conversation("c1").ViewAsync(Caller.System))!.Episode);
        var queue = await world.Grid.Queue(new("demo", "general")).ViewAsync();
        Assert.Equal((0, 2), (queue.Waiting, queue.AgentsOnline));
    }

    [Fact]
    public async Task Offer_NobodyTakes_GoesToTheNextAgentInTime()
    {
        using var world = new TestGrid(new ConversationOptions { OfferTimeout = TimeSpan.FromMilliseconds(200) }, new EngineOptions());
        await world.OnlineAsync("ben");
        await world.OnlineAsync("aina");
        await world.Conversation("c1").ExecuteAsync(Start("My parcel is broken"));
        var first = await TestGrid.EventuallyAsync(() => FindAsync<Offered>(world, "c1"), "an offer");
        var gone = await TestGrid.EventuallyAsync(() => FindAsync<OfferWithdrawn>(world, "c1"), "the end of the offer");
        Assert.InRange((gone.At - first.ExpiresAt).TotalMilliseconds, 0, 100);
        var second = await TestGrid.EventuallyAsync(() => FindAsync<Offered>(world, "c1", o => o.OfferId != first.OfferId), "another offer");
        Assert.NotEqual(first.AgentId, second.AgentId);
    }

    [Fact]
    public async Task Agent_WhoseLastConnectionIsLost_GivesItsWorkBack()
    {
        using var world = new TestGrid();
        await world.OnlineAsync("ben");
        await world.Conversation("c1").ExecuteAsync(Start("My parcel is broken"));
        var offer = await TestGrid.EventuallyAsync(() => FindAsync<Offered>(world, "c1"), "an offer");
        (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(TestGrid.Agent("ben"), offer.OfferId))).OrThrow();
        await world.AgentEntity("ben").ExecuteAsync(new LeaseAgent("g1", TimeProvider.System.GetUtcNow().AddSeconds(1), Connected: false));
        await world.OnlineAsync("aina");
        var second = await TestGrid.EventuallyAsync(() => FindAsync<Offered>(world, "c1", o => o.AgentId == "aina"), "an offer to another agent");
        Assert.NotNull(await FindAsync<Unassigned>(world, "c1"));
        await TestGrid.EventuallyAsync(async () => (await world.AgentEntity("ben").ViewAsync()) is { Load: 0, Status: PresenceStatus.Offline } ? "" : null, "a free place");
        Assert.NotEqual(offer.OfferId, second.OfferId);
    }

    private static async Task<T?> FindAsync<T>(TestGrid world, string id, Func<T, bool>? that = null) where T : ConversationEvent =>
        (await world.Store.ReadAsync(new(EntityKind.Conversation, new("demo", id)), 0, 1000)).Select(c => c.Event).OfType<T>().FirstOrDefault(that ?? (_ => true));
=======
    protected override Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        Task.FromResult<GridWorld>(new TestGrid(conversations, options));
}

public class WatchingTests : Watching
{
    protected override Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        Task.FromResult<GridWorld>(new TestGrid(conversations, options));

    protected override IGrid Watcher(GridWorld world) => world.Grid;
>>>>>>> 996728c (Orleans host: thin grains, contract codec, ordered watches, conformance)
}
