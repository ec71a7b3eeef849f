using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Tasks;

/// <summary>No history of commands, however wrong, runs a tool without the proof and the consent that it needs.</summary>
public class TaskRuleTests
{
    [Fact]
    public void AnyHistory_RunsOnlyWhatWasProvenAndAgreedTo()
    {
        var (ran, agreed) = (0, 0);
        for (var seed = 1UL; seed <= 3_000; seed++)
        {
            var (draw, run) = (new Draw(seed), Runs.OfConversation());
            var commands = new Commands(draw);
            run.Give(commands.Opening());
            for (var i = 0; i < 60; i++)
            {
                run.Pass(TimeSpan.FromSeconds(draw.Below(60)));
                var before = run.State;
                var decision = run.Give(draw.Chance(50) ? commands.Tasks(run.State) : draw.Chance(50) ? new PostMessage(Commands.Nur, $"m{i}", "yes")
                    : commands.Conversation(run.State));
                foreach (var started in decision.Events.OfType<TaskAdvanced>().Where(e => e.Progress.Stage == TaskStage.Running))
                {
                    ran++;
                    var verified = before.Assistant?.Subject(run.Now) is not null || decision.Events.OfType<CustomerVerified>().Any();
                    Assert.True(!started.Progress.NeedsProof || verified, $"Seed {seed}: ran without proof.");
                    if (!started.Progress.NeedsConsent) continue;
                    agreed++;
                    Assert.True(before.Assistant?.Task is { Stage: TaskStage.Confirming } shown && shown.Slots.SequenceEqual(started.Slots!),
                        $"Seed {seed}: ran what was not shown.");
                    var said = run.Events.Select((e, n) => (e, Seq: n + 1L))
                        .Any(x => x.e is MessagePosted { ByKind: ActorKind.Customer } && x.Seq > before.Assistant!.TaskSeq && x.Seq < run.Events.Count);
                    Assert.True(said, $"Seed {seed}: ran without a word of the customer after it was shown.");
                }
                var running = run.State.Pending.Count(p => p.Effect is RunTool);
                Assert.True(running <= 1, $"Seed {seed}: {running} tools run at once.");
            }
        }
        Assert.True(ran > 50 && agreed > 10, $"The draw reached {ran} runs, {agreed} of them with consent: too few to show anything.");
    }

    [Fact]
    public void ProofOfAnotherCode_OrTooLate_OrOnceTooOften_IsNone()
    {
        var memory = AssistantMemory.Empty with { Code = new(
            "email:a@b.test", OneTimeCode.Hash(Commands.Id, "email:a@b.test", "123456"), Commands.Start.AddMinutes(10)) };
        Assert.True(OneTimeCode.Fits(Commands.Id, memory, "123456", Commands.Start));
        Assert.False(OneTimeCode.Fits(Commands.Id, memory, "123457", Commands.Start));
        Assert.False(OneTimeCode.Fits(new("demo", "other"), memory, "123456", Commands.Start));
        Assert.False(OneTimeCode.Fits(Commands.Id, memory, "123456", Commands.Start.AddMinutes(10)));
        Assert.False(OneTimeCode.Fits(Commands.Id, memory with { CodeTries = OneTimeCode.TriesMax }, "123456", Commands.Start));
    }
}
