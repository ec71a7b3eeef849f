using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Grains.Watches;
using Orleans.Concurrency;

namespace ConversationGrid.Grains.Entities;

/// <summary>What all grains of a silo share.</summary>
internal sealed record GrainHost(Models Models, EntityServices Services, WatchDesk Watches, LiveEntities Live);

/// <summary>Hosts one entity: identity and activation. It decides nothing; the same entity runs in the in-process grid.</summary>
// Reentrant, because the entity gives its turns itself: commands must be able to come in while one is appended, to go into the next append together.
[Reentrant]
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
        var outcome = await _entity.ExecuteAsync(command, cancel);
        StepDownIfSuperseded();
        return outcome;
    }

    public Task<long> WatchAsync(IFeedObserver observer) => _entity.SubscribeAsync(observer, host.Watches.FeedOf(observer));

    public Task UnwatchAsync(IFeedObserver observer) => _entity.UnsubscribeAsync(observer);

    public Task SignalAsync(Signal signal) => _entity.SignalAsync(signal);

    public async Task WakeAsync()
    {
        await _entity.WakeAsync();
        StepDownIfSuperseded();
    }

    Task IGrainBase.OnActivateAsync(CancellationToken cancel)
    {
        host.Live.Enter(_entity.Stream, QueueFigures);
        return Task.CompletedTask;
    }

    /// <summary>Remaining subscribers are told, so that they watch the next activation at once and not when its lease ends.</summary>
    Task IGrainBase.OnDeactivateAsync(DeactivationReason reason, CancellationToken cancel)
    {
        host.Live.Leave(_entity.Stream);
        foreach (var feed in _entity.Watchers)
            ((IWatcher)feed).OnWatchEnded(_entity.Stream);
        return Task.CompletedTask;
    }

    /// <summary>Reads a queue's figures without a turn; null for all other kinds.</summary>
    protected virtual Func<QueueView?>? QueueFigures => null;

    protected TView? Peek<TView>(Func<TState, TView> view) where TView : class => _entity.Peek(view);

    protected Task<TView> ReadAsync<TView>(Func<TState, TView> view) => _entity.ReadAsync(view);

    /// <summary>Another activation keeps writing this stream: it is the rightful one, and this one goes.</summary>
    private void StepDownIfSuperseded()
    {
        if (_entity.IsSuperseded) this.DeactivateOnIdle();
    }
}
