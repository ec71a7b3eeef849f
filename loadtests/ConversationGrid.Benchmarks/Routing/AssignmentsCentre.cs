using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Journal;
using ConversationGrid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Benchmarks.Routing;

/// <summary>The grid with one full queue, and the agents who serve it: each takes what it is offered and resolves what it has, at once.</summary>
internal sealed class AssignmentsCentre : IEventFeed, IAssistant, IAsyncDisposable
{
    private const string Workspace = "bench";
    private const string QueueName = "general";
    private const int SeedsAtOnce = 1_000;

    private readonly AssignmentsOptions _o;
    private readonly TimeProvider _time;
    private readonly Models _models;
    private readonly EffectRunner _effects;
    private readonly InProcessGrid _grid;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sweeping;
    private readonly ThreadPoolEffects _hands = new();
    private volatile TaskCompletionSource _reached = new();
    private int _goal = int.MaxValue;
    private int _assigned;
    private int _refused;

    public AssignmentsCentre(IJournalStore store, AssignmentsOptions o, TimeProvider time)
    {
        (_o, _time) = (o, time);
        var options = new EngineOptions { CommandsTogetherMax = o.Together };
        Journal = new(store.Journal);
        _effects = new(new GridEffects(() => _grid!, this, new TranscriptReader(Journal)), new ThreadPoolEffects(), options, time,
            NullLogger<EffectRunner>.Instance);
        _models = Models.Create(new ConversationOptions(), new QueueOptions(), null, _ => [QueueName]);
        _grid = new(_models, new(Journal, store.Agenda, store.Snapshots, _effects, options, time, NullLogger<EntityServices>.Instance), this);
        _sweeping = new AgendaSweeper(store.Agenda, _grid, options, time, NullLogger<AgendaSweeper>.Instance).RunAsync(_stop.Token);
    }

    public CountingJournal Journal { get; }
    public int Assigned => Volatile.Read(ref _assigned);

    /// <summary>Commands of agents that were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Writes everyone who waits, with nothing left to do but the waiting, and brings the agents to their desks, away.</summary>
    public async Task OpenAsync()
    {
        var (now, queue) = (_time.GetUtcNow(), _models.Queue.Initial(new(Workspace, QueueName)));
        // As many as are served stand behind those who wait, so that the line is never shorter.
        for (var i = 0; i < _o.Waiting + 2 * _o.Agents + _o.Assignments; i += SeedsAtOnce)
        {
            var joined = new List<QueueEvent>();
            await Task.WhenAll(Enumerable.Range(i, SeedsAtOnce).Select(async n =>
            {
                var (conversation, join) = Waiting(n, now);
                await AppendAsync(EntityKind.Conversation, $"c{n}", 0, conversation);
                lock (joined) joined.AddRange(_models.Queue.Decide(queue, join, now).Events);
            }));
            await AppendAsync(EntityKind.Queue, QueueName, queue.Seq, joined);
            foreach (var e in joined) queue = _models.Queue.Evolve(queue, queue.Seq + 1, e);
        }
        await EachAgentAsync(async id =>
        {
            await _grid.WatchAsync(new(EntityKind.Agent, new(Workspace, id)));
            (await _grid.Agent(new(Workspace, id)).ExecuteAsync(new ConfigureAgent(id, [QueueName], ["en"], 1))).OrThrow();
        });
    }

    /// <summary>All agents go online.</summary>
    public Task BeginAsync() =>
        EachAgentAsync(async id => (await _grid.Agent(new(Workspace, id)).ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow());

    /// <summary>Ends when so many conversations were assigned.</summary>
    public async Task AssignedAsync(int count, CancellationToken cancel)
    {
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _goal, count);
        if (Assigned >= count) return;
        await _reached.Task.WaitAsync(cancel);
    }

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        foreach (var (_, e) in events)
        {
            switch (e)
            {
                case OfferMade offer:
                    _hands.Run(() => OrderAsync(offer.ConversationId, new AcceptOffer(By(stream), offer.OfferId)));
                    break;
                case SlotAssigned slot:
                    if (Interlocked.Increment(ref _assigned) >= Volatile.Read(ref _goal)) _reached.TrySetResult();
                    _hands.Run(() => OrderAsync(slot.ConversationId, new ResolveConversation(By(stream), null)));
                    break;
            }
        }
    }

    public void OnSignal(StreamId stream, Signal signal)
    {
    }

    public Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default) =>
        Task.FromResult(new AssistantAnswer(null, HandoffReason: "unsure"));

    public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) =>
        Task.FromResult<ConversationSummary?>(null);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeping;
        await _effects.DisposeAsync();
    }

    private async Task OrderAsync(string conversation, ConversationCommand command)
    {
        if ((await _grid.Conversation(new(Workspace, conversation)).ExecuteAsync(command)).Refusal is not null) Interlocked.Increment(ref _refused);
    }

    /// <summary>A conversation as it stands in the line: asked for a human, all its effects done; and how it joins.</summary>
    private (List<ConversationEvent> Events, EnqueueConversation Join) Waiting(int n, DateTimeOffset now)
    {
        var model = _models.Conversation;
        var (state, events, customer) = (model.Initial(new(Workspace, $"c{n}")), new List<ConversationEvent>(), Caller.Customer($"u{n}", null));
        Do(new StartConversation(customer, "k0", "web", "en", null, null));
        Do(new RequestHandoff(customer, null));
        var join = state.Pending.Select(p => p.Effect).OfType<JoinQueue>().Single();
        while (!state.Pending.IsEmpty) Do(new SettleConversationEffect(state.Pending[0].Id));
        return (events, new(state.Id.Id, join.Ticket, join.WaitingSince, join.Priority, join.Language, join.PreferredAgentId, join.Channel, join.Value));

        void Do(ConversationCommand command)
        {
            foreach (var e in model.Decide(state, command, now).Events)
            {
                events.Add(e);
                state = model.Evolve(state, events.Count, e);
            }
        }
    }

    private async Task AppendAsync(EntityKind kind, string id, long seq, IReadOnlyList<DomainEvent> events)
    {
        if (await Journal.AppendAsync(new(new(kind, new(Workspace, id)), seq, events, DueChange.Keep)) != AppendResult.Appended)
            throw new InvalidOperationException($"'{id}' was there already.");
    }

    private Task EachAgentAsync(Func<string, Task> act) => Task.WhenAll(Enumerable.Range(0, _o.Agents).Select(i => act($"a{i}")));

    private static Caller By(StreamId agent) => new(CallerRole.Agent, new(ActorKind.Agent, agent.Id.Id, agent.Id.Id), [QueueName]);
}

/// <summary>Counts what passes.</summary>
internal sealed class CountingJournal(IJournal inner) : IJournal
{
    private long _appends;
    private long _queueAppends;
    private long _reads;

    public long Appends => Volatile.Read(ref _appends);
    public long QueueAppends => Volatile.Read(ref _queueAppends);
    public long Reads => Volatile.Read(ref _reads);

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
    {
        Interlocked.Increment(ref _appends);
        if (request.Stream.Kind == EntityKind.Queue) Interlocked.Increment(ref _queueAppends);
        return inner.AppendAsync(request, cancel);
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(stream, after, max, cancel);
    }

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
        inner.ReadBackwardsAsync(stream, upTo, max, cancel);

    public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
        inner.ReadAllAsync(after, max, cancel);
}
