using System.Reflection;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations;

/// <summary>Every command meets every state: nothing throws, and nobody is shut out.</summary>
public class EveryCommandTests
{
    private static readonly Caller Ben = Commands.AgentOf("ben");

    /// <summary>A conversation in each status, by the shortest way there.</summary>
    private static readonly Dictionary<ConversationStatus, ConversationCommand[]> Ways = new()
    {
        [ConversationStatus.None] = [],
        [ConversationStatus.Bot] = [Open],
        [ConversationStatus.Waiting] = [Open, Ask],
        [ConversationStatus.Offered] = [Open, Ask, Offer],
        [ConversationStatus.Assigned] = [Open, Ask, Offer, Take],
        [ConversationStatus.Resolved] = [Open, Ask, Offer, Take, new ResolveConversation(Ben, null)],
        [ConversationStatus.Closed] = [Open, new CloseConversation(Commands.Nur)],
        [ConversationStatus.Snoozed] = [Open, Ask, Offer, Take, new SnoozeConversation(Ben, Commands.Start.AddHours(1))],
    };

    public static TheoryData<ConversationStatus> Statuses => [.. Enum.GetValues<ConversationStatus>()];

    private static ConversationCommand Open => new StartConversation(Commands.Nur, "k", "web", "en", "hello", null);
    private static ConversationCommand Ask => new RequestHandoff(Commands.Nur, null);
    private static ConversationCommand Offer => new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1);
    private static ConversationCommand Take => new AcceptOffer(Ben, "o1");

    [Theory, MemberData(nameof(Statuses))]
    public void AnyCommand_InAnyStatus_IsDecided(ConversationStatus status)
    {
        var types = typeof(ConversationCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ConversationCommand)) && !t.IsAbstract).ToHashSet();
        for (var seed = 1UL; seed <= 120; seed++)
        {
            var commands = new Commands(new Draw(seed));
            for (var i = 0; i < 60; i++)
            {
                var run = In(status);
                run.Pass(TimeSpan.FromSeconds(i % 2 == 0 ? 1 : 400_000));
                var command = commands.Conversation(run.State);
                types.Remove(command.GetType());
                var decision = run.Give(command);
                Assert.True(decision.Events.Count > 0 || decision.Refusal is not null || decision.Known is not null, $"{command} in {status}");
            }
        }
        Assert.Empty(types);
    }

    [Theory, MemberData(nameof(Statuses))]
    public void Customer_InAnyStatus_ReachesAHuman(ConversationStatus status)
    {
        if (status == ConversationStatus.None) return;
        var run = In(status);
        Assert.Null(run.Give(Ask).Refusal);
        Assert.Contains(run.State.Status, new[] { ConversationStatus.Waiting, ConversationStatus.Offered, ConversationStatus.Assigned });
        Assert.True(run.State.Handoff.Assignment is not null || run.State.Handoff.WaitingSince is not null);
    }

    [Fact]
    public void Customer_AfterAnyHistory_ReachesAHuman()
    {
        for (var seed = 1UL; seed <= 500; seed++)
        {
            var (draw, run) = (new Draw(seed), Runs.OfConversation());
            var commands = new Commands(draw);
            run.Give(Open);
            for (var length = draw.Below(60); length > 0; length--)
            {
                run.Pass(TimeSpan.FromSeconds(draw.Below(30)));
                run.Give(commands.Conversation(run.State));
            }
            // Whom staff shut out, what goes on elsewhere and what was erased are the stated exceptions.
            if (run.State.IsErased || run.State.Merge.IsBlocked || run.State.Merge.MergedInto is not null) continue;
            // Whoever it is by now: a visitor may have signed in.
            Assert.Null(run.Give(new RequestHandoff(Caller.Customer(run.State.CustomerId, null), null)).Refusal);
            Assert.True(run.State.Handoff.Assignment is not null || run.State.Handoff.WaitingSince is not null, $"Seed {seed}");
        }
    }

    [Fact]
    public void AnyStranger_InAnyStatus_IsToldThatThereIsNothing()
    {
        foreach (var status in Ways.Keys)
        {
            var run = In(status);
            foreach (var command in new ConversationCommand[]
            {
                new PostMessage(Caller.Customer("other", null), "m", "hi"), new RequestHandoff(Caller.Customer("other", null), null),
                new CloseConversation(Caller.Customer("other", null)), new RateConversation(Caller.Customer("other", null), 5, null),
                new PostNote(new(CallerRole.None, default, []), "m", "hi"),
            })
                Assert.Equal(RefusalCodes.NotFound, run.Give(command).Refusal?.Code);
        }
    }

    [Fact]
    public void EveryEvent_HasAnAudience()
    {
        foreach (var type in typeof(ConversationEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ConversationEvent)) && !t.IsAbstract))
        {
            var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).OrderByDescending(c => c.GetParameters().Length).First();
            var e = (ConversationEvent)constructor.Invoke(
                [.. constructor.GetParameters().Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null)]);
            Assert.NotEqual(Audience.None, Audiences.Of(e));
        }
    }

    private static Run<ConversationState, ConversationCommand, ConversationEvent> In(ConversationStatus status)
    {
        var run = Runs.OfConversation();
        foreach (var command in Ways[status])
            Assert.Null(run.Give(command).Refusal);
        Assert.Equal(status, run.State.Status);
        return run;
    }
}
