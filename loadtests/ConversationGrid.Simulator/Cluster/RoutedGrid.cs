using ConversationGrid.Contracts;
using ConversationGrid.Testing;

namespace ConversationGrid.Simulator.Cluster;

/// <summary>
/// All entities as one process reaches them: each lives in one process that a directory names, as a cluster would have it. The directory
/// moves what a dead or hanging process had, and now and then a call goes astray, so that an entity lives twice.
/// </summary>
internal sealed class RoutedGrid(World world, SimProcess from) : IGrid
{
    public IConversation Conversation(EntityId id) => new RoutedConversation(this, new(EntityKind.Conversation, id));
    public ICustomer Customer(EntityId id) => new RoutedCustomer(this, new(EntityKind.Customer, id));
    public IAgent Agent(EntityId id) => new RoutedAgent(this, new(EntityKind.Agent, id));
    public IQueue Queue(EntityId id) => new RoutedQueue(this, new(EntityKind.Queue, id));
    public IWorkspace Workspace(string workspace) => new RoutedWorkspace(this, StreamId.OfWorkspace(workspace));

    public Task<long> WatchAsync(StreamId stream, CancellationToken cancel = default) => CallAsync(stream, target =>
    {
        target.Feed.Add(stream, from);
        return target.Local.WatchAsync(stream);
    });

    public Task UnwatchAsync(StreamId stream, CancellationToken cancel = default) => Task.CompletedTask;

    public Task SignalAsync(StreamId stream, Signal signal, CancellationToken cancel = default) => Task.CompletedTask;

    public Task WakeAsync(StreamId stream, CancellationToken cancel = default) => CallAsync(stream, async target =>
    {
        await target.Local.WakeAsync(stream);
        return true;
    });

    private Task<T> CallAsync<T>(StreamId stream, Func<SimProcess, Task<T>> call)
    {
        var target = world.Processes.OwnerOf(stream, from);
        return target == from ? call(from) : world.Network.SendAsync(target, () => call(target));
    }

    private Task<T> LocalAsync<T>(StreamId stream, Func<InProcessGrid, Task<T>> call) => CallAsync(stream, target => call(target.Local));

    private sealed class RoutedConversation(RoutedGrid grid, StreamId stream) : IConversation
    {
        public Task<Outcome> ExecuteAsync(ConversationCommand command, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Conversation(stream.Id).ExecuteAsync(command));

        public Task<ConversationView?> ViewAsync(Caller caller, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Conversation(stream.Id).ViewAsync(caller));
    }

    private sealed class RoutedCustomer(RoutedGrid grid, StreamId stream) : ICustomer
    {
        public Task<Outcome> ExecuteAsync(CustomerCommand command, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Customer(stream.Id).ExecuteAsync(command));

        public Task<CustomerView> ViewAsync(CancellationToken cancel = default) => grid.LocalAsync(stream, g => g.Customer(stream.Id).ViewAsync());
    }

    private sealed class RoutedAgent(RoutedGrid grid, StreamId stream) : IAgent
    {
        public Task<Outcome> ExecuteAsync(AgentCommand command, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Agent(stream.Id).ExecuteAsync(command));

        public Task<AgentView> ViewAsync(CancellationToken cancel = default) => grid.LocalAsync(stream, g => g.Agent(stream.Id).ViewAsync());
    }

    private sealed class RoutedQueue(RoutedGrid grid, StreamId stream) : IQueue
    {
        public Task<Outcome> ExecuteAsync(QueueCommand command, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Queue(stream.Id).ExecuteAsync(command));

        public Task<QueueView> ViewAsync(CancellationToken cancel = default) => grid.LocalAsync(stream, g => g.Queue(stream.Id).ViewAsync());

        public Task<string?> ConversationOfAsync(string offerId, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Queue(stream.Id).ConversationOfAsync(offerId));
    }

    private sealed class RoutedWorkspace(RoutedGrid grid, StreamId stream) : IWorkspace
    {
        public Task<Outcome> ExecuteAsync(WorkspaceCommand command, CancellationToken cancel = default) =>
            grid.LocalAsync(stream, g => g.Workspace(stream.Id.Workspace).ExecuteAsync(command));

        public Task<WorkspaceView> ViewAsync(CancellationToken cancel = default) => grid.LocalAsync(stream, g => g.Workspace(stream.Id.Workspace).ViewAsync());
    }
}
