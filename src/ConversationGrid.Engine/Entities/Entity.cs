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

    /// <summary>False when others may have written behind <see cref="_seq"/>. The state is a true one, but perhaps not the newest.</summary>
    private bool _isCurrent;
    private DateTimeOffset? _retryAt;
    private DateTimeOffset? _dueWritten;

    public StreamId Stream { get; } = stream;

    /// <summary>Whether somebody listens, so that the host keeps the entity.</summary>
    public bool IsWatched => _subscribers.Any;

    /// <summary>Who listens now, for a host that ends this activation and wants to tell them.</summary>
    public IReadOnlyList<IEventFeed> Watchers => _subscribers.All();

    /// <summary>Whether the last command was given up because another activation kept writing: this one should go.</summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>Carries a command out: the same command again, after whatever failure, leads to the same outcome.</summary>
    public async Task<Outcome> ExecuteAsync(TCommand command)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                var wasRead = !_isCurrent;
                var state = await LoadAsync();
                var decision = model.Decide(state, command, services.Time.GetUtcNow());
                if (decision.Events.Count == 0)
                {
                    // No append will tell that another activation knows better, so it is looked up before anyone relies on a no.
                    if (!wasRead && !IsAboutTheCommandAlone(decision.Refusal) && await CatchUpAsync()) continue;
                    return (decision.Refusal is { } refusal ? Outcome.Refused(refusal) : new Outcome(decision.Known!.Value)) with { Report = model.Report(state) };
                }
                if (await AppendAsync(state, decision.Events))
                {
                    IsSuperseded = false;
                    return Answer(decision);
                }
            }
            catch (JournalUnavailableException failure)
            {
                // Whether the append happened is unknown: read on before the next decision.
                _isCurrent = false;
                Log.JournalUnavailable(services.Log, Stream, failure);
                return Outcome.Refused(Refusal.Unavailable("The journal did not answer; try again."));
            }
            // Another activation wrote: it is the rightful one, or was. Read what it wrote and decide anew.
            _isCurrent = false;
            Log.Fenced(services.Log, Stream, _seq);
            if (conflicts < ConflictRetriesMax) continue;
            IsSuperseded = true;
            return Outcome.Refused(Refusal.Unavailable("The entity is busy elsewhere; try again."));
        }
    }

    /// <summary>The state as of now, also where another activation wrote it: sagas decide by what they see.</summary>
    /// <exception cref="JournalUnavailableException">It could not be read.</exception>
    public async Task<TState> StateAsync()
    {
        _isCurrent = false;
        return await LoadAsync();
    }

    /// <summary>Fires what is due, hands pending effects out again, and writes when it wants to be woken next.</summary>
    public async Task WakeAsync()
    {
        // Whoever woke us postponed the entry in the agenda, so what stands there is not what we wrote; and it may know more than we do.
        (_isCurrent, _retryAt, _dueWritten) = (false, null, null);
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
        if (wanted is null || wanted != _dueWritten) await services.Agenda.SetDueAsync(Stream, _seq, wanted);
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
        if (_state is null)
        {
            var snapshot = await services.Snapshots.LoadAsync(Stream);
            (_state, _seq) = SnapshotCodec.Read<TState>(snapshot, model.SnapshotVersion) is { } saved ? (saved, snapshot!.Seq) : (model.Initial(Stream.Id), 0);
            _snapshotSeq = _seq;
            await CatchUpAsync();
            Start(model.Pending(_state));
        }
        else if (!_isCurrent)
        {
            await CatchUpAsync();
        }
        return _state;
    }

    /// <summary>Folds what others appended, and passes it on to whoever listens here. True if there was any.</summary>
    private async ValueTask<bool> CatchUpAsync()
    {
        var before = _seq;
        while (true)
        {
            var page = await services.Journal.ReadAsync(Stream, _seq, LoadPage);
            var state = _state!;
            foreach (var (seq, e) in page)
                state = model.Evolve(state, seq, (TEvent)e);
            if (page.Count > 0)
            {
                (_state, _seq) = (state, page[^1].Seq);
                if (_subscribers.Any) _subscribers.Publish(Stream, page);
            }
            if (page.Count < LoadPage) break;
        }
        _isCurrent = true;
        if (_seq == before) return false;
        (_retryAt, _dueWritten) = (null, null);
        Start(model.Pending(_state!));
        return true;
    }

    private async ValueTask<bool> AppendAsync(TState state, IReadOnlyList<TEvent> events)
    {
        var next = state;
        var seq = _seq;
        foreach (var e in events)
            next = model.Evolve(next, ++seq, e);

        // Written with every append that wants one: what stood in the agenda may have been claimed or removed since. An entry that is no
        // longer wanted is left, and costs a wake that finds nothing.
        var wanted = WantedDue(next);
        var result = await services.Journal.AppendAsync(new(Stream, _seq, events, wanted is null ? DueChange.Keep : DueChange.To(wanted)));
        if (result != AppendResult.Appended) return false;

        var first = _seq + 1;
        (_state, _seq, _dueWritten) = (next, seq, wanted);
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

    /// <summary>When the entity wants to be woken: for its timer, or to start again what effects are still pending by then.</summary>
    private DateTimeOffset? WantedDue(TState state)
    {
        var timer = model.DueAt(state);
        if (model.Pending(state).Count == 0) return timer;
        var now = services.Time.GetUtcNow();
        // Not put off by whatever else the entity does, or a busy one would never try again.
        if (_retryAt is null || _retryAt <= now) _retryAt = now + services.Options.EffectRetry;
        return timer < _retryAt ? timer : _retryAt;
    }

    /// <summary>Whether a refusal is the same in every state, because the command itself is wrong.</summary>
    private static bool IsAboutTheCommandAlone(Refusal? refusal) => refusal?.Code is RefusalCodes.Invalid or RefusalCodes.TooLarge;

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
}
