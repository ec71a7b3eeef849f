using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Entities;

/// <summary>What every entity of a process shares.</summary>
public sealed record EntityServices(
    IJournal Journal, IAgenda Agenda, ISnapshots Snapshots, IEffectRunner Effects, EngineOptions Options, TimeProvider Time, ILogger<EntityServices> Log);

/// <summary>
/// One live entity, free of any engine: load, one turn at a time, append, evolve, publish, effects. Its host gives it one call at a time.
/// The order is fixed: nobody hears of an event that is not in the journal, and nothing but the journal is awaited.
/// </summary>
public sealed partial class Entity<TState, TCommand, TEvent>(StreamId stream, EntityModel<TState, TCommand, TEvent> model, EntityServices services)
    where TState : class
    where TCommand : class
    where TEvent : DomainEvent
{
    private const int LoadPage = 1_000;
    private const int ConflictRetriesMax = 3;

    private readonly Subscribers _subscribers = new(services.Time);
    private TState? _state;
    private long _seq;
    private long _snapshotSeq;
    private Due _due = Due.Unknown;

    public StreamId Stream { get; } = stream;

    /// <summary>Whether somebody listens, so that the host keeps the entity.</summary>
    public bool IsWatched => _subscribers.Any;

    /// <summary>Carries a command out: the same command again, after whatever failure, leads to the same outcome.</summary>
    public async Task<Outcome> ExecuteAsync(TCommand command)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                var state = await LoadAsync();
                var decision = model.Decide(state, command, services.Time.GetUtcNow());
                if (decision.Refusal is { } refusal) return Outcome.Refused(refusal) with { Report = model.Report(state) };
                if (decision.Events.Count == 0) return new Outcome(decision.Known!.Value) { Report = model.Report(state) };
                if (await AppendAsync(state, decision.Events)) return Answer(decision);
            }
            catch (JournalUnavailableException failure)
            {
                // Whether the append happened is unknown, so the state is too: read it again before the next decision.
                _state = null;
                Log.JournalUnavailable(services.Log, Stream, failure);
                return Outcome.Refused(Refusal.Unavailable("The journal did not answer; try again."));
            }
            // Another activation wrote: it is the rightful one, or was. Read what it wrote and decide anew.
            _state = null;
            Log.Fenced(services.Log, Stream, _seq);
            if (conflicts == ConflictRetriesMax) return Outcome.Refused(Refusal.Unavailable("The entity is busy elsewhere; try again."));
        }
    }

    /// <summary>The current state.</summary>
    /// <exception cref="JournalUnavailableException">It could not be read.</exception>
    public async Task<TState> StateAsync() => await LoadAsync();

    /// <summary>Fires what is due, hands pending effects out again, and writes when it wants to be woken next.</summary>
    public async Task WakeAsync()
    {
        // Whoever woke us postponed the entry in the agenda, so what stands there is not what we wrote.
        _due = Due.Unknown;
        await LoadAsync();
        long before;
        do
        {
            before = _seq;
            var outcome = await ExecuteAsync(model.Tick);
            if (outcome.Refusal is not null) return;
        }
        while (_seq != before);
        var state = await LoadAsync();
        Start(model.Pending(state));
        var wanted = WantedDue(state);
        if (_due.IsKnown && !_due.NeedsWrite(wanted)) return;
        await services.Agenda.SetDueAsync(Stream, wanted);
        _due = Due.Of(wanted);
    }

    /// <summary>Sends every event from now on to a subscriber, until the lease ends. Subscribing again renews it.</summary>
    /// <returns>The last sequence number.</returns>
    public async Task<long> SubscribeAsync(object key, IEventFeed subscriber)
    {
        await LoadAsync();
        _subscribers.Add(key, subscriber, services.Options.WatchLease);
        return _seq;
    }

    /// <summary>Passes something fleeting on to whoever listens.</summary>
    public void Signal(Signal signal) => _subscribers.Publish(Stream, signal);

    public void Unsubscribe(object key) => _subscribers.Remove(key);

    private async ValueTask<TState> LoadAsync()
    {
        if (_state is not null) return _state;
        var snapshot = await services.Snapshots.LoadAsync(Stream);
        var (state, seq) = SnapshotCodec.Read<TState>(snapshot, model.SnapshotVersion) is { } saved ? (saved, snapshot!.Seq) : (model.Initial(Stream.Id), 0);
        _snapshotSeq = seq;
        while (true)
        {
            var page = await services.Journal.ReadAsync(Stream, seq, LoadPage);
            foreach (var (next, e) in page)
                state = model.Evolve(state, seq = next, (TEvent)e);
            if (page.Count < LoadPage) break;
        }
        (_state, _seq, _due) = (state, seq, Due.Unknown);
        Start(model.Pending(state));
        return state;
    }

    private async ValueTask<bool> AppendAsync(TState state, IReadOnlyList<TEvent> events)
    {
        var next = state;
        var seq = _seq;
        foreach (var e in events)
            next = model.Evolve(next, ++seq, e);

        var wanted = WantedDue(next);
        var change = _due.NeedsWrite(wanted) ? DueChange.To(wanted) : DueChange.Keep;
        var result = await services.Journal.AppendAsync(new(Stream, _seq, events, change));
        if (result != AppendResult.Appended) return false;

        var first = _seq + 1;
        (_state, _seq) = (next, seq);
        if (change.Changes) _due = Due.Of(wanted);
        Publish(first, events);
        StartNew(model.Pending(next), first);
        if (_seq - _snapshotSeq >= services.Options.SnapshotEveryEvents) SaveSnapshot(next);
        return true;
    }

    private Outcome Answer(Decision<TEvent> decision)
    {
        var seq = _seq - decision.Events.Count + 1 + decision.ReceiptIndex;
        return new Outcome(new Receipt(seq, decision.Events[decision.ReceiptIndex].At)) { Report = model.Report(_state!) };
    }

    private DateTimeOffset? WantedDue(TState state)
    {
        var timer = model.DueAt(state);
        if (model.Pending(state).Count == 0) return timer;
        var retry = services.Time.GetUtcNow() + services.Options.EffectRetry;
        return timer < retry ? timer : retry;
    }

    private void Publish(long first, IReadOnlyList<TEvent> events)
    {
        if (!_subscribers.Any) return;
        var committed = new Committed[events.Count];
        for (var i = 0; i < committed.Length; i++)
            committed[i] = new(first + i, events[i]);
        _subscribers.Publish(Stream, committed);
    }

    private void StartNew(IReadOnlyList<PendingEffect> pending, long first)
    {
        // New effects stand at the end, in the order of their events.
        for (var i = pending.Count - 1; i >= 0 && pending[i].Id.Seq >= first; i--)
            services.Effects.Start(Stream, pending[i]);
    }

    private void Start(IReadOnlyList<PendingEffect> pending)
    {
        foreach (var effect in pending)
            services.Effects.Start(Stream, effect);
    }

    /// <summary>Not awaited: a snapshot is a cache, and its loss costs only time.</summary>
    private void SaveSnapshot(TState state)
    {
        _snapshotSeq = _seq;
        _ = SaveAsync(new(_seq, model.SnapshotVersion, SnapshotCodec.Write(state)));

        async Task SaveAsync(Snapshot snapshot)
        {
            try
            {
                await services.Snapshots.SaveAsync(Stream, snapshot);
            }
            catch (JournalUnavailableException failure)
            {
                Log.SnapshotLost(services.Log, Stream, failure);
            }
        }
    }

    /// <summary>
    /// What the agenda holds for this entity. An entry that is too early costs a wake that finds nothing, so it is left; only an entry that
    /// would come too late, or none at all, is worth a write.
    /// </summary>
    private readonly record struct Due(bool IsKnown, DateTimeOffset? At)
    {
        public static readonly Due Unknown = default;
        public static Due Of(DateTimeOffset? at) => new(true, at);
        public bool NeedsWrite(DateTimeOffset? wanted) => IsKnown ? wanted < At || (wanted is not null && At is null) : wanted is not null;
    }
}
