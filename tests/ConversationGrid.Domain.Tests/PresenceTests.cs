using ConversationGrid.Contracts;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests;

/// <summary>An agent's work goes back when the agent is gone, and never because the host was.</summary>
public sealed class PresenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private AgentState _ben = AgentState.Initial(new("demo", "ben"));

    [Fact]
    public void LeaseEndedWhileTheHostWasDown_AgentKeepsItsWorkUntilTheGraceIsOver()
    {
        Connected(Noon.AddSeconds(15));
        Assigned("o1");
        var back = Noon.AddHours(1);

        Give(new TickAgent(), back, backBy: back + Grace);

        Assert.Equal(back + Grace, Agent.DueAt(_ben));
        Assert.Equal(PresenceStatus.Online, _ben.Status);
        Assert.Empty(GivenBack());
        Give(new LeaseAgent("g2", back.AddMinutes(1)), back.AddSeconds(8));
        Assert.Equal(back.AddMinutes(1), Agent.DueAt(_ben));
        Assert.Empty(GivenBack());
    }

    [Fact]
    public void AgentWhoDoesNotComeBack_IsLostWhenTheGraceIsOver()
    {
        Connected(Noon.AddSeconds(15));
        Assigned("o1");
        var back = Noon.AddHours(1);
        Give(new TickAgent(), back, backBy: back + Grace);

        Give(new TickAgent(), back + Grace, backBy: back + Grace);

        Assert.Equal(PresenceStatus.Offline, _ben.Status);
        Assert.Equal(["o1"], GivenBack());
    }

    [Theory]
    [InlineData(PresenceStatus.Online, null)]
    [InlineData(PresenceStatus.Away, "lunch")]
    public void LostAgent_ComesBackWithThePresenceThatItChose(PresenceStatus status, string? reason)
    {
        Connected(Noon.AddSeconds(15), status, reason);
        Give(new TickAgent(), Noon.AddSeconds(15));
        Assert.Equal(PresenceStatus.Offline, _ben.Status);

        Give(new LeaseAgent("g1", Noon.AddSeconds(80), Connected: false), Noon.AddSeconds(40));
        Assert.Equal(PresenceStatus.Offline, _ben.Status);
        Give(new LeaseAgent("g1", Noon.AddSeconds(100)), Noon.AddSeconds(60));

        Assert.Equal((status, reason), (_ben.Status, _ben.Reason));
    }

    [Fact]
    public void OfflineByChoice_StaysOffline_AlsoWhereItWasChosenWhileLost()
    {
        Connected(Noon.AddSeconds(15));
        Give(new TickAgent(), Noon.AddSeconds(15));
        Give(new SetPresence(PresenceStatus.Offline), Noon.AddSeconds(20));

        Give(new LeaseAgent("g1", Noon.AddSeconds(100)), Noon.AddSeconds(60));

        Assert.Equal(PresenceStatus.Offline, _ben.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChoosingOffline_GivesAllWorkBack_OffersToo(bool connected)
    {
        Connected(Noon.AddSeconds(45));
        Assigned("o1");
        Offered("o2");
        if (!connected) Give(new LeaseAgent("g1", Noon.AddSeconds(15), Connected: false), Noon);

        Give(new SetPresence(PresenceStatus.Offline), Noon.AddSeconds(1));

        Assert.Equal(["o1", "o2"], GivenBack().Distinct().Order());
    }

    [Fact]
    public void WorkThatComesAfterTheAgentChoseOffline_GoesBack()
    {
        Connected(Noon.AddSeconds(45));
        Reserve("o1");
        Reserve("o2");
        Give(new SetPresence(PresenceStatus.Offline), Noon);
        foreach (var pending in _ben.Pending.Where(p => p.Effect is GiveBack).ToList()) Give(new SettleAgentEffect(pending.Id), Noon);

        Give(new ConfirmOffer("o1", Noon.AddSeconds(20)), Noon);
        Give(new ConfirmAssignment("o2", "c-o2"), Noon);

        Assert.Equal(["o1", "o2"], GivenBack().Order());
    }

    [Fact]
    public void TwoOffersThatRunOut_SetAnAgentAway_WithTheReason()
    {
        Connected(Noon.AddHours(1));
        LetRunOut("o1");
        Assert.Equal(PresenceStatus.Online, _ben.Status);
        LetRunOut("o2");

        Assert.Equal((PresenceStatus.Away, PresenceReasons.MissedOffers), (_ben.Status, _ben.Reason));
        Give(new SetPresence(PresenceStatus.Online), Noon);
        LetRunOut("o3");
        Assert.Equal(PresenceStatus.Online, _ben.Status);
    }

    [Theory]
    [InlineData(ReleaseReason.Over, false, 0)]
    [InlineData(ReleaseReason.Declined, false, 0)]
    [InlineData(ReleaseReason.Withdrawn, false, 1)]
    [InlineData(ReleaseReason.Interrupted, false, 1)]
    [InlineData(ReleaseReason.Expired, true, 1)]
    public void OnlyOffersInARowThatTheAgentCouldSee_Count(ReleaseReason reason, bool reconnects, int missed)
    {
        Connected(Noon.AddHours(1));
        LetRunOut("o1");
        Offered("o2");
        if (reason == ReleaseReason.Over) Give(new ConfirmAssignment("o2", "c-o2"), Noon);
        else if (reconnects) Give(new LeaseAgent("g2", Noon.AddHours(2)), Noon);
        Give(new ReleaseAgent("o2", reason), Noon);

        Assert.Equal(PresenceStatus.Online, _ben.Status);
        Assert.Equal(missed, _ben.MissedOffers);
    }

    [Fact]
    public void TimeToWrapUp_ThatEndedWhileTheHostWasDown_LastsUntilTheGraceIsOver()
    {
        Connected(Noon.AddHours(2));
        Assigned("o1");
        Give(new ReleaseAgent("o1", ReleaseReason.Over, TimeSpan.FromSeconds(30)), Noon);
        var back = Noon.AddHours(1);
        Give(new TickAgent(), back, backBy: back + Grace);
        Assert.Equal((Noon, back + Grace), (_ben.Slots[0].WrapUpSince!.Value, _ben.Slots[0].WrapUpUntil!.Value));

        Give(new TickAgent(), back + Grace, backBy: back + Grace);

        Assert.Empty(_ben.Slots);
    }

    [Theory]
    [InlineData(75, WithdrawalReason.Interrupted, true)]
    [InlineData(65, WithdrawalReason.Expired, false)]
    public void OfferThatRanOutBeforeAgentsCouldBeBack_IsExcused(int backBySeconds, WithdrawalReason reason, bool excused)
    {
        var s = new ConversationState
        {
            Id = new("demo", "c1"), Status = ConversationStatus.Offered, CustomerId = "nur",
            Handoff = new() { Queue = "general", Offer = new("c1.1.1", "ben", "Ben", "general", Noon.AddSeconds(70)) },
            Parties = new(1, "nur", "general", "ben", []),
        };
        var context = Commands.Context(Noon.AddSeconds(70)) with { AgentsBackBy = Noon.AddSeconds(backBySeconds) };

        var withdrawn = Assert.Single(Conversation.Decide(s, new TickConversation(), context).Events.OfType<OfferWithdrawn>());

        Assert.Equal(reason, withdrawn.Reason);
        Assert.Equal(excused, Conversation.Evolve(s, 2, withdrawn).Pending.Select(p => p.Effect).OfType<RejoinQueue>().Single().Excused);
    }

    private IEnumerable<string> GivenBack() => _ben.Pending.Select(p => p.Effect).OfType<GiveBack>().Select(g => g.OfferId);

    private void Connected(DateTimeOffset until, PresenceStatus status = PresenceStatus.Online, string? reason = null)
    {
        Give(new ConfigureAgent("Ben", ["general"], ["en"], 10), Noon);
        Give(new LeaseAgent("g1", until), Noon);
        Give(new SetPresence(status, reason), Noon);
    }

    private void Reserve(string offer) => Give(new ReserveAgent(offer, $"c-{offer}", "general", 1), Noon);

    private void Offered(string offer)
    {
        Reserve(offer);
        Give(new ConfirmOffer(offer, Noon.AddSeconds(20)), Noon);
    }

    private void Assigned(string offer)
    {
        Offered(offer);
        Give(new ConfirmAssignment(offer, $"c-{offer}"), Noon);
    }

    private void LetRunOut(string offer)
    {
        Offered(offer);
        Give(new ReleaseAgent(offer, ReleaseReason.Expired), Noon);
    }

    private void Give(AgentCommand command, DateTimeOffset now, DateTimeOffset backBy = default)
    {
        foreach (var e in Agent.Decide(_ben, command, new(now, new(), backBy)).Events) _ben = Agent.Evolve(_ben, _ben.Seq + 1, e);
    }
}
