using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Tasks;

/// <summary>The rules that protect the customer from tasks, one example each.</summary>
public class TaskExamples
{
    private static readonly TaskProgress Shown = new(
        "change_booking", TaskStage.Confirming, [new("date", "2026-03-02")], null, NeedsProof: false, NeedsConsent: true);
    private static readonly TaskProgress Run = Shown with { Stage = TaskStage.Running };

    [Fact]
    public void Tool_ThatNeedsConsent_RunsAfterALaterMessageAgreedToIt() => Given.WithAssistant.And(g => Step(g, new(Shown)))
        .And(new PostMessage(Given.Nur, "m1", "yes"))
        .When(g => Step(g, new(Run))).Then("TaskAdvanced", "MessagePosted").Owes<RunTool>(run => run.Tool == "change_booking");

    [Fact]
    public void Tool_ThatWasNotShown_OrShownWithOtherValues_HandsOver()
    {
        Given.WithAssistant.When(g => Step(g, new(Run))).Then("ConversationEffectSettled", "HandoffRequested").That(s => s.Assistant?.Task == null);
        var other = Run with { Slots = [new("date", "2026-03-03")] };
        Given.WithAssistant.And(g => Step(g, new(Shown))).And(new PostMessage(Given.Nur, "m1", "yes")).When(g => Step(g, new(other)))
            .Then("ConversationEffectSettled", "HandoffRequested");
    }

    [Fact]
    public void Tool_ThatNeedsProof_RunsForAProvenCustomerOnly()
    {
        var order = new TaskProgress("order_status", TaskStage.Running, [], null, NeedsProof: true, NeedsConsent: false);
        Given.WithAssistant.When(g => Step(g, new(order))).Then("ConversationEffectSettled", "HandoffRequested");
        Given.WithAssistant.When(g => Step(g, new(order)) with { SignedAs = "external:u-nur" }).Then("CustomerVerified", "TaskAdvanced", "MessagePosted")
            .Owes<RunTool>(run => run.Subject == "external:u-nur");
    }

    [Fact]
    public void Code_ThatFits_Proves_AndAWrongOneIsCounted()
    {
        var sent = new CodeSent("email:nur@demo.test", OneTimeCode.Hash(Commands.Id, "email:nur@demo.test", "123456"), Commands.Start.AddMinutes(10));
        var filling = Shown with { Stage = TaskStage.Verifying };
        var given = Given.WithAssistant.And(g => Step(g, new(filling, CodeSent: sent))).And(new PostMessage(Given.Nur, "m1", "000000"));
        given.When(g => Step(g, new(filling, CodeGiven: "000000"))).Then("CodeRefused", "TaskAdvanced", "MessagePosted").That(s => s.Assistant!.CodeTries == 1);
        given.And(new PostMessage(Given.Nur, "m2", "123456")).When(g => Step(g, new(filling, CodeGiven: "123456")))
            .Then("CustomerVerified", "TaskAdvanced", "MessagePosted").That(s => s.Assistant!.VerifiedAs == "email:nur@demo.test");
    }

    [Fact]
    public void Task_ThatIsCancelled_Ends() => Given.WithAssistant.And(g => Step(g, new(Shown))).And(new PostMessage(Given.Nur, "m1", "no"))
        .When(g => Step(g, new(null, "cancelled"))).Then("TaskEnded", "MessagePosted").That(s => s.Assistant!.Task == null);

    [Fact]
    public void RunningTool_IsNotChanged() => Running().And(new PostMessage(Given.Nur, "m2", "wait"))
        .When(g => Step(g, new(Shown))).Then("ConversationEffectSettled", "HandoffRequested").That(s => s.Assistant!.Task!.Stage == TaskStage.Running);

    [Fact]
    public void Result_IsToldToTheCustomer_Once()
    {
        var given = Running();
        var tool = given.Pending<RunTool>();
        given.When(new PostToolResult(Caller.Assistant, tool, new("done", "It is moved."))).Then("TaskEnded", "MessagePosted");
        given.When(new PostToolResult(Caller.Assistant, tool, new("done", "It is moved."))).ThenNothing();
    }

    [Fact]
    public void Result_WithAReason_HandsOver() => Running()
        .When(g => new PostToolResult(Caller.Assistant, g.Pending<RunTool>(), new("failed", "A colleague checks it.", HandoffReason: "check it")))
        .Then("TaskEnded", "MessagePosted", "HandoffRequested");

    [Fact]
    public void HandOver_ForgetsTheOpenQuestion_AndKeepsWhatRuns()
    {
        Given.WithAssistant.And(g => Step(g, new(Shown))).When(new RequestHandoff(Given.Nur, null)).That(s => s.Assistant!.Task == null);
        Running().When(new RequestHandoff(Given.Nur, null)).That(s => s.Assistant!.Task!.Stage == TaskStage.Running).Owes<RunTool>();
    }

    [Fact]
    public void NextEpisode_KnowsNothingOfTheTaskAndTheProof() => Given.WithAssistant
        .And(g => Step(g, new(Shown)) with { SignedAs = "external:u-nur" }).And(new CloseConversation(Given.Nur))
        .When(new PostMessage(Given.Nur, "m1", "hello again")).That(s => s.Assistant == null);

    private static Given Running() =>
        Given.WithAssistant.And(g => Step(g, new(Shown))).And(new PostMessage(Given.Nur, "m1", "yes")).And(g => Step(g, new(Run)));

    private static PostAnswer Step(Given given, TaskStep step) => new(Caller.Assistant, given.Pending<AskAssistant>(), "Next.", null, null, null, step);
}
