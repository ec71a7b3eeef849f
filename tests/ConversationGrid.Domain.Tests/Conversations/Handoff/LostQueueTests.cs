using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Handoff;

/// <summary>Conversations in a queue that is gone are requeued.</summary>
public class LostQueueTests
{
    [Theory]
    [InlineData("sales", "general")]
    [InlineData("sales", "support")]
    public void HandoverThatNamesNoQueue_GoesToTheDefault_OrTheFirstThereIs(params string[] queues)
    {
        var run = Run(() => queues);
        Assert.Equal(queues.Contains("general") ? "general" : "sales", HandedOver(run, null));
    }

    [Fact]
    public void QueueIsGoneWhileItWaits_GoesHome_AsLongWaitingAsItIs()
    {
        string[] queues = ["general", "vip"];
        var run = Run(() => queues);
        HandedOver(run, "vip");
        run.Give(new LeaveLostQueue("vip"));
        Assert.Equal("vip", run.State.Handoff.Queue);

        var since = run.State.Handoff.WaitingSince;
        queues = ["general"];
        run.Pass(TimeSpan.FromMinutes(5));
        run.Give(new LeaveLostQueue("vip"));
        run.Give(new LeaveLostQueue("vip"));
        Assert.Equal(("general", 2L, since), (run.State.Handoff.Queue, run.State.Handoff.Ticket, run.State.Handoff.WaitingSince));
        Assert.Contains(run.State.Pending, p => p.Effect is LeaveQueue { Queue: "vip" });
        Assert.Contains(run.State.Pending, p => p.Effect is JoinQueue { Queue: "general" });
    }

    [Fact]
    public void QueueIsGoneWhileAnAgentHasIt_WhatComesBackGoesHome()
    {
        string[] queues = ["general", "vip"];
        var run = Run(() => queues);
        HandedOver(run, "vip");
        run.Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "vip", 1));
        run.Give(new AcceptOffer(Commands.AgentOf("ben"), "o1"));
        queues = ["general"];
        run.Give(new GiveBackConversation("ben", "o1"));
        Assert.Equal((ConversationStatus.Waiting, "general"), (run.State.Status, run.State.Handoff.Queue));
    }

    private static string? HandedOver(Run<ConversationState, ConversationCommand, ConversationEvent> run, string? queue)
    {
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        run.Give(new RequestHandoff(Commands.Nur, null, queue));
        return run.State.Handoff.Queue;
    }

    private static Run<ConversationState, ConversationCommand, ConversationEvent> Run(Func<IReadOnlyList<string>> queues) => new(
        ConversationState.Initial(Commands.Id), (s, c, now) => Conversation.Decide(
            s, c, new(now, new ConversationOptions(), new PlainUnderstanding(), queues())), Conversation.Evolve);
}
