using ConversationGrid.Contracts;
using ConversationGrid.Grains.Watches;
using Orleans.Concurrency;

namespace ConversationGrid.Grains.Entities;

/// <summary>What every entity's grain offers beside its contract. The key is <c>workspace/id</c>.</summary>
[Alias("grid.entity")]
internal interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>Sends the entity's events to a process until the lease ends. Repeating it renews it.</summary>
    /// <returns>The last sequence number at that moment.</returns>
    [Alias("watch")]
    Task<long> WatchAsync(IFeedObserver observer);

    [Alias("unwatch")]
    Task UnwatchAsync(IFeedObserver observer);

    /// <summary>Publishes a transient signal to the watchers, without waiting for them.</summary>
    [OneWay, Alias("signal")]
    Task SignalAsync(Signal signal);

    [Alias("wake")]
    Task WakeAsync();
}

/// <inheritdoc cref="IConversation"/>
[Alias("grid.conversation")]
internal interface IConversationGrain : IEntityGrain, IConversation;

/// <inheritdoc cref="ICustomer"/>
[Alias("grid.customer")]
internal interface ICustomerGrain : IEntityGrain, ICustomer;

/// <inheritdoc cref="IAgent"/>
[Alias("grid.agent")]
internal interface IAgentGrain : IEntityGrain, IAgent;

/// <inheritdoc cref="IQueue"/>
[Alias("grid.queue")]
internal interface IQueueGrain : IEntityGrain, IQueue;

/// <inheritdoc cref="IWorkspace"/>
[Alias("grid.workspace")]
internal interface IWorkspaceGrain : IEntityGrain, IWorkspace;
