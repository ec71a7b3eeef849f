using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Conversations.Rules;

/// <summary>The actions of rules and the rules of macros, one example each.</summary>
public class RuleExamples
{
    [Theory]
    [InlineData("""{"do":"addLabel","value":"late"}""", "Labelled")]
    [InlineData("""{"do":"removeLabel","value":"go"}""", "Labelled")]
    [InlineData("""{"do":"setField","name":"order","value":"17"}""", "FieldsSet")]
    [InlineData("""{"do":"setPriority","value":"2"}""", "PriorityChanged")]
    [InlineData("""{"do":"raisePriority"}""", "PriorityChanged")]
    [InlineData("""{"do":"moveToQueue","value":"billing"}""", "Unassigned", "HandoffRequested")]
    [InlineData("""{"do":"alert","value":"Look here."}""", "AlertRaised")]
    [InlineData("""{"do":"note","value":"Seen."}""", "NotePosted")]
    [InlineData("""{"do":"snooze","value":"01:00:00"}""", "Snoozed")]
    [InlineData("""{"do":"hold","value":"true"}""", "HoldChanged")]
    [InlineData("""{"do":"resolve","value":"done"}""", "Resolved", "SurveyOffered")]
    [InlineData("""{"do":"markSpam"}""", "MarkedSpam", "Closed")]
    [InlineData("""{"do":"message","value":"An agent answers here."}""")]
    [InlineData("""{"do":"setPriority","value":"0"}""")]
    public void Action_FollowsInTheSameStep_UnlessItChangesNothing(string action, params string[] events) => Given.AssignedToBen.With(OnGo(action))
        .When(new LabelConversation(Given.Ben, ["go"], null)).Then(["Labelled", "RuleApplied", .. events]);

    [Fact]
    public void Message_OfARule_IsSentWhileNoAgentAnswers() => Given.WithAssistant.With(OnGo("""{"do":"message","value":"We are on it."}"""))
        .When(new LabelConversation(Given.Siti, ["go"], null)).Then("Labelled", "RuleApplied", "MessagePosted");

    [Fact]
    public void TimeRule_WaitsForItsMoment_AndIsForgottenAtTheEnd()
    {
        (string, string, string) later = (
            SettingKinds.Rule, "later", """{"name":"Later","on":["labelled"],"after":"00:10:00","then":[{"do":"raisePriority"}]}""");
        var given = Given.AssignedToBen.With(later);
        given.When(new LabelConversation(Given.Ben, ["go"], null)).Then("Labelled", "RuleScheduled");
        given.After(TimeSpan.FromMinutes(10)).When(new TickConversation()).Then("RuleApplied", "PriorityChanged").That(s => s.Rules.Timers.IsEmpty);
        Given.AssignedToBen.With(later).And(new LabelConversation(Given.Ben, ["go"], null)).When(new ResolveConversation(Given.Ben, null))
            .That(s => s.Rules.Timers.IsEmpty);
    }

    [Fact]
    public void Macro_PostsItsTextAndActs_Once()
    {
        var given = Given.AssignedToBen.With(Thanks);
        given.When(new RunMacro(Given.Ben, "thanks", "m1")).Then("MacroApplied", "MessagePosted", "Labelled");
        given.When(new RunMacro(Given.Ben, "thanks", "m1")).ThenNothing();
    }

    [Fact]
    public void Macro_SpeaksForTheAgentOfTheConversationOnly()
    {
        Given.AssignedToBen.With(Thanks).When(new RunMacro(Given.Siti, "thanks", "m1")).ThenRefused("forbidden");
        Given.AssignedToBen.With(Thanks).And(new JoinConversation(Given.Siti)).When(new RunMacro(Given.Siti, "thanks", "m1")).ThenAccepted();
        Given.Waiting.With(Thanks).When(new RunMacro(Given.Ben, "thanks", "m1")).ThenRefused("forbidden");
    }

    [Fact]
    public void Macro_ThatIsUnknown_OrLacksAValue_OrComesAfterTheEnd_IsRefused()
    {
        Given.AssignedToBen.With(Thanks).When(new RunMacro(Given.Ben, "nosuch", "m1")).ThenRefused("not_found");
        Given.AssignedToBen
            .With((SettingKinds.Macro, "order", """{"name":"Order","texts":[{"language":"en","text":"Order {{field.order}} is on its way."}]}"""))
            .When(new RunMacro(Given.Ben, "order", "m1")).ThenRefused("invalid");
        Given.Resolved.With(Thanks).When(new RunMacro(Given.Siti, "thanks", "m1")).ThenRefused("conflict");
    }

    private static (string, string, string) Thanks => (
        SettingKinds.Macro, "thanks",
        """{"name":"Thanks","texts":[{"language":"en","text":"Thank you, {{customer}}."}],"actions":[{"do":"addLabel","value":"thanked"}]}""");

    private static (string, string, string) OnGo(string action) => (SettingKinds.Rule, "go", $$"""{"name":"Go","on":["labelled"],"then":[{{action}}]}""");
}
