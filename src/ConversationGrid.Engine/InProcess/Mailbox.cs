using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Engine.InProcess;

/// <summary>Gives one entity one turn at a time, in the order of arrival.</summary>
internal abstract class Mailbox(TimeProvider time)
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Lock _lock = new();
    private bool _busy;
    private long _usedAt = time.GetTimestamp();

    /// <summary>Whether nobody used, uses or watches the entity for that long.</summary>
    public bool IsIdleFor(TimeSpan span)
    {
        lock (_lock)
            return !_busy && !IsWatched && time.GetElapsedTime(_usedAt) >= span;
    }

    protected abstract bool IsWatched { get; }

    public abstract Task WakeAsync();
    public abstract Task<long> SubscribeAsync(object key, IEventFeed feed);
    public abstract Task UnsubscribeAsync(object key);
    public abstract Task SignalAsync(Signal signal);

    protected ValueTask EnterAsync()
    {
        lock (_lock)
        {
            if (!_busy)
            {
                _busy = true;
                return ValueTask.CompletedTask;
            }
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return new(turn.Task);
        }
    }

    protected void Leave()
    {
        TaskCompletionSource? next;
        lock (_lock)
        {
            _usedAt = time.GetTimestamp();
            if (!_waiting.TryDequeue(out next)) _busy = false;
        }
        next?.SetResult();
    }
}

/// <summary>The mailbox of one entity.</summary>
internal class Mailbox<TState, TCommand, TEvent>(StreamId stream, EntityModel<TState, TCommand, TEvent> model, EntityServices services)
    : Mailbox(services.Time)
    where TState : class
    where TCommand : class
    where TEvent : DomainEvent
{
    private readonly Entity<TState, TCommand, TEvent> _entity = new(stream, model, services);

    protected override bool IsWatched => _entity.IsWatched;

    public async Task<Outcome> ExecuteAsync(TCommand command, CancellationToken cancel = default)
    {
        await EnterAsync();
        try
        {
            // Cancelling gives up a turn that has not begun; a turn that has begun ends, because its events may be durable already.
            cancel.ThrowIfCancellationRequested();
            return await _entity.ExecuteAsync(command);
        }
        finally
        {
            Leave();
        }
    }

    public async Task<TView> ReadAsync<TView>(Func<TState, TView> view)
    {
        await EnterAsync();
        try
        {
            return view(await _entity.StateAsync());
        }
        finally
        {
            Leave();
        }
    }

    public override async Task WakeAsync()
    {
        await EnterAsync();
        try
        {
            await _entity.WakeAsync();
        }
        finally
        {
            Leave();
        }
    }

    public override async Task<long> SubscribeAsync(object key, IEventFeed feed)
    {
        await EnterAsync();
        try
        {
            return await _entity.SubscribeAsync(key, feed);
        }
        finally
        {
            Leave();
        }
    }

    public override async Task SignalAsync(Signal signal)
    {
        await EnterAsync();
        try
        {
            _entity.Signal(signal);
        }
        finally
        {
            Leave();
        }
    }

    public override async Task UnsubscribeAsync(object key)
    {
        await EnterAsync();
        _entity.Unsubscribe(key);
        Leave();
    }
}
