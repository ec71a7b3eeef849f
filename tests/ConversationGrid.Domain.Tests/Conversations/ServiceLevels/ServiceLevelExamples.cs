using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Conversations.ServiceLevels;

/// <summary>The rules of the service level's clocks, one example each.</summary>
public class ServiceLevelExamples
{
    private static readonly (string, string, string) Policy = (SettingKinds.Policy, "all", """
        {"name":"All","firstResponse":{"within":"00:10:00","warnBefore":"00:02:00"},"nextResponse":{"within":"00:05:00"},
         "onBreach":[{"do":"raisePriority"}]}
        """);

    [Fact]
    public void HandOver_StartsTheFirstResponse() => Given.WithAssistant.With(Policy)
        .When(new RequestHandoff(Given.Nur, null)).Then("HandoffRequested", "SlaClocksSet")
        .That(s => s.Sla!.Clocks.Any(c => c.DueAt == Commands.Start.AddMinutes(10)));

    [Fact]
    public void Assistant_StartsNoClock() => Given.WithAssistant.With(Policy).When(new PostMessage(Given.Nur, "m1", "hello")).Then("MessagePosted");

    [Fact]
    public void Clock_WarnsBeforeItsTime_AndBreachesAtIt_WithTheActionsOfThePolicy()
    {
        var given = Asked();
        given.After(TimeSpan.FromMinutes(8)).When(new TickConversation()).Then("SlaWarned", "AlertRaised");
        given.After(TimeSpan.FromMinutes(2)).When(new TickConversation()).Then("SlaBreached", "AlertRaised", "PriorityChanged");
        given.When(new TickConversation()).ThenNothing();
    }

    [Fact]
    public void Answer_EndsTheFirstResponse_AndAQuestionStartsTheNext()
    {
        var given = Asked().And(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1), new AcceptOffer(Given.Ben, "o1"));
        Assert.True(given.When(new PostMessage(Given.Ben, "m1", "Hello Nur")).Then("MessagePosted", "SlaEnded", "SlaClocksSet").Event<SlaEnded>().Met);
        given.When(new PostMessage(Given.Nur, "m2", "and where?")).Then("MessagePosted", "SlaClocksSet")
            .That(s => s.Sla!.Clocks.Any(c => c.Metric == SlaMetrics.Next));
    }

    [Fact]
    public void Hold_StopsTheClock() => Asked().And(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1), new AcceptOffer(Given.Ben, "o1"))
        .When(new HoldConversation(Given.Ben, true)).Then("HoldChanged", "SlaClocksSet").That(s => s.Sla!.Clocks.All(c => c.DueAt == null));

    private static Given Asked() => Given.WithAssistant.With(Policy).And(new RequestHandoff(Given.Nur, null));
}
