using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Grains.Watches;

namespace ConversationGrid.Grains.Entities;

/// <summary>What all grains of a silo share.</summary>
internal sealed record GrainHost(Models Models, EntityServices Services, WatchDesk Watches);

/// <summary>Hosts one entity: identity, activation, turns. It decides nothing; the same entity runs in the in-process engine.</summary>
internal abstract class EntityGrain<TState, TCommand, TEvent>(
    EntityKind kind, IGrainContext context, EntityModel<TState, TCommand, TEvent> model, GrainHost host) : IGrainBase, IEntityGrain
    where TState : class
    where TCommand : class
    where TEvent : DomainEvent
{
    private readonly Entity<TState, TCommand, TEvent> _entity = new(new(kind, EntityId.Parse(context.GrainId.Key.ToString()!)), model, host.Services);

    public IGrainContext GrainContext { get; } = context;

    public async Task<Outcome> ExecuteAsync(TCommand command, CancellationToken cancel = default)
    {
        // A turn that has begun ends, because its events may be durable already.
        cancel.ThrowIfCancellationRequested();
        var outcome = await _entity.ExecuteAsync(command);
        StepDownIfSuperseded();
        return outcome;
    }

    public Task<long> WatchAsync(IFeedObserver observer) => _entity.SubscribeAsync(observer, host.Watches.FeedOf(observer));

    public Task UnwatchAsync(IFeedObserver observer)
    {
        _entity.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task SignalAsync(Signal signal)
    {
        _entity.Signal(signal);
        return Task.CompletedTask;
    }

    public async Task WakeAsync()
    {
        await _entity.WakeAsync();
        StepDownIfSuperseded();
    }

    /// <summary>Whoever still listens is told, so that it watches the next activation at once and not when its lease ends.</summary>
    Task IGrainBase.OnDeactivateAsync(DeactivationReason reason, CancellationToken cancel)
    {
        foreach (var feed in _entity.Watchers)
            ((IWatcher)feed).OnWatchEnded(_entity.Stream);
        return Task.CompletedTask;
    }

    protected async Task<TView> ReadAsync<TView>(Func<TState, TView> view) => view(await _entity.StateAsync());

    /// <summary>Another activation keeps writing this stream: it is the rightful one, and this one goes.</summary>
    private void StepDownIfSuperseded()
    {
        if (_entity.IsSuperseded) this.DeactivateOnIdle();
    }
}
