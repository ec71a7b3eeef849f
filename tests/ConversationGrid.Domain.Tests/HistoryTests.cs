using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;

namespace ConversationGrid.Domain.Tests;

/// <summary>What holds for any history of any entity: thousands of drawn ones, each named by its seed.</summary>
public class HistoryTests
{
    private const int Seeds = 200;
    private const int Length = 60;

    [Fact]
    public void Conversation_AnyHistory_KeepsTheRules() => ForAll(
        () => Runs.OfConversation(), (commands, s) => s.Exists ? commands.Conversation(s) : commands.Opening(), IsRepeatable);

    [Fact]
    public void Conversation_WithoutAssistant_KeepsTheRules() => ForAll(
        () => Runs.OfConversation(assistant: false), (commands, s) => s.Exists ? commands.Conversation(s) : commands.Opening(), IsRepeatable);

    [Fact]
    public void Agent_AnyHistory_KeepsTheRules() => ForAll(Runs.OfAgent, (commands, s) => commands.Agent(s), _ => true);

    [Fact]
    public void Queue_AnyHistory_KeepsTheRules() => ForAll(Runs.OfQueue, (commands, s) => commands.Queue(s), _ => true);

    [Fact]
    public void Queue_WithPolicy_AnyHistory_KeepsTheRules() => ForAll(Runs.OfQueueWithPolicy, (commands, s) => commands.Queue(s), _ => true);

    [Fact]
    public void Customer_AnyHistory_KeepsTheRules() => ForAll(Runs.OfCustomer, (commands, s) => commands.Customer(s), _ => true);

    /// <summary>
    /// A transfer is an order for now: given twice by who may, it moves the conversation twice, as a new hand-over each time. A tick fires
    /// one timer, and the next one the next. What a rule answers by undoing it can be ordered again.
    /// </summary>
    private static bool IsRepeatable(ConversationCommand command) =>
        command is not (TransferConversation or TickConversation or LabelConversation or SetPriority or SnoozeConversation);

    private static void ForAll<TState, TCommand, TEvent>(
        Func<Run<TState, TCommand, TEvent>> create, Func<Commands, TState, TCommand> next, Func<TCommand, bool> isRepeatable)
        where TState : class
        where TEvent : DomainEvent
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (draw, run) = (new Draw((ulong)seed), create());
            var commands = new Commands(draw);
            for (var i = 0; i < Length; i++)
            {
                run.Pass(TimeSpan.FromSeconds(draw.Below(30)));
                var command = next(commands, run.State);
                var before = StateText.Of(run.State);
                var decision = run.Give(command);
                if (decision.Events.Count == 0)
                {
                    Assert.True(before == StateText.Of(run.State), $"Seed {seed}: {command} was refused, or known, and changed something.");
                    Assert.True(decision.Refusal is not null || decision.Known is not null, $"Seed {seed}: {command} got no answer.");
                }
                else if (isRepeatable(command))
                {
                    var again = run.Ask(command);
                    Assert.True(again.Events.Count == 0, $"Seed {seed}: {command} again gives {again.Events.Count} events.");
                }
            }
            Same(seed, run);
        }
    }

    /// <summary>Replayed from memory, from its stored form, and from any point, the history gives the same state.</summary>
    private static void Same<TState, TCommand, TEvent>(int seed, Run<TState, TCommand, TEvent> run)
        where TState : class
        where TEvent : DomainEvent
    {
        var expected = StateText.Of(run.State);
        Assert.True(expected == StateText.Of(run.Replay(run.Events)), $"Seed {seed}: the replay differs.");
        var stored = run.Events.Select(e =>
        {
            var encoded = EventCodec.Encode(e);
            var decoded = (TEvent)EventCodec.Decode(encoded.Type, encoded.Structure, encoded.Personal);
            Assert.Equal(StateText.Of(e), StateText.Of(decoded));
            return decoded;
        });
        Assert.True(expected == StateText.Of(run.Replay(stored)), $"Seed {seed}: the replay of what was stored differs.");
        // Without what is personal, as after an erasure, it still folds, and the numbers stay.
        var erased = run.Events.Select(e =>
        {
            var encoded = EventCodec.Encode(e);
            return (TEvent)EventCodec.Decode(encoded.Type, encoded.Structure, default);
        });
        var after = run.Replay(erased);
        if (after is ConversationState bare) Assert.Equal(run.Events.Count, bare.Seq);
        // Once it says that it was erased, nothing tells it from one that never held anything personal.
        DomainEvent? end = run.State switch
        {
            ConversationState => new Erased(ErasureReason.Customer, ["kept"]) { At = run.Now, By = Actor.System },
            CustomerState => new CustomerErased("e1", 1) { At = run.Now },
            _ => null,
        };
        if (end is TEvent last) Assert.Equal(StateText.Of(run.After(run.State, last)), StateText.Of(run.After(after, last)));
    }
}
