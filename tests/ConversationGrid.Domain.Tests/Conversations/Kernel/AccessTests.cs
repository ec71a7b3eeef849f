using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Kernel;

/// <summary>Who sees a conversation, follows it, or reads only what it had, as the conversation goes from hand to hand.</summary>
public class AccessTests
{
    private static readonly Caller Ben = Commands.AgentOf("ben");
    private static readonly Caller Aina = Commands.AgentOf("aina");
    private static readonly Caller Cara = Commands.AgentOf("cara") with { Queues = ["billing"] };
    private static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);

    private readonly Run<ConversationState, ConversationCommand, ConversationEvent> _run = new(
        ConversationState.Initial(Commands.Id), (s, c, now) => Conversation.Decide(s, c, new(now, new ConversationOptions(), null, ["general", "billing"])),
        Conversation.Evolve);

    public AccessTests()
    {
        _run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        Assert.False(Of(Ben).Sees);
        _run.Give(new RequestHandoff(Commands.Nur, null));
    }

    [Fact]
    public void Waiting_IsFollowedByItsQueuesAgents_AndByNobodyOfAnotherQueue()
    {
        Assert.True(Of(Ben).Follows && Of(Aina).Follows && Of(Siti).Follows && Of(Commands.Nur).Follows);
        Assert.False(Of(Cara).Sees);
        Assert.False(Of(Caller.Customer("other", null)).Sees);
        Assert.False(Of(Ben with { Queues = ["billing"] }).Sees);
        Assert.False(Of(Ben with { Role = CallerRole.None }).Sees);
    }

    [Fact]
    public void TakenByOne_IsNothingToTheOthers()
    {
        Take(Ben, "o1");
        Assert.True(Of(Ben).Follows);
        Assert.False(Of(Aina).Sees);
        Assert.True(Of(Ben with { Queues = ["billing"] }).Follows);
        Assert.True(Of(Siti).Follows);
        Assert.False(Of(Siti with { Role = CallerRole.Agent }).Sees);
    }

    [Fact]
    public void Transferred_IsReadByItsFormerAgent_UpToWhereItLeft()
    {
        Take(Ben, "o1");
        _run.Give(new TransferConversation(Ben, "billing", null, "please look"));
        var left = Of(Ben).ReadableTo;
        Assert.Equal("unassigned", Named(left!.Value));
        _run.Give(new PostNote(Siti, "n", "not for Ben"));
        Take(Cara, "o2", "billing");
        Assert.Equal(new ConversationAccess(true, left), Of(Ben));
        var view = Conversation.View(_run.State, Ben)!;
        Assert.Equal((left, left.Value, "cara", null), (view.ReadableTo, view.LastSeq, view.Agent!.Id, view.Mood));
        Assert.Equal(RefusalCodes.Forbidden, _run.Give(new LabelConversation(Ben, ["x"], null)).Refusal?.Code);
        Assert.Equal(RefusalCodes.Forbidden, _run.Give(new PostMessage(Ben, "m", "late")).Refusal?.Code);
        Assert.Null(_run.Give(new PostNote(Ben, "n2", "she asked for a refund")).Refusal);
    }

    [Fact]
    public void OverOrSnoozed_IsFollowedByItsLastAgent_UntilItGoesToOthers()
    {
        Take(Ben, "o1");
        _run.Give(new SnoozeConversation(Ben, _run.Now.AddHours(1)));
        Assert.True(Of(Ben with { Queues = [] }).Follows);
        _run.Give(new UnsnoozeConversation(Ben));
        Take(Ben, "o2");
        _run.Give(new ResolveConversation(Ben, null));
        Assert.True(Of(Ben).Follows);
        _run.Give(new PostMessage(Commands.Nur, "again", "one more question"));
        Assert.True(Of(Ben).Follows);
        _run.Give(new RequestHandoff(Commands.Nur, null));
        Take(Aina, "o3");
        Assert.True(Of(Aina).Follows);
        Assert.NotNull(Of(Ben).ReadableTo);
        Take(Ben, null);
        Assert.True(Of(Ben).Follows);
    }

    [Fact]
    public void Transfer_IsNotOfferedToItsSender_InThisEpisode()
    {
        Take(Ben, "o1");
        _run.Give(new TransferConversation(Ben, "general", null, null));
        Assert.Equal(["ben"], _run.State.Handoff.NotTo.Select(x => x.AgentId));
        Assert.Null(_run.State.Handoff.PreferredAgentId);
        Assert.Contains(_run.State.Pending, p => p.Effect is JoinQueue { NotTo: [{ AgentId: "ben" }] });
        _run.Give(new OverflowConversation("general", _run.State.Handoff.Ticket, "billing"));
        Assert.Contains(_run.State.Pending, p => p.Effect is JoinQueue { Queue: "billing", PreferredAgentId: null, NotTo: [{ AgentId: "ben" }] });
        Take(Aina, "o2", "billing");
        Assert.Equal(RefusalCodes.Conflict, _run.Give(new TransferConversation(Aina, null, "aina", null)).Refusal?.Code);
        _run.Give(new TransferConversation(Aina, null, "ben", null));
        Assert.Equal(["aina"], _run.State.Handoff.NotTo.Select(x => x.AgentId));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("transfer")]
    [InlineData("lost")]
    [InlineData("takeOver")]
    [InlineData("snooze")]
    public void Hold_Ends(string by)
    {
        Take(Ben, "o1");
        _run.Give(new HoldConversation(Ben, true));
        _run.Give(new PostMessage(Ben, "wait", "one moment"));
        Assert.True(_run.State.Pause.OnHold);
        _run.Give(by switch
        {
            "write" => new PostMessage(Commands.Nur, "m", "are you there?"),
            "transfer" => new TransferConversation(Ben, "billing", null, null),
            "lost" => new GiveBackConversation("ben", "o1"),
            "takeOver" => new TakeOverConversation(Siti, "siti", "Siti"),
            _ => new SnoozeConversation(Ben, _run.Now.AddHours(1)),
        });
        Assert.False(_run.State.Pause.OnHold);
    }

    private ConversationAccess Of(Caller by) => ConversationAccess.Of(_run.State.Parties, by);

    private string Named(long seq) => EventAttribute.Of(_run.Events[(int)seq - 1].GetType()).Name;

    private void Take(Caller agent, string? offer, string queue = "general")
    {
        if (offer is null)
        {
            _run.Give(new TakeOverConversation(Siti, agent.Actor.Id, agent.Actor.Id));
            return;
        }
        _run.Give(new OfferToAgent(Caller.System, offer, agent.Actor.Id, agent.Actor.Id, queue, _run.State.Handoff.Ticket));
        Assert.True(Of(agent).Follows);
        Assert.Null(_run.Give(new AcceptOffer(agent, offer)).Refusal);
    }
}
