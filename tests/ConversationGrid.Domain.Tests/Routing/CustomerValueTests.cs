using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests.Routing;

/// <summary>What a customer is worth to the company: who says so, what it changes, and who never hears of it.</summary>
public class CustomerValueTests
{
    private static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);
    private static readonly QueuePolicy General = new() { ValueHeadStart = TimeSpan.FromMinutes(10) };
    private static readonly RoutingRules Rules =
        new(_ => new Dictionary<string, QueuePolicy> { ["vip"] = new() { Entry = [new() { ValueMin = 2 }] }, ["general"] = General });

    [Theory]
    [InlineData(0, "general")]
    [InlineData(1, "general")]
    [InlineData(2, "vip")]
    public void Queue_IsChosenByValue_FromTheFirstMoment(int value, string queue)
    {
        var run = Run(assistant: false);
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null, value));
        var handoff = Assert.Single(run.Events.OfType<HandoffRequested>());
        Assert.Equal((queue, value), (handoff.Queue, handoff.Value));
        Assert.Equal(value, run.State.Pending.Select(p => p.Effect).OfType<JoinQueue>().Single().Value);
        Assert.Equal(value >= 2 ? ["valued"] : [], run.Events.OfType<AlertRaised>().Select(a => a.Kind));
    }

    [Fact]
    public void ValueThatChanges_TakesANewPlaceInTheSameLine()
    {
        var run = Run();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", null, null));
        run.Give(new RequestHandoff(Commands.Nur, null));
        run.Pass(TimeSpan.FromMinutes(1));
        run.Give(new ValueConversation(3));
        var joins = run.State.Pending.Select(p => p.Effect).OfType<JoinQueue>().ToList();
        Assert.Equal([(1L, 0), (2L, 3)], joins.Select(j => (j.Ticket, j.Value)));
        Assert.Equal("general", joins[1].Queue);
        Assert.Equal("valued", Assert.Single(run.Events.OfType<AlertRaised>()).Kind);
        Assert.Empty(run.Give(new ValueConversation(3)).Events);

        var line = new Run<QueueState, QueueCommand, QueueEvent>(
            QueueState.Initial(new("demo", "general")), (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions(), General)), Queue.Evolve);
        foreach (var j in joins)
            line.Give(new EnqueueConversation("c1", j.Ticket, j.WaitingSince, j.Priority, j.Language, j.PreferredAgentId, j.Channel, j.Value));
        line.Give(new EnqueueConversation("c2", 1, joins[0].WaitingSince.AddMinutes(-29), 0, "en", null, "web"));
        line.Give(new EnqueueConversation("c3", 1, joins[0].WaitingSince.AddMinutes(-31), 0, "en", null, "web"));
        Assert.Equal(["c3", "c1", "c2"], line.State.Line.Select(p => p.ConversationId));
    }

    [Fact]
    public void Conversation_WhileItIsOver_IsLeftAlone_AndAsksWhenItBeginsAnew()
    {
        var run = Run();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", null, null, 1));
        run.Give(new CloseConversation(Commands.Nur));
        Assert.Empty(run.Give(new ValueConversation(3)).Events);
        run.Give(new PostMessage(Commands.Nur, "m1", "hello again"));
        Assert.Contains(new LinkToCustomer("nur", 1), run.State.Pending.Select(p => p.Effect));
        run.Give(new ValueConversation(3));
        Assert.Equal(3, run.State.Labels.Value);
    }

    [Fact]
    public void AngryAndValued_IsSaidTogether_AndEachOnce()
    {
        var run = Run();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", null, null, 3));
        for (var i = 0; i < 6; i++) run.Give(new PostMessage(Commands.Nur, $"m{i}", "angry words"));
        run.Give(new RequestHandoff(Commands.Nur, null));
        run.Give(new TransferConversation(Siti, "billing", null, null));
        var alerts = run.Events.OfType<AlertRaised>().ToDictionary(a => a.Kind, a => a.Text);
        Assert.Contains("valued customer", alerts["angry"]);
        Assert.True(alerts.ContainsKey("valued"));
        Assert.All(run.Events.OfType<AlertRaised>(), a => Assert.True(a.Tell));
    }

    [Fact]
    public void Customer_NeverLearnsItsValue()
    {
        var run = Run();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null, 3));
        Assert.All(run.Events.OfType<ValueChanged>(), e => Assert.Equal(Audience.Staff, Audiences.Of(e)));
        Assert.Null(Conversation.View(run.State, Commands.Nur)!.Value);
        Assert.Equal(3, Conversation.View(run.State, Siti)!.Value);
    }

    [Fact]
    public void Value_IsSetBySupervisors_InItsRange_AndSpreads()
    {
        var run = Runs.OfCustomer();
        Assert.Equal(RefusalCodes.Forbidden, run.Give(new ValueCustomer(Commands.AgentOf("ben"), 1)).Refusal!.Code);
        Assert.Equal(RefusalCodes.Forbidden, run.Give(new ValueCustomer(Commands.Nur, 3)).Refusal!.Code);
        foreach (var value in (int[])[-1, 4])
            Assert.Equal(RefusalCodes.Invalid, run.Give(new ValueCustomer(Siti, value)).Refusal!.Code);
        run.Give(new ValueCustomer(Siti, 1));
        Assert.Empty(run.State.Pending);
        run.Give(new LinkConversation("c1"));
        run.Give(new ValueCustomer(Siti, 2));
        Assert.Empty(run.Give(new ValueCustomer(Siti, 2)).Events);
        var spread = Assert.IsType<SpreadValue>(Assert.Single(run.State.Pending).Effect);
        Assert.Equal((2, "c1"), (spread.Value, Assert.Single(spread.Conversations)));
        Assert.Equal(2, Customer.View(run.State).Value);
    }

    private static Run<ConversationState, ConversationCommand, ConversationEvent> Run(bool assistant = true) => new(
        ConversationState.Initial(Commands.Id), (s, c, now) => Conversation.Decide(s, c, new(
            now, new ConversationOptions { AssistantEnabled = assistant }, new PlainUnderstanding(), ["general", "vip"], Rules)), Conversation.Evolve);
}
