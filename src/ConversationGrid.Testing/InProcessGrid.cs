using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Testing;

/// <summary>
/// Hosts all entities in this process: one mailbox per id. It carries the simulator and the tests; the product runs on Orleans.
/// </summary>
public sealed class InProcessGrid(Models models, EntityServices services, IEventFeed feed) : IGrid, IGridChanges
{
    private readonly ConcurrentDictionary<StreamId, Mailbox> _live = new();

    /// <summary>Entities in memory.</summary>
    public int LiveCount => _live.Count;

    /// <summary>Never raised: a watch here ends by its lease only, or with the process.</summary>
    public event Action<StreamId?>? WatchesMayBeLost
    {
        add { }
        remove { }
    }

    public IConversation Conversation(EntityId id) => (IConversation)Find(new(EntityKind.Conversation, id));
    public ICustomer Customer(EntityId id) => (ICustomer)Find(new(EntityKind.Customer, id));
    public IAgent Agent(EntityId id) => (IAgent)Find(new(EntityKind.Agent, id));
    public IQueue Queue(EntityId id) => (IQueue)Find(new(EntityKind.Queue, id));
    public IWorkspace Workspace(string workspace) => (IWorkspace)Find(StreamId.OfWorkspace(workspace));

    public Task<long> WatchAsync(StreamId stream, CancellationToken cancel = default) => Find(stream).SubscribeAsync(feed, feed);

    public Task UnwatchAsync(StreamId stream, CancellationToken cancel = default) =>
        _live.TryGetValue(stream, out var mailbox) ? mailbox.UnsubscribeAsync(feed) : Task.CompletedTask;

    public Task SignalAsync(StreamId stream, Signal signal, CancellationToken cancel = default) =>
        _live.TryGetValue(stream, out var mailbox) ? mailbox.SignalAsync(signal) : Task.CompletedTask;

    public Task WakeAsync(StreamId stream, CancellationToken cancel = default) => Find(stream).WakeAsync();

    /// <summary>
    /// Lets entities go that nobody used for a while. One that is used at that very moment may live twice for a turn; the journal's key
    /// lets only one of the two write.
    /// </summary>
    public void CollectIdle()
    {
        foreach (var (stream, mailbox) in _live)
            if (mailbox.IsIdleFor(services.Options.IdleAfter)) _live.TryRemove(new(stream, mailbox));
    }

    private Mailbox Find(StreamId stream) => _live.TryGetValue(stream, out var mailbox) ? mailbox : _live.GetOrAdd(stream, Create);

    private Mailbox Create(StreamId stream) => stream.Kind switch
    {
        EntityKind.Conversation => new ConversationMailbox(stream, models.Conversation, services),
        EntityKind.Customer => new CustomerMailbox(stream, models.Customer, services),
        EntityKind.Agent => new AgentMailbox(stream, models.Agent, services),
        EntityKind.Queue => new QueueMailbox(stream, models.Queue, services),
        EntityKind.Workspace => new WorkspaceMailbox(stream, models.Workspace, services),
        _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "No such entity kind."),
    };

    private sealed class ConversationMailbox(StreamId stream, ConversationModel model, EntityServices services)
        : Mailbox<ConversationState, ConversationCommand, ConversationEvent>(stream, model, services), IConversation
    {
        public Task<ConversationView?> ViewAsync(Caller caller, CancellationToken cancel = default) =>
            ReadAsync(state => Domain.Conversations.Conversation.View(state, caller));
    }

    private sealed class CustomerMailbox(StreamId stream, CustomerModel model, EntityServices services)
        : Mailbox<CustomerState, CustomerCommand, CustomerEvent>(stream, model, services), ICustomer
    {
        public Task<CustomerView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Domain.Customers.Customer.View);
    }

    private sealed class AgentMailbox(StreamId stream, AgentModel model, EntityServices services)
        : Mailbox<AgentState, AgentCommand, AgentEvent>(stream, model, services), IAgent
    {
        public Task<AgentView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Domain.Agents.Agent.View);
    }

    private sealed class QueueMailbox(StreamId stream, QueueModel model, EntityServices services)
        : Mailbox<QueueState, QueueCommand, QueueEvent>(stream, model, services), IQueue
    {
        public Task<QueueView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Domain.Queues.Queue.View);

        public Task<string?> ConversationOfAsync(string offerId, CancellationToken cancel = default) =>
            ReadAsync(state => Domain.Queues.Queue.ConversationOf(state, offerId));
    }

    private sealed class WorkspaceMailbox(StreamId stream, WorkspaceModel model, EntityServices services)
        : Mailbox<WorkspaceState, WorkspaceCommand, WorkspaceEvent>(stream, model, services), IWorkspace
    {
        public Task<WorkspaceView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Administration.View);
    }
}
