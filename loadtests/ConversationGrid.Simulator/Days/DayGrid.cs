using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Testing;

namespace ConversationGrid.Simulator.Days;

/// <summary>
/// The real entities and the real sagas in virtual time, without a journal, faults or threads: a day of a contact centre in milliseconds.
/// What befalls a grid is the simulator's matter; here it is who gets whom, and when.
/// </summary>
internal sealed class DayGrid : IGrid
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly Dictionary<StreamId, DayEntity> _entities = [];
    private readonly GridEffects _effects;
    private readonly Models _models;
    private readonly TimeSpan _hop;
    private long _order;

    /// <param name="hop">What an effect takes to reach another entity.</param>
    public DayGrid(Models models, DateTimeOffset start, TimeSpan hop)
    {
        (_models, Now, _hop) = (models, start, hop);
        _effects = new(() => this, new SilentAssistant(), new TranscriptReader(new MemoryStore()));
    }

    public DateTimeOffset Now { get; private set; }

    /// <summary>Called with every event, after its state is in place.</summary>
    public Action<StreamId, long, DomainEvent>? OnEvent { get; set; }

    /// <summary>Commands carried out.</summary>
    public long Commands { get; private set; }

    public IConversation Conversation(EntityId id) => (IConversation)Find(new(EntityKind.Conversation, id));
    public ICustomer Customer(EntityId id) => (ICustomer)Find(new(EntityKind.Customer, id));
    public IAgent Agent(EntityId id) => (IAgent)Find(new(EntityKind.Agent, id));
    public IQueue Queue(EntityId id) => (IQueue)Find(new(EntityKind.Queue, id));
    public IWorkspace Workspace(string workspace) => throw new NotSupportedException("Nobody administers a day.");

    public ConversationState ConversationOf(EntityId id) => ((Conversing)Find(new(EntityKind.Conversation, id))).State;
    public AgentState AgentOf(EntityId id) => ((Working)Find(new(EntityKind.Agent, id))).State;
    public QueueState QueueOf(EntityId id) => ((Queueing)Find(new(EntityKind.Queue, id))).State;

    public Task<long> WatchAsync(StreamId stream, CancellationToken cancel = default) => Task.FromResult(0L);
    public Task UnwatchAsync(StreamId stream, CancellationToken cancel = default) => Task.CompletedTask;
    public Task SignalAsync(StreamId stream, Signal signal, CancellationToken cancel = default) => Task.CompletedTask;
    public Task WakeAsync(StreamId stream, CancellationToken cancel = default) => Task.CompletedTask;

    public void At(DateTimeOffset at, Action action) => _agenda.Enqueue(action, (at < Now ? Now : at, _order++));

    /// <summary>Runs what is planned, up to a time.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        while (_agenda.TryPeek(out _, out var next) && next.At <= end)
        {
            var action = _agenda.Dequeue();
            Now = next.At;
            action();
        }
        Now = end;
    }

    private DayEntity Find(StreamId stream)
    {
        if (_entities.TryGetValue(stream, out var entity)) return entity;
        return _entities[stream] = stream.Kind switch
        {
            EntityKind.Conversation => new Conversing(this, stream, _models.Conversation),
            EntityKind.Agent => new Working(this, stream, _models.Agent),
            EntityKind.Queue => new Queueing(this, stream, _models.Queue),
            _ => new Customering(this, stream, _models.Customer),
        };
    }

    /// <summary>Carries an effect out after a hop. Nothing in a day waits for anything else, so it is done when it returns.</summary>
    private void Start(StreamId source, PendingEffect effect) => At(Now + _hop, () =>
    {
        var done = effect.Effect switch
        {
            SummariseForHandoff => Conversation(source.Id).ExecuteAsync(new PostSummary(Caller.Assistant, effect.Id, null)),
            LinkToCustomer => Conversation(source.Id).ExecuteAsync(new SettleConversationEffect(effect.Id)),
            _ => _effects.HandleAsync(source, effect, CancellationToken.None),
        };
        if (!done.IsCompleted) throw new InvalidOperationException($"{effect.Effect} waits for something.");
        done.GetAwaiter().GetResult();
    });

    private abstract class DayEntity;

    private abstract class DayEntity<TState, TCommand, TEvent>(DayGrid grid, StreamId stream, EntityModel<TState, TCommand, TEvent> model) : DayEntity
        where TState : class
        where TCommand : class
        where TEvent : DomainEvent
    {
        private long _seq;
        private DateTimeOffset? _wakesAt;

        public TState State { get; private set; } = model.Initial(stream.Id);

        public Task<Outcome> ExecuteAsync(TCommand command, CancellationToken cancel = default) => Task.FromResult(Execute(command));

        private Outcome Execute(TCommand command)
        {
            grid.Commands++;
            var decision = model.Decide(State, command, grid.Now);
            if (decision.Refusal is { } refusal) return Outcome.Refused(refusal) with { Report = model.Report(State) };
            if (decision.Events.Count == 0) return new Outcome(decision.Known!.Value) { Report = model.Report(State) };
            var first = _seq + 1;
            foreach (var e in decision.Events) State = model.Evolve(State, ++_seq, e);
            for (var i = 0; i < decision.Events.Count; i++) grid.OnEvent?.Invoke(stream, first + i, decision.Events[i]);
            var pending = model.Pending(State);
            var from = pending.Count;
            while (from > 0 && pending[from - 1].Id.Seq >= first) from--;
            for (; from < pending.Count; from++) grid.Start(stream, pending[from]);
            Plan();
            return new Outcome(new Receipt(first + decision.ReceiptIndex, decision.Events[decision.ReceiptIndex].At)) { Report = model.Report(State) };
        }

        private void Plan()
        {
            if (model.DueAt(State) is not { } due || due >= _wakesAt) return;
            _wakesAt = due;
            grid.At(due, () =>
            {
                if (_wakesAt != due) return;
                _wakesAt = null;
                var first = _seq;
                for (var before = -1L; before != _seq;)
                {
                    before = _seq;
                    Execute(model.Tick);
                }
                // An entity that does nothing when it is due would be woken for ever at the same moment.
                if (_seq != first || model.DueAt(State) > grid.Now) Plan();
            });
        }
    }

    private sealed class Conversing(DayGrid grid, StreamId stream, ConversationModel model)
        : DayEntity<ConversationState, ConversationCommand, ConversationEvent>(grid, stream, model), IConversation
    {
        public Task<ConversationView?> ViewAsync(Caller caller, CancellationToken cancel = default) =>
            Task.FromResult(Domain.Conversations.Conversation.View(State, caller));
    }

    private sealed class Working(DayGrid grid, StreamId stream, AgentModel model) : DayEntity<AgentState, AgentCommand, AgentEvent>(grid, stream, model), IAgent
    {
        public Task<AgentView> ViewAsync(CancellationToken cancel = default) => Task.FromResult(Domain.Agents.Agent.View(State));
    }

    private sealed class Queueing(DayGrid grid, StreamId stream, QueueModel model) : DayEntity<QueueState, QueueCommand, QueueEvent>(grid, stream, model),
        IQueue
    {
        public Task<QueueView> ViewAsync(CancellationToken cancel = default) => Task.FromResult(Domain.Queues.Queue.View(State));

        public Task<string?> ConversationOfAsync(string offerId, CancellationToken cancel = default) =>
            Task.FromResult(Domain.Queues.Queue.ConversationOf(State, offerId));
    }

    private sealed class Customering(DayGrid grid, StreamId stream, CustomerModel model)
        : DayEntity<CustomerState, CustomerCommand, CustomerEvent>(grid, stream, model), ICustomer
    {
        public Task<CustomerView> ViewAsync(CancellationToken cancel = default) => Task.FromResult(Domain.Customers.Customer.View(State));
    }

    /// <summary>Days are about people; the assistant is off in them.</summary>
    private sealed class SilentAssistant : IAssistant
    {
        public Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default) => throw new NotSupportedException();
        public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) =>
            Task.FromResult<ConversationSummary?>(null);
    }
}
