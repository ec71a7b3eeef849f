using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;

namespace ConversationGrid.Simulation.Tests.Found;

/// <summary>Bugs that the simulator found, each as the shortest story that shows it.</summary>
public class FoundBySimulationTests
{
    private static readonly StreamId Conversation = new(EntityKind.Conversation, TwoActivations.ConversationId);
    private static readonly StreamId AgentStream = new(EntityKind.Agent, TwoActivations.AgentId);
    private static readonly ConfigureAgent Everywhere = new("Ben", ["general", "billing"], ["en"], 1);

    /// <summary>It believed that nothing was pending, and took the entry out of the agenda that a newer activation had put there.</summary>
    [Fact]
    public async Task OutdatedActivation_Woken_DoesNotForgetWhatANewerOneOwes()
    {
        var world = new TwoActivations();
        (await world.Old.Agent(TwoActivations.AgentId).ExecuteAsync(Everywhere)).OrThrow();
        foreach (var effect in world.Started.Select(s => s.Effect.Id).Distinct().ToList())
            await world.Old.Agent(TwoActivations.AgentId).ExecuteAsync(new SettleAgentEffect(effect));
        (await world.New.Agent(TwoActivations.AgentId).ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow();
        world.Started.Clear();

        await world.Old.WakeAsync(AgentStream);

        Assert.NotNull(await world.Store.NextDueAsync());
        Assert.Contains(world.Started, s => s.Effect.Effect is TellQueues { Report.Status: PresenceStatus.Online });
    }

    /// <summary>A due time that was on its way for long arrives when the stream has moved on.</summary>
    [Fact]
    public async Task DueTime_OfWhoIsBehind_ChangesNothing()
    {
        var world = new TwoActivations();
        (await world.New.Conversation(TwoActivations.ConversationId).ExecuteAsync(new StartConversation(TwoActivations.Nur, "k", "web", "en", "hi", null)))
            .OrThrow();
        var due = await world.Store.NextDueAsync();
        await world.Store.SetDueAsync(Conversation, 1, null);
        Assert.NotNull(due);
        Assert.Equal(due, await world.Store.NextDueAsync());
    }

    /// <summary>It knew of no such place and said 'done', so the effect was ticked off and the place was taken for ever.</summary>
    [Fact]
    public async Task OutdatedActivation_AskedToRelease_ReleasesWhatANewerOneReserved()
    {
        var world = new TwoActivations();
        (await world.Old.Agent(TwoActivations.AgentId).ExecuteAsync(Everywhere)).OrThrow();
        (await world.Old.Agent(TwoActivations.AgentId).ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow();
        (await world.New.Agent(TwoActivations.AgentId).ExecuteAsync(new ReserveAgent("o1", "c1", "general", 1))).OrThrow();

        (await world.Old.Agent(TwoActivations.AgentId).ExecuteAsync(new ReleaseAgent("o1", ReleaseReason.Over))).OrThrow();

        Assert.Single(await world.EventsAsync<SlotReleased>(AgentStream));
        Assert.Empty((await world.New.Agent(TwoActivations.AgentId).ViewAsync()).Slots);
    }

    /// <summary>
    /// The reservation and the confirmation of an offer that was over came once more, long after: the second ticked off the look at the conversation that the
    /// first had led to, before it was begun, and the place was taken for ever (seed 215,881).
    /// </summary>
    [Fact]
    public async Task OfferThatIsOver_ReservedAndConfirmedOnceMore_IsStillLookedAt()
    {
        var world = new TwoActivations();
        var agent = world.New.Agent(TwoActivations.AgentId);
        (await agent.ExecuteAsync(Everywhere)).OrThrow();
        (await agent.ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow();
        var reserve = new ReserveAgent("o1", "c1", "general", 1);
        await agent.ExecuteAsync(reserve);
        var confirm = new ConfirmOffer("o1", world.Time.Now.AddSeconds(20), world.Started.Last(s => s.Effect.Effect is OfferConversation).Effect.Id);
        await agent.ExecuteAsync(confirm);
        await agent.ExecuteAsync(new ReleaseAgent("o1", ReleaseReason.Declined));

        await agent.ExecuteAsync(reserve);
        await agent.ExecuteAsync(confirm);

        Assert.Single(await world.EventsAsync<OfferMade>(AgentStream));
        world.Started.Clear();
        await world.New.WakeAsync(AgentStream);
        Assert.Contains(world.Started, s => s.Effect.Effect is OfferConversation { OfferId: "o1" });
    }

    /// <summary>The same with the line: it 'knew' the conversation already, from long ago.</summary>
    [Fact]
    public async Task OutdatedActivation_AskedToEnqueue_KnowsWhoLeft()
    {
        var world = new TwoActivations();
        var join = new EnqueueConversation("c1", 1, world.Time.Now, 0, "en", null);
        (await world.Old.Queue(TwoActivations.QueueId).ExecuteAsync(join)).OrThrow();
        (await world.New.Queue(TwoActivations.QueueId).ExecuteAsync(new DequeueConversation("c1", 1))).OrThrow();
        (await world.Old.Queue(TwoActivations.QueueId).ExecuteAsync(join)).OrThrow();
        Assert.Equal(1, (await world.New.Queue(TwoActivations.QueueId).ViewAsync()).Waiting);
    }

    /// <summary>It was offered the queue's work at once again, for ever, as fast as the machine could.</summary>
    [Fact]
    public async Task Agent_WhoLeftAQueue_IsNotPickedForItAnyMore()
    {
        var world = new TwoActivations();
        var (agent, queue, effects) = (world.New.Agent(TwoActivations.AgentId), world.New.Queue(TwoActivations.QueueId), world.EffectsOf(world.New));
        (await agent.ExecuteAsync(Everywhere)).OrThrow();
        (await agent.ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow();
        await CarryOutAsync(world, effects);
        (await agent.ExecuteAsync(Everywhere with { Queues = ["billing"] })).OrThrow();
        // The queue asks before it hears, and then hears.
        (await queue.ExecuteAsync(new EnqueueConversation("c9", 1, world.Time.Now, 0, "en", null))).OrThrow();
        await CarryOutAsync(world, effects);
        Assert.Empty(world.Started);
        Assert.InRange((await world.EventsAsync<AgentPicked>(new(EntityKind.Queue, TwoActivations.QueueId))).Count, 0, 1);
        Assert.Equal(0, (await queue.ViewAsync()).AgentsOnline);
    }

    /// <summary>The leave overtook the join, and the line kept a conversation that nobody would take out.</summary>
    [Fact]
    public async Task Conversation_WhoseJoinComesAfterItsLeave_DoesNotStayInLine()
    {
        var world = new TwoActivations();
        var (conversation, effects) = (world.New.Conversation(TwoActivations.ConversationId), world.EffectsOf(world.New));
        (await conversation.ExecuteAsync(new StartConversation(TwoActivations.Nur, "k", "web", "en", "hi", null))).OrThrow();
        (await conversation.ExecuteAsync(new RequestHandoff(TwoActivations.Nur, null))).OrThrow();
        (await conversation.ExecuteAsync(new CloseConversation(TwoActivations.Nur))).OrThrow();
        var (join, leave) = (world.Started.First(s => s.Effect.Effect is JoinQueue), world.Started.First(s => s.Effect.Effect is LeaveQueue));

        await effects.HandleAsync(leave.Source, leave.Effect, default);
        await effects.HandleAsync(join.Source, join.Effect, default);

        Assert.Equal(0, (await world.New.Queue(TwoActivations.QueueId).ViewAsync()).Waiting);
    }

    /// <summary>Each append of a busy entity put the next try off.</summary>
    [Fact]
    public async Task Retry_OfABusyEntity_IsNotPutOff()
    {
        var world = new TwoActivations();
        var conversation = world.New.Conversation(TwoActivations.ConversationId);
        (await conversation.ExecuteAsync(new StartConversation(TwoActivations.Nur, "k", "web", "en", "hi", null))).OrThrow();
        var due = await world.Store.NextDueAsync();
        for (var i = 0; i < 4; i++)
        {
            world.Time.Now += TimeSpan.FromSeconds(1);
            (await conversation.ExecuteAsync(new PostMessage(TwoActivations.Nur, $"m{i}", "more"))).OrThrow();
        }
        Assert.Equal(due, await world.Store.NextDueAsync());
    }

    private static async Task CarryOutAsync(TwoActivations world, Engine.Effects.GridEffects effects)
    {
        for (var rounds = 0; world.Started.Count > 0 && rounds < 20; rounds++)
        {
            var batch = world.Started.ToList();
            world.Started.Clear();
            foreach (var (source, effect) in batch) await effects.HandleAsync(source, effect, default);
        }
    }
}
