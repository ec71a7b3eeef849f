using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Conversations.ServiceLevels;

/// <summary>The service level's clocks over a working day with a lunch break, a weekend and a holiday, to the second.</summary>
public class ClockTests
{
    private const string Office = """
        {"timeZone":"Asia/Kuala_Lumpur","hours":[{"day":"monday","from":"09:00","to":"12:00"},{"day":"monday","from":"13:00","to":"18:00"},
         {"day":"tuesday","from":"09:00","to":"18:00"},{"day":"friday","from":"09:00","to":"12:00"},{"day":"friday","from":"13:00","to":"18:00"}],
         "holidays":[{"date":"2026-03-02","name":"A holiday"}]}
        """;

    private static readonly ServiceSettings Settings = WorkflowCommands.SettingsOf(
        (SettingKinds.Calendar, "office", Office),
        (SettingKinds.Policy, "billing", """{"name":"Billing","order":1,"queues":["billing"],"firstResponse":{"within":"00:10:00"}}"""),
        (SettingKinds.Policy, "all", """
            {"name":"All","order":2,"calendar":"office","firstResponse":{"within":"01:00:00","warnBefore":"00:15:00"},"nextResponse":{"within":"00:30:00"},
             "resolution":{"within":"04:00:00"},"onBreach":[{"do":"raisePriority"},{"do":"addLabel","value":"late"}]}
            """));

    private static readonly Caller Ben = Commands.AgentOf("ben");
    private static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);

    /// <summary>Friday 27 February 2026, 11:30 in Kuala Lumpur. Monday is a holiday.</summary>
    private static readonly DateTimeOffset Friday = new(2026, 2, 27, 3, 30, 0, TimeSpan.Zero);

    private ConversationState _s = ConversationState.Initial(Commands.Id);
    private readonly List<ConversationEvent> _events = [];

    [Fact]
    public void FirstResponse_WarnsAndBreaches_AtItsSecond_OverTheLunchBreak()
    {
        HandOver(Friday);
        // Half an hour before lunch, half an hour after: due 13:30, warned 13:15.
        Assert.Equal(Friday.AddMinutes(105), Conversation.DueAt(_s));
        Assert.Empty(Give(new TickConversation(), Friday.AddMinutes(105).AddTicks(-1)));
        var warned = Give(new TickConversation(), Friday.AddMinutes(105));
        Assert.Equal(Friday.AddMinutes(120), Assert.IsType<SlaWarned>(warned[0]).DueAt);
        Assert.Equal("slaWarning", Assert.IsType<AlertRaised>(warned[1]).Kind);
        Assert.Equal(Friday.AddMinutes(120), Conversation.DueAt(_s));
        Assert.Empty(Give(new TickConversation(), Friday.AddMinutes(120).AddTicks(-1)));
        var breached = Give(new TickConversation(), Friday.AddMinutes(120));
        Assert.Equal(SlaMetrics.First, Assert.IsType<SlaBreached>(breached[0]).Metric);
        Assert.Equal(["SlaBreached", "AlertRaised", "PriorityChanged", "Labelled"], breached.Select(e => e.GetType().Name));
        Assert.Equal((1, true), (_s.Labels.Priority, _s.Labels.Names.Contains("late")));
        Assert.Empty(Give(new TickConversation(), Friday.AddMinutes(121)));
        Assert.All(_events.Where(e => e is SlaWarned or SlaBreached or SlaClocksSet), e => Assert.Equal(Audience.Staff, Audiences.Of(e)));
    }

    [Fact]
    public void Resolution_StandsStill_WhileTheCustomerMustAnswer_AndOverWeekendAndHoliday()
    {
        HandOver(Friday);
        Take(Friday);
        Answer(Friday.AddMinutes(10), "a1");
        Assert.Contains(_events, e => e is SlaEnded { Metric: SlaMetrics.First, Met: true, TookMs: 600_000 });
        Assert.Null(Conversation.DueAt(_s));
        // The customer writes at 17:50: ten minutes are left of Friday, then come the weekend, a holiday, and Tuesday at 9.
        var wrote = Friday.AddMinutes(380);
        Give(new PostMessage(Commands.Nur, "n1", "and then?"), wrote);
        var tuesday = new DateTimeOffset(2026, 3, 3, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(tuesday.AddMinutes(20), Clock(SlaMetrics.Next)!.DueAt);
        // Ten minutes of the resolution's four hours are used up.
        Assert.Equal(tuesday.AddMinutes(220), Clock(SlaMetrics.Resolution)!.DueAt);
        Answer(tuesday.AddMinutes(20), "a2");
        Assert.Contains(_events, e => e is SlaEnded { Metric: SlaMetrics.Next, Met: true, TookMs: 1_800_000 });
        Give(new ResolveConversation(Ben, null), tuesday.AddMinutes(30));
        Assert.Contains(_events, e => e is SlaEnded { Metric: SlaMetrics.Resolution, Met: true, TookMs: 2_400_000 });
        Assert.Null(_s.Sla);
    }

    [Fact]
    public void SecondMessage_DoesNotMoveTheNextResponse()
    {
        HandOver(Friday);
        Take(Friday);
        Answer(Friday.AddMinutes(1), "a1");
        Give(new PostMessage(Commands.Nur, "n1", "one"), Friday.AddMinutes(2));
        var due = Clock(SlaMetrics.Next)!.DueAt;
        Give(new PostMessage(Commands.Nur, "n2", "two"), Friday.AddMinutes(20));
        Assert.Equal(due, Clock(SlaMetrics.Next)!.DueAt);
    }

    [Fact]
    public void HoldAndSnooze_StopEveryClock_AndGoOnWhereTheyStopped()
    {
        HandOver(Friday);
        Give(new HoldConversation(Siti, true), Friday.AddMinutes(10));
        Assert.Null(Conversation.DueAt(_s));
        Assert.Equal(3000, Assert.Single(Conversation.View(_s, Siti)!.Sla!, c => c.Metric == SlaMetrics.First).LeftSeconds);
        Give(new HoldConversation(Siti, false), Friday.AddMinutes(120));
        // Fifty minutes are left at 13:30; the warning is due 35 minutes on.
        Assert.Equal(Friday.AddMinutes(155), Conversation.DueAt(_s));
        Give(new SnoozeConversation(Siti, Friday.AddMinutes(180)), Friday.AddMinutes(130));
        Assert.Equal(Friday.AddMinutes(180), Conversation.DueAt(_s));
        var back = Give(new TickConversation(), Friday.AddMinutes(180));
        Assert.IsType<Unsnoozed>(back[0]);
        Assert.Equal(ConversationStatus.Waiting, _s.Status);
        Assert.Equal(Friday.AddMinutes(180 + 25), Conversation.DueAt(_s));
    }

    [Fact]
    public void AnotherQueue_MeansAnotherPolicy_WhatWasUsedUpStays()
    {
        HandOver(Friday);
        Give(new TransferConversation(Siti, "billing", null, null), Friday.AddMinutes(4));
        Assert.Equal("billing", _s.Sla!.Policy);
        Assert.Equal(Friday.AddMinutes(10), Clock(SlaMetrics.First)!.DueAt);
    }

    [Fact]
    public void Reopened_MeasuresAnew_AndSpamIsMeasuredNotAtAll()
    {
        HandOver(Friday);
        Take(Friday);
        Answer(Friday.AddMinutes(1), "a1");
        Give(new ResolveConversation(Ben, null), Friday.AddMinutes(2));
        Give(new RequestHandoff(Commands.Nur, null), Friday.AddMinutes(3));
        Assert.Equal(SlaMetrics.First, _s.Sla!.Clocks[0].Metric);
        Assert.False(_s.Sla.Clocks[0].Done);
        var before = _events.Count(e => e is SlaEnded);
        Give(new MarkSpam(Siti), Friday.AddMinutes(4));
        Assert.Null(_s.Sla);
        Assert.Equal(before, _events.Count(e => e is SlaEnded));
    }

    [Fact]
    public void WithoutPolicy_NothingIsAppended()
    {
        var none = new ConversationContext(Friday, new(), null, ["general"]);
        var decision = Conversation.Decide(_s, new StartConversation(Commands.Nur, "k", "web", "en", "hello", null), none);
        Assert.Equal(["ConversationStarted", "MessagePosted"], decision.Events.Select(e => e.GetType().Name));
    }

    private void HandOver(DateTimeOffset at)
    {
        Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null), at.AddSeconds(-1));
        Give(new RequestHandoff(Commands.Nur, null), at);
    }

    private void Take(DateTimeOffset at)
    {
        Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1), at);
        Give(new AcceptOffer(Ben, "o1"), at);
    }

    private void Answer(DateTimeOffset at, string clientId) => Give(new PostMessage(Ben, clientId, "here"), at);

    private SlaClock? Clock(string metric) => _s.Sla?.Clocks.Find(c => c.Metric == metric && !c.Done);

    private IReadOnlyList<ConversationEvent> Give(ConversationCommand command, DateTimeOffset now)
    {
        var decision = Conversation.Decide(_s, command, new(
            now, new ConversationOptions { OfferTimeout = TimeSpan.FromMinutes(5) }, new PlainUnderstanding(), ["general", "billing"], Settings: Settings));
        Assert.Null(decision.Refusal);
        foreach (var e in decision.Events)
        {
            _s = Conversation.Evolve(_s, _s.Seq + 1, e);
            _events.Add(e);
        }
        return decision.Events;
    }
}
