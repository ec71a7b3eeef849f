using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Simulator.Days;

namespace ConversationGrid.Simulation.Tests.Days;

/// <summary>Days of routing keep the rules, and the checks are checked. The full count: <c>./grid simulate days</c>.</summary>
public class RandomDaysTests
{
    private const int Days = 150;

    [Fact]
    public void AnyDay_KeepsTheRules()
    {
        var (picks, assignments) = (0, 0);
        for (var day = 1UL; day <= Days; day++)
        {
            var result = DaysCommand.Of(day);
            Assert.True(result.Violations.Count == 0, $"Day {day}: {string.Join("; ", result.Violations)}");
            (picks, assignments) = (picks + result.Picks, assignments + result.Assignments);
        }
        Assert.True(picks > 3_000 && assignments > 3_000, $"Only {picks} choices and {assignments} assignments.");
    }

    [Theory]
    [InlineData("capacity", "over capacity")]
    [InlineData("deaf to time", "waits in")]
    [InlineData("last come first served", "passed it")]
    [InlineData("skills skipped", "lacks a skill")]
    public void APlantedBug_IsFound(string bug, string found)
    {
        for (var day = 1UL; day <= Days; day++)
        {
            var checks = new DayChecks(RandomDay.Of(day, models => Plant(models, bug)));
            checks.Run();
            if (checks.Violations.Any(v => v.Contains(found))) return;
        }
        Assert.Fail($"'{bug}' was not found in {Days} days.");
    }

    [Fact]
    public void ARecordedDay_RunAgain_MakesTheSameChoices()
    {
        var choices = 0;
        for (var day = 1UL; day <= 30; day++)
        {
            var test = Recorded(RandomDay.Of(day));
            Assert.True(test.Equality == 1 && test.SameAssignments == test.Assignments, $"Day {day}: {test.Same} of {test.Choices}, {test.Missed} missed.");
            choices += test.Choices;
        }
        Assert.True(choices > 500);
    }

    [Fact]
    public void ADayOfOtherRules_RunAgain_Differs()
    {
        var tests = Enumerable.Range(1, 30).Select(day => Recorded(RandomDay.Of((ulong)day, models => Plant(models, "any agent")))).ToList();
        Assert.True(tests.Sum(t => t.Same) < tests.Sum(t => t.Choices));
        Assert.True(tests.Sum(t => t.SameAssignments) < tests.Sum(t => t.Assignments));
    }

    private static BackTest Recorded(Centre centre)
    {
        var test = new BackTest();
        centre.Look = test.Add;
        centre.Grid.RunUntil(RandomDay.End);
        return test;
    }

    private static Models Plant(Models models, string bug) =>
        bug == "capacity" ? models with { Agent = new Boundless() } : models with { Queue = new Bent(models.Queue, bug) };

    private sealed class Boundless : AgentModel
    {
        public override Decision<AgentEvent> Decide(AgentState state, AgentCommand command, DateTimeOffset now) =>
            base.Decide(command is ReserveAgent ? state with { Capacity = AgentState.CapacityMax } : state, command, now);

        public override AgentReport? Report(AgentState state) => base.Report(state with { Capacity = AgentState.CapacityMax });
    }

    private sealed class Bent(QueueModel real, string bug) : QueueModel(new())
    {
        public override Decision<QueueEvent> Decide(QueueState state, QueueCommand command, DateTimeOffset now)
        {
            if (bug == "deaf to time" && command is TickQueue) return Decision<QueueEvent>.Already(new(state.Seq, state.UpdatedAt));
            var decision = real.Decide(state, command, now);
            return decision with { Events = [.. decision.Events.Select(e => Change(state, e))] };
        }

        public override QueueState Evolve(QueueState state, long seq, QueueEvent e) => real.Evolve(state, seq, e);

        private QueueEvent Change(QueueState state, QueueEvent e) => (bug, e) switch
        {
            ("last come first served", ConversationEnqueued x) => x with { Rank = DateTimeOffset.UnixEpoch + (DateTimeOffset.MaxValue - x.WaitingSince) },
            ("skills skipped", ConversationEnqueued { Terms: { } terms } x) => x with { Terms = terms with { Rings = [new(x.At)] } },
            ("any agent", AgentPicked x) =>
                x with { AgentId = state.Agents.Values.Where(a => a.Free >= 3).Select(a => a.Report.AgentId).Order(StringComparer.Ordinal)
                    .FirstOrDefault(x.AgentId) },
            _ => e,
        };
    }
}
