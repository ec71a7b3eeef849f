using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Entities;

/// <summary>What every entity of a process shares.</summary>
public sealed record EntityServices(
    IJournal Journal, IAgenda Agenda, ISnapshots Snapshots, IEffectRunner Effects, EngineOptions Options, TimeProvider Time, ILogger<EntityServices> Log);

/// <summary>
/// One live entity, free of any engine: load, one turn at a time, append, evolve, publish, effects. Calls may come at any time and beside
/// one another; commands that come while one is appended are decided one after the other and appended together.
/// The order is fixed: nobody hears of an event that is not in the journal, and nothing but the journal is awaited.
/// </summary>
public sealed partial class Entity<TState, TCommand, TEvent>(StreamId stream, EntityModel<TState, TCommand, TEvent> model, EntityServices services)
    where TState : class
    where TCommand : class
    where TEvent : DomainEvent
{
    private const int ConflictRetriesMax = 3;

    /// <summary>Events from which on an append takes no further command; those left get the next turn.</summary>
    private const int EventsTogetherMax = 256;

    private readonly Turns _turns = new(services.Options.CommandsTogetherMax, services.Time);
    private readonly Subscribers _subscribers = new(services.Time);
    private TState? _state;
    private long _seq;

    /// <summary>False when others may have written behind <see cref="_seq"/>. The state is a true one, but perhaps not the newest.</summary>
    private bool _isCurrent;
    private DateTimeOffset? _retryAt;
    private DateTimeOffset? _dueWritten;

    /// <summary>Whether the agenda holds a claimed entry, postponed by the sweeper that woke it.</summary>
    private bool _isClaimed;

    public StreamId Stream { get; } = stream;

    /// <summary>Who listens now, for a host that ends this activation and wants to tell them.</summary>
    public IReadOnlyList<IEventFeed> Watchers => _subscribers.All();

    /// <summary>Whether the last command was given up because another activation kept writing: this one should go.</summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>Whether nobody used it for that long, and nobody uses or watches it.</summary>
    public bool IsIdleFor(TimeSpan span) => !_subscribers.Any && _turns.IsIdleFor(span);

    /// <summary>Carries a command out: the same command again, after whatever failure, leads to the same outcome.</summary>
    public Task<Outcome> ExecuteAsync(TCommand command, CancellationToken cancel = default) =>
        GridTelemetry.Recorded is null && !EngineMetrics.HearsCommands ? ExecuteAsync(new Call<TCommand>(command, cancel)) : MeasuredAsync(command, cancel);

    /// <summary>Something of the state as of now, also where another activation wrote it: sagas decide by what they see.</summary>
    /// <exception cref="JournalUnavailableException">It could not be read.</exception>
    public async Task<TView> ReadAsync<TView>(Func<TState, TView> view)
    {
        using var turn = await _turns.TakeAsync();
        _isCurrent = false;
        return view(await LoadAsync());
    }

    /// <summary>Fires what is due, hands pending effects out again, and writes when it wants to be woken next.</summary>
    public async Task WakeAsync()
    {
        using var turn = await _turns.TakeAsync();
        await FireAsync();
    }

    /// <summary>Sends every event from now on to a subscriber, until the lease ends. Subscribing again renews it.</summary>
    /// <returns>The last sequence number.</returns>
    public async Task<long> SubscribeAsync(object key, IEventFeed subscriber)
    {
        using var turn = await _turns.TakeAsync();
        await LoadAsync();
        _subscribers.Add(key, subscriber, services.Options.WatchLease);
        return _seq;
    }

    /// <summary>Publishes a transient signal to the subscribers.</summary>
    public async Task SignalAsync(Signal signal)
    {
        using var turn = await _turns.TakeAsync();
        _subscribers.Publish(Stream, signal);
    }

    public async Task UnsubscribeAsync(object key)
    {
        using var turn = await _turns.TakeAsync();
        _subscribers.Remove(key);
    }

    private async Task<Outcome> ExecuteAsync(Call<TCommand> call)
    {
        if (await _turns.EnterAsync(call))
        {
            Call<TCommand>? rest;
            do rest = await CarryOutAsync(call);
            while (rest == call);
            _turns.Leave(rest);
        }
        return call.Answer;
    }

    private async Task FireAsync()
    {
        // The sweeper that woke this entity postponed the agenda's entry, so the entry is not the one written here, and may be newer.
        (_isCurrent, _retryAt, _dueWritten, _isClaimed) = (false, null, null, true);
        long before;
        do
        {
            before = _seq;
            var tick = TimerCall();
            await CarryOutAsync(tick);
            if (tick.Answer.Refusal is not null) return;
        }
        while (_seq != before && model.DueAt(_state!) <= services.Time.GetUtcNow());
        var state = await LoadAsync();
        Start(model.Pending(state));
        var wanted = WantedDue(state);
        if (!_isClaimed && wanted == _dueWritten) return;
        await services.Agenda.SetDueAsync(Stream, _seq, wanted);
        (_dueWritten, _isClaimed) = (wanted, false);
    }

    /// <summary>
    /// Carries out a command and those behind it, as many as go into one append, and answers them. Never throws: what fails is the answer
    /// of the failing caller.
    /// </summary>
    /// <returns>The first that it did not get to, or <paramref name="first"/> itself where that is to be tried alone; null for none.</returns>
    private async ValueTask<Call<TCommand>?> CarryOutAsync(Call<TCommand> first)
    {
        Call<TCommand>? rest = null;
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                var wasRead = !_isCurrent;
                var state = await LoadAsync();
                (var next, var events, rest) = DecideTogether(state, first);
                if (events.Count == 0)
                {
                    // No append will tell that another activation knows better, so it is looked up before anyone relies on a no.
                    if (!wasRead && AnyRestsOnState(first, rest) && await CatchUpAsync()) continue;
                    Answer(first, rest);
                    return rest;
                }
                if (await AppendAsync(next, events))
                {
                    // It went in right behind the state that every one of them was decided on, so each no holds as well.
                    IsSuperseded = false;
                    Answer(first, rest);
                    return rest;
                }
            }
            catch (JournalUnavailableException failure)
            {
                // Whether the append happened is unknown: read on before the next decision.
                _isCurrent = false;
                Log.JournalUnavailable(services.Log, Stream, failure);
                Answer(first, rest, Refusal.Unavailable("The journal did not answer; try again."));
                return rest;
            }
            catch (Exception failure)
            {
                return Fail(first, rest, failure);
            }
            // Another activation wrote: it is the rightful one, or was. Read what it wrote and decide again.
            _isCurrent = false;
            Log.Fenced(services.Log, Stream, _seq);
            if (conflicts < ConflictRetriesMax) continue;
            IsSuperseded = true;
            Answer(first, rest, Refusal.Unavailable("The entity is busy elsewhere; try again."));
            return rest;
        }
    }

    /// <summary>Decides one command after the other, each on the state that those before it lead to.</summary>
    /// <returns>That state, the events that lead there, and the first command that was left.</returns>
    private (TState Next, IReadOnlyList<TEvent> Events, Call<TCommand>? Left) DecideTogether(TState state, Call<TCommand> first)
    {
        _trace = null;
        var next = state;
        var events = Decide(ref next, _seq, first);
        if (first.IsAlone || first.Behind is null) return (next, events, first.Behind);
        var all = new List<TEvent>(events);
        var call = first.Behind;
        for (; call is { IsAlone: false } && all.Count < EventsTogetherMax; call = call.Behind)
            all.AddRange(Decide(ref next, _seq + all.Count, call));
        return (next, all, call);
    }

    /// <summary>Decides one command, and leads the state on. A command that fails or was cancelled leaves it as it is.</summary>
    private IReadOnlyList<TEvent> Decide(ref TState state, long seq, Call<TCommand> call)
    {
        try
        {
            call.Cancel.ThrowIfCancellationRequested();
            var decision = model.Decide(state, call.Command, services.Time.GetUtcNow());
            var (next, events) = (state, decision.Events);
            for (var i = 0; i < events.Count; i++) next = model.Evolve(next, seq + 1 + i, events[i]);
            var receipt = events.Count > 0 ? new(seq + 1 + decision.ReceiptIndex, events[decision.ReceiptIndex].At) : decision.Known ?? default;
            call.Decided(new(receipt, decision.Refusal) { Report = model.Report(next) }, events.Count == 0 && !IsAboutTheCommandAlone(decision.Refusal));
            if (call.IsTimer) RecordLateness(state);
            if (call.Span is not null || _trace is not null) (_trace ??= new(seq)).Add(call.Span, seq + events.Count);
            state = next;
            return events;
        }
        catch (Exception failure)
        {
            call.Failed(failure);
            return [];
        }
    }

    private static bool AnyRestsOnState(Call<TCommand> first, Call<TCommand>? rest)
    {
        for (var call = first; call != rest; call = call!.Behind)
            if (call!.RestsOnState) return true;
        return false;
    }

    /// <summary>Answers all before <paramref name="rest"/>: with what was decided, or with one refusal for all.</summary>
    private static void Answer(Call<TCommand> first, Call<TCommand>? rest, Refusal? refusal = null)
    {
        for (var call = first; call != rest;)
        {
            var behind = call!.Behind;
            if (refusal is not null) call.Refused(refusal);
            call.End(leads: false);
            call = behind;
        }
    }

    /// <summary>Something broke that is no answer of the journal. One command alone is told; several are tried one by one, so that the others get
    /// theirs.</summary>
    private Call<TCommand>? Fail(Call<TCommand> first, Call<TCommand>? rest, Exception failure)
    {
        _isCurrent = false;
        if (first.IsAlone || first.Behind is null)
        {
            first.Failed(failure);
            first.End(leads: false);
            return first.Behind;
        }
        for (var call = first; call != rest; call = call!.Behind) call!.IsAlone = true;
        return first;
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
        if (_trace is null) _subscribers.Publish(Stream, committed);
        else _trace.Publish(committed, part => _subscribers.Publish(Stream, part));
    }

    private void StartNew(IReadOnlyList<PendingEffect> pending, long first)
    {
        // New effects stand at the end, in the order of their events.
        for (var i = pending.Count - 1; i >= 0 && pending[i].Id.Seq >= first; i--)
            StartUnderCause(pending[i]);
    }

    private void Start(IReadOnlyList<PendingEffect> pending)
    {
        foreach (var effect in pending)
            services.Effects.Start(Stream, effect);
    }
}
