using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;

namespace ConversationGrid.Testing;

/// <summary>One entity of any kind, as this process keeps it.</summary>
internal abstract class Mailbox
{
    /// <summary>Whether nobody used it for that long, and nobody uses or watches it.</summary>
    public abstract bool IsIdleFor(TimeSpan span);

    public abstract Task WakeAsync();
    public abstract Task<long> SubscribeAsync(object key, IEventFeed feed);
    public abstract Task UnsubscribeAsync(object key);
    public abstract Task SignalAsync(Signal signal);
}

/// <summary>The mailbox of one entity, which gives its turns itself.</summary>
internal class Mailbox<TState, TCommand, TEvent>(StreamId stream, EntityModel<TState, TCommand, TEvent> model, EntityServices services) : Mailbox
    where TState : class
    where TCommand : class
    where TEvent : DomainEvent
{
    private readonly Entity<TState, TCommand, TEvent> _entity = new(stream, model, services);

    public Task<Outcome> ExecuteAsync(TCommand command, CancellationToken cancel = default) => _entity.ExecuteAsync(command, cancel);

    public Task<TView> ReadAsync<TView>(Func<TState, TView> view) => _entity.ReadAsync(view);

    public override bool IsIdleFor(TimeSpan span) => _entity.IsIdleFor(span);
    public override Task WakeAsync() => _entity.WakeAsync();
    public override Task<long> SubscribeAsync(object key, IEventFeed feed) => _entity.SubscribeAsync(key, feed);
    public override Task UnsubscribeAsync(object key) => _entity.UnsubscribeAsync(key);
    public override Task SignalAsync(Signal signal) => _entity.SignalAsync(signal);
}
