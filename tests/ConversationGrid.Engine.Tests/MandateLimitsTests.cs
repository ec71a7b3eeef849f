using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Tests;

/// <summary>What a customer's own assistant may have done under its mandate.</summary>
public class MandateLimitsTests
{
    [Theory]
    [InlineData("refund", null, "500", true)]
    [InlineData("refund", 100, "100", true)]
    [InlineData("refund", 100, "RM 99.90", true)]
    [InlineData("refund", 100, "100.01", false)]
    [InlineData("refund", 100, "1,000", false)]
    [InlineData("refund", 100, "all of it", false)]
    [InlineData("refund", 100, "50 or 500", false)]
    [InlineData("transfer", null, "1", false)]
    public void Step_IsTakenWithinTheMandate(string tool, int? most, string amount, bool isTaken)
    {
        var answer = new AssistantAnswer("Shall I?") { Step = new(new(tool, TaskStage.Confirming, [new("amount", amount)], null, true, true)) };
        var limited = MandateLimits.Of(answer, new(["refund"], most), null, "en");
        Assert.Equal(isTaken, ReferenceEquals(answer, limited));
        if (!isTaken) Assert.Null(limited.Step);
    }

    [Fact]
    public void TaskThatIsRefused_Ends_UnlessItRuns()
    {
        var progress = new TaskProgress("transfer", TaskStage.Confirming, [], null, true, true);
        var answer = new AssistantAnswer("Shall I?") { Step = new(progress) };
        Assert.Equal("refused", MandateLimits.Of(answer, new([], null), new() { Task = progress }, "en").Step!.EndedAs);
        Assert.Null(MandateLimits.Of(answer, new([], null), new() { Task = progress with { Stage = TaskStage.Running } }, "en").Step);
    }

    [Fact]
    public void WithoutMandate_AndWithoutStep_NothingChanges()
    {
        var step = new AssistantAnswer("x") { Step = new(new("t", TaskStage.Filling, [], "a", true, true)) };
        Assert.Same(step, MandateLimits.Of(step, null, null, "en"));
        var words = new AssistantAnswer("x");
        Assert.Same(words, MandateLimits.Of(words, new([], 0), null, "ms"));
    }
}
