using ConversationGrid.Contracts;
using ConversationGrid.Grains.Entities;
using ConversationGrid.Grains.Watches;

namespace ConversationGrid.Grains;

/// <summary>The grid on Orleans, in a silo as in a gateway that is an Orleans client. Answers and fails as the in-process grid does.</summary>
internal sealed class OrleansGrid(IGrainFactory grains, WatchDesk desk, GrainCalls calls) : IGrid
{
    private readonly GrainKind<IConversationGrain> _conversations = new(grains);
    private readonly GrainKind<ICustomerGrain> _customers = new(grains);
    private readonly GrainKind<IAgentGrain> _agents = new(grains);
    private readonly GrainKind<IQueueGrain> _queues = new(grains);
    private readonly GrainKind<IWorkspaceGrain> _workspaces = new(grains);

    public IConversation Conversation(EntityId id) => new ConversationLink(_conversations.Find(id), calls);
    public ICustomer Customer(EntityId id) => new CustomerLink(_customers.Find(id), calls);
    public IAgent Agent(EntityId id) => new AgentLink(_agents.Find(id), calls);
    public IQueue Queue(EntityId id) => new QueueLink(_queues.Find(id), calls);
    public IWorkspace Workspace(string workspace) => new WorkspaceLink(_workspaces.Find(StreamId.OfWorkspace(workspace).Id), calls);

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The entity cannot be reached now.</exception>
    public Task<long> WatchAsync(StreamId stream, CancellationToken cancel = default) =>
        calls.AskAsync((Grain: Find(stream), Observer: desk.Reference(grains)), static x => x.Grain.WatchAsync(x.Observer), cancel);

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The entity cannot be reached now; the watch lapses by itself.</exception>
    public Task UnwatchAsync(StreamId stream, CancellationToken cancel = default) =>
        calls.AskAsync((Grain: Find(stream), Observer: desk.Reference(grains)), static async x =>
        {
            await x.Grain.UnwatchAsync(x.Observer);
            return true;
        }, cancel);

    public Task SignalAsync(StreamId stream, Signal signal, CancellationToken cancel = default) => Find(stream).SignalAsync(signal);

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The entity cannot be reached now; it is woken again when its lease ends.</exception>
    public Task WakeAsync(StreamId stream, CancellationToken cancel = default) =>
        calls.AskAsync(Find(stream), static async grain =>
        {
            await grain.WakeAsync();
            return true;
        }, cancel);

    private IEntityGrain Find(StreamId stream) => stream.Kind switch
    {
        EntityKind.Conversation => _conversations.Find(stream.Id),
        EntityKind.Customer => _customers.Find(stream.Id),
        EntityKind.Agent => _agents.Find(stream.Id),
        EntityKind.Queue => _queues.Find(stream.Id),
        EntityKind.Workspace => _workspaces.Find(stream.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "No such entity kind."),
    };

    /// <summary>
    /// The grains of one interface. What Orleans reads from attributes to name the interface and the grain's type is read once and not
    /// for every call; on a client that is only known when it is connected, hence late.
    /// </summary>
    private sealed class GrainKind<TGrain>(IGrainFactory grains) where TGrain : IEntityGrain
    {
        private sealed record Names(GrainType Grain, GrainInterfaceType Interface);

        private Names? _names;

        public TGrain Find(EntityId id)
        {
            // A part with a slash in it would name another workspace's entity.
            if (!id.IsWellFormed) throw new ArgumentException($"'{id}' is no entity's id.", nameof(id));
            var key = id.ToString();
            if (Volatile.Read(ref _names) is { } names) return (TGrain)grains.GetGrain(GrainId.Create(names.Grain, key), names.Interface);
            var first = grains.GetGrain<TGrain>(key);
            var reference = (GrainReference)(object)first;
            Volatile.Write(ref _names, new(reference.GrainId.Type, reference.InterfaceType));
            return first;
        }
    }

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

        public Task<string?> ConversationOfAsync(string offerId, CancellationToken cancel = default) =>
            calls.AskAsync(grain, x => x.ConversationOfAsync(offerId), cancel);
    }

    private sealed class WorkspaceLink(IWorkspaceGrain grain, GrainCalls calls) : IWorkspace
    {
        public Task<Outcome> ExecuteAsync(WorkspaceCommand command, CancellationToken cancel = default) =>
            calls.ExecuteAsync((grain, command), static x => x.grain.ExecuteAsync(x.command), cancel);

        public Task<WorkspaceView> ViewAsync(CancellationToken cancel = default) => calls.AskAsync(grain, static x => x.ViewAsync(), cancel);
    }
}
