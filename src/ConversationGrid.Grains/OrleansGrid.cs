using ConversationGrid.Contracts;
using ConversationGrid.Grains.Entities;
using ConversationGrid.Grains.Watches;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains;

/// <summary>The grid on Orleans, in a silo as in a gateway that is an Orleans client. Answers and fails as the in-process engine does.</summary>
internal sealed class OrleansGrid(IGrainFactory grains, WatchDesk desk, TimeProvider time, ILogger<OrleansGrid> log) : IGrid
{
    private readonly GrainCalls _calls = new(time, log);

    public IConversation Conversation(EntityId id) => new ConversationLink(grains.GetGrain<IConversationGrain>(Key(id)), _calls);
    public ICustomer Customer(EntityId id) => new CustomerLink(grains.GetGrain<ICustomerGrain>(Key(id)), _calls);
    public IAgent Agent(EntityId id) => new AgentLink(grains.GetGrain<IAgentGrain>(Key(id)), _calls);
    public IQueue Queue(EntityId id) => new QueueLink(grains.GetGrain<IQueueGrain>(Key(id)), _calls);

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The entity cannot be reached now.</exception>
    public Task<long> WatchAsync(StreamId stream, CancellationToken cancel = default) =>
        _calls.AskAsync((Grain: Find(stream), Observer: desk.Reference(grains)), static x => x.Grain.WatchAsync(x.Observer), cancel);

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The entity cannot be reached now; the watch lapses by itself.</exception>
    public Task UnwatchAsync(StreamId stream, CancellationToken cancel = default) =>
        _calls.AskAsync((Grain: Find(stream), Observer: desk.Reference(grains)), static async x =>
        {
            await x.Grain.UnwatchAsync(x.Observer);
            return true;
        }, cancel);

    public Task SignalAsync(StreamId stream, Signal signal, CancellationToken cancel = default) => Find(stream).SignalAsync(signal);

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The entity cannot be reached now; it is woken again when its lease ends.</exception>
    public Task WakeAsync(StreamId stream, CancellationToken cancel = default) =>
        _calls.AskAsync(Find(stream), static async grain =>
        {
            await grain.WakeAsync();
            return true;
        }, cancel);

    private IEntityGrain Find(StreamId stream) => stream.Kind switch
    {
        EntityKind.Conversation => grains.GetGrain<IConversationGrain>(Key(stream.Id)),
        EntityKind.Customer => grains.GetGrain<ICustomerGrain>(Key(stream.Id)),
        EntityKind.Agent => grains.GetGrain<IAgentGrain>(Key(stream.Id)),
        EntityKind.Queue => grains.GetGrain<IQueueGrain>(Key(stream.Id)),
        _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "No such entity kind."),
    };

    /// <summary>A part with a slash in it would name another workspace's entity.</summary>
    private static string Key(EntityId id) => id.IsWellFormed ? id.ToString() : throw new ArgumentException($"'{id}' is no entity's id.", nameof(id));

    private sealed class ConversationLink(IConversationGrain grain, GrainCalls calls) : IConversation
    {
        public Task<Outcome> ExecuteAsync(ConversationCommand command, CancellationToken cancel = default) =>
            calls.ExecuteAsync((grain, command), static x => x.grain.ExecuteAsync(x.command), cancel);

        public Task<ConversationView?> ViewAsync(Caller caller, CancellationToken cancel = default) =>
            calls.AskAsync((grain, caller), static x => x.grain.ViewAsync(x.caller), cancel);
    }

    private sealed class CustomerLink(ICustomerGrain grain, GrainCalls calls) : ICustomer
    {
        public Task<Outcome> ExecuteAsync(CustomerCommand command, CancellationToken cancel = default) =>
            calls.ExecuteAsync((grain, command), static x => x.grain.ExecuteAsync(x.command), cancel);

        public Task<CustomerView> ViewAsync(CancellationToken cancel = default) => calls.AskAsync(grain, static x => x.ViewAsync(), cancel);
    }

    private sealed class AgentLink(IAgentGrain grain, GrainCalls calls) : IAgent
    {
        public Task<Outcome> ExecuteAsync(AgentCommand command, CancellationToken cancel = default) =>
            calls.ExecuteAsync((grain, command), static x => x.grain.ExecuteAsync(x.command), cancel);

        public Task<AgentView> ViewAsync(CancellationToken cancel = default) => calls.AskAsync(grain, static x => x.ViewAsync(), cancel);
    }

    private sealed class QueueLink(IQueueGrain grain, GrainCalls calls) : IQueue
    {
        public Task<Outcome> ExecuteAsync(QueueCommand command, CancellationToken cancel = default) =>
            calls.ExecuteAsync((grain, command), static x => x.grain.ExecuteAsync(x.command), cancel);

        public Task<QueueView> ViewAsync(CancellationToken cancel = default) => calls.AskAsync(grain, static x => x.ViewAsync(), cancel);
    }
}
