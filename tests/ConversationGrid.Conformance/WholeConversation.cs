using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Conformance;

/// <summary>One conversation from its first word to its rating, with all that may happen between: what every engine must do.</summary>
public abstract class WholeConversation
{
    /// <summary>A new, empty grid.</summary>
    protected abstract Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null);

    private static StartConversation Start(string? text) => new(GridWorld.Customer, "k0", "web", "en", text, null);

    [EngineFact]
    public async Task Question_TheAssistantKnows_IsAnsweredWithItsSource()
    {
        await using var world = await StartAsync();
        var receipt = (await world.Conversation("c1").ExecuteAsync(Start("What are your opening hours?"))).OrThrow();
        Assert.Equal(2, receipt.Seq);
        var answer = await GridWorld.EventuallyAsync(() => world.FindAsync<MessagePosted>("c1", m => m.ByKind == ActorKind.Bot), "an answer");
        Assert.Equal("hours", answer.Citations!.Single().ArticleId);
        Assert.Equal(receipt, (await world.Conversation("c1").ExecuteAsync(Start("What are your opening hours?"))).OrThrow());
    }

    [EngineFact]
    public async Task Question_TheAssistantDoesNotKnow_ReachesOneAgentWhoAnswersAndResolves()
    {
        await using var world = await StartAsync();
        await world.OnlineAsync("ben");
        await world.OnlineAsync("aina");
        await world.Conversation("c1").ExecuteAsync(Start("My parcel is broken"));
        var offer = await GridWorld.EventuallyAsync(() => world.FindAsync<Offered>("c1"), "an offer");
        var agent = GridWorld.Agent(offer.AgentId);
        var other = GridWorld.Agent(offer.AgentId == "ben" ? "aina" : "ben");

        Assert.Equal("conflict", (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(other, offer.OfferId))).Refusal!.Code);
        var accepted = (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(agent, offer.OfferId))).OrThrow();
        Assert.Equal(accepted, (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(agent, offer.OfferId))).OrThrow());
        await GridWorld.EventuallyAsync(() => world.FindAsync<Summarised>("c1"), "a summary");
        Assert.Equal("forbidden",
            (await world.Conversation("c1")
                .ExecuteAsync(
                    new PostMessage(agent with { Actor = new(ActorKind.Agent, "zed"), Role = CallerRole.Supervisor }, "m0", "me too"))).Refusal!.Code);
        (await world.Conversation("c1").ExecuteAsync(new PostMessage(agent, "m1", "So sorry!"))).OrThrow();
        await GridWorld.EventuallyAsync(async () => (await world.AgentEntity(offer.AgentId).ViewAsync()).Slots is [{ Assigned: true }] ? "" : null,
            "a taken place");
        (await world.Conversation("c1").ExecuteAsync(new ResolveConversation(agent, "solved"))).OrThrow();
        await GridWorld.EventuallyAsync(async () => (await world.AgentEntity(offer.AgentId).ViewAsync()).Load == 0 ? "" : null, "a free place");
        (await world.Conversation("c1").ExecuteAsync(new RateConversation(GridWorld.Customer, 5, "thanks"))).OrThrow();
        (await world.Conversation("c1").ExecuteAsync(new PostMessage(GridWorld.Customer, "m2", "one more thing about hours"))).OrThrow();
        Assert.Equal(2, (await world.Conversation("c1").ViewAsync(Caller.System))!.Episode);
        var queue = await world.Grid.Queue(new("demo", "general")).ViewAsync();
        Assert.Equal((0, 2), (queue.Waiting, queue.AgentsOnline));
    }

    [EngineFact]
    public async Task Offer_NobodyTakes_GoesToTheNextAgentInTime()
    {
        await using var world = await StartAsync(new ConversationOptions { OfferTimeout = TimeSpan.FromMilliseconds(200) });
        await world.OnlineAsync("ben");
        await world.OnlineAsync("aina");
        await world.Conversation("c1").ExecuteAsync(Start("My parcel is broken"));
        var first = await GridWorld.EventuallyAsync(() => world.FindAsync<Offered>("c1"), "an offer");
        var gone = await GridWorld.EventuallyAsync(() => world.FindAsync<OfferWithdrawn>("c1"), "the end of the offer");
        // Never early. How late at most is measured, not tested: the machine does other things beside.
        Assert.InRange((gone.At - first.ExpiresAt).TotalMilliseconds, 0, 5_000);
        var second = await GridWorld.EventuallyAsync(() => world.FindAsync<Offered>("c1", o => o.OfferId != first.OfferId), "another offer");
        Assert.NotEqual(first.AgentId, second.AgentId);
    }

    [EngineFact]
    public async Task Agent_WhoseLastConnectionIsLost_GivesItsWorkBack()
    {
        await using var world = await StartAsync();
        await world.OnlineAsync("ben");
        await world.Conversation("c1").ExecuteAsync(Start("My parcel is broken"));
        var offer = await GridWorld.EventuallyAsync(() => world.FindAsync<Offered>("c1"), "an offer");
        (await world.Conversation("c1").ExecuteAsync(new AcceptOffer(GridWorld.Agent("ben"), offer.OfferId))).OrThrow();
        await world.AgentEntity("ben").ExecuteAsync(new LeaseAgent("g1", TimeProvider.System.GetUtcNow().AddSeconds(1), Connected: false));
        await world.OnlineAsync("aina");
        var second = await GridWorld.EventuallyAsync(() => world.FindAsync<Offered>("c1", o => o.AgentId == "aina"), "an offer to another agent");
        Assert.NotNull(await world.FindAsync<Unassigned>("c1"));
        await GridWorld.EventuallyAsync(async () => (await world.AgentEntity("ben").ViewAsync()) is { Load: 0, Status: PresenceStatus.Offline } ? "" : null,
            "a free place");
        Assert.NotEqual(offer.OfferId, second.OfferId);
    }
}
