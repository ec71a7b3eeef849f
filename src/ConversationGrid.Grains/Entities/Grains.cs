using ConversationGrid.Contracts;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Workspaces;
using Orleans.Placement;

namespace ConversationGrid.Grains.Entities;

/// <summary>Hosts a conversation, on the silo where its customer first spoke.</summary>
[GrainType("conversation"), PreferLocalPlacement]
internal sealed class ConversationGrain(IGrainContext context, GrainHost host)
    : EntityGrain<ConversationState, ConversationCommand, ConversationEvent>(EntityKind.Conversation, context, host.Models.Conversation, host),
    IConversationGrain
{
    public Task<ConversationView?> ViewAsync(Caller caller, CancellationToken cancel = default) => ReadAsync(state => Conversation.View(state, caller));
}

/// <summary>Hosts a customer, on the silo where it first connected.</summary>
[GrainType("customer"), PreferLocalPlacement]
internal sealed class CustomerGrain(IGrainContext context, GrainHost host)
    : EntityGrain<CustomerState, CustomerCommand, CustomerEvent>(EntityKind.Customer, context, host.Models.Customer, host), ICustomerGrain
{
    public Task<CustomerView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Customer.View);
}

/// <summary>Hosts an agent, on the silo where it first connected.</summary>
[GrainType("agent"), PreferLocalPlacement]
internal sealed class AgentGrain(IGrainContext context, GrainHost host)
    : EntityGrain<AgentState, AgentCommand, AgentEvent>(EntityKind.Agent, context, host.Models.Agent, host), IAgentGrain
{
    public Task<AgentView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Agent.View);
}

/// <summary>Hosts a queue. Everyone talks to it, so it lives anywhere: the cluster spreads queues evenly.</summary>
[GrainType("queue"), RandomPlacement]
internal sealed class QueueGrain(IGrainContext context, GrainHost host)
    : EntityGrain<QueueState, QueueCommand, QueueEvent>(EntityKind.Queue, context, host.Models.Queue, host), IQueueGrain
{
    public Task<QueueView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Queue.View);

    public Task<string?> ConversationOfAsync(string offerId, CancellationToken cancel = default) => ReadAsync(state => Queue.ConversationOf(state, offerId));

    protected override Func<QueueView?> QueueFigures => () => Peek(Queue.View);
}

/// <summary>Hosts a workspace's administration. Every gateway watches it, so it lives anywhere.</summary>
[GrainType("workspace"), RandomPlacement]
internal sealed class WorkspaceGrain(IGrainContext context, GrainHost host)
    : EntityGrain<WorkspaceState, WorkspaceCommand, WorkspaceEvent>(EntityKind.Workspace, context, host.Models.Workspace, host), IWorkspaceGrain
{
    public Task<WorkspaceView> ViewAsync(CancellationToken cancel = default) => ReadAsync(Administration.View);
}
