using ConversationGrid.Contracts;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests.Routing;

/// <summary>Whom a conversation can be transferred to, that it does not return to its sender, and what becomes of a removed agent's work.</summary>
public class TransferCheckTests
{
    private static readonly DateTimeOffset Now = Commands.Start;
    private static readonly AgentContext Context = new(Now, new());

    [Theory]
    [InlineData(PresenceStatus.Online, 2, 3, CallerRole.Agent, "general", null, TransferObstacle.None)]
    [InlineData(PresenceStatus.Online, 2, 3, CallerRole.Admin, "general", null, TransferObstacle.None)]
    [InlineData(PresenceStatus.Online, 2, 3, CallerRole.Agent, "general", "ben", TransferObstacle.HasIt)]
    [InlineData(PresenceStatus.Away, 0, 0, CallerRole.Agent, "general", null, TransferObstacle.Absent)]
    [InlineData(PresenceStatus.Offline, 0, 0, CallerRole.Supervisor, "general", null, TransferObstacle.TakesNone)]
    [InlineData(PresenceStatus.Online, 5, 0, CallerRole.Agent, "general", null, TransferObstacle.NoRoom)]
    [InlineData(PresenceStatus.Online, 1, 0, CallerRole.Agent, "general", null, TransferObstacle.Absent)]
    [InlineData(PresenceStatus.Online, 1, 4, CallerRole.Agent, null, null, TransferObstacle.OtherQueue)]
    public void Agent_IsJudged(PresenceStatus status, int load, int free, CallerRole role, string? queue, string? holder, TransferObstacle expected) =>
        Assert.Equal(expected, TransferCheck.Of(new("ben", "Ben", status, load, 5, ["general"], [], Free: free), role, queue, holder));

    [Theory]
    [InlineData(null, "general", "general")]
    [InlineData(null, "sales", "billing")]
    [InlineData("billing", "general", "billing")]
    [InlineData("sales", "general", null)]
    public void Queue_IsOneThatTheAgentServes(string? asked, string current, string? expected) =>
        Assert.Equal(expected, TransferCheck.QueueFor(asked, current, ["billing", "general"]));

    [Fact]
    public void Sender_IsNotPicked_WhileItIsExcluded_AndAnotherIs()
    {
        var s = QueueState.Initial(new("demo", "general"));
        Give(new ReportAgent(Report("ben")), Now);
        Give(new EnqueueConversation("c1", 1, Now, 0, "en", null, NotTo: [new("ben", Now.AddMinutes(5))]), Now);
        Assert.Null(s.Entries["c1"].Pick);
        Give(new EnqueueConversation("c2", 1, Now, 0, "en", null), Now);
        Assert.Equal("ben", s.Entries["c2"].Pick?.AgentId);
        Give(new TickQueue(), Now.AddMinutes(5));
        Assert.Equal("ben", s.Entries["c1"].Pick?.AgentId);

        s = QueueState.Initial(new("demo", "general"));
        Give(new ReportAgent(Report("ben")), Now);
        Give(new EnqueueConversation("c1", 1, Now, 0, "en", "ben", NotTo: [new("ben", Now.AddMinutes(5))]), Now);
        Give(new ReportAgent(Report("aina")), Now);
        Assert.Equal("aina", s.Entries["c1"].Pick?.AgentId);

        void Give(QueueCommand command, DateTimeOffset at)
        {
            foreach (var e in Queue.Decide(s, command, new(at, new QueueOptions())).Events) s = Queue.Evolve(s, s.Seq + 1, e);
        }
    }

    [Fact]
    public void RemovedAgent_GivesAllBack_AndServesNothing()
    {
        var s = Busy();
        Give(ref s, new RetireAgent());
        Assert.Equal((PresenceStatus.Offline, 0, 0), (s.Status, s.Queues.Count, s.Free));
        Assert.Equal(["c1", "c2"], s.Pending.Select(p => p.Effect).OfType<GiveBack>().Select(g => g.ConversationId).Order());
        Assert.Contains(s.Pending, p => p.Effect is TellQueues { Report.Status: PresenceStatus.Offline } tell && tell.Queues.Contains("general"));
        Assert.NotNull(Agent.Decide(s, new ReserveAgent("o9", "c9", "general", 1), Context).Refusal);
        Give(ref s, new ReleaseAgent("o1", ReleaseReason.TakenAway));
        Give(ref s, new ReleaseAgent("o2", ReleaseReason.Withdrawn));
        Assert.Empty(Agent.Decide(s, new RetireAgent(), Context).Events);
    }

    [Fact]
    public void MovedAgent_LosesOffersOfTheOldQueue_AndKeepsWhatItHas()
    {
        var s = Busy();
        Give(ref s, new ConfigureAgent("Ben", ["billing"], ["en"], 5));
        Assert.Equal(["c2"], s.Pending.Select(p => p.Effect).OfType<GiveBack>().Select(g => g.ConversationId));
    }

    /// <summary>One conversation assigned, one offered.</summary>
    private static AgentState Busy()
    {
        var s = AgentState.Initial(new("demo", "ben"));
        Give(ref s, new ConfigureAgent("Ben", ["general"], ["en"], 5));
        Give(ref s, new SetPresence(PresenceStatus.Online));
        Give(ref s, new ReserveAgent("o1", "c1", "general", 1));
        Give(ref s, new ConfirmOffer("o1", Now.AddMinutes(1)));
        Give(ref s, new ConfirmAssignment("o1", "c1"));
        Give(ref s, new ReserveAgent("o2", "c2", "general", 1));
        Give(ref s, new ConfirmOffer("o2", Now.AddMinutes(1)));
        return s;
    }

    private static void Give(ref AgentState s, AgentCommand command)
    {
        foreach (var e in Agent.Decide(s, command, Context).Events) s = Agent.Evolve(s, s.Seq + 1, e);
    }

    private static AgentReport Report(string id) => new(id, id, 1, PresenceStatus.Online, 3, Now, ["en"]);
}
