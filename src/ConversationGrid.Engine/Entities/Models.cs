using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Engine.Entities;

/// <summary>The kinds of entity.</summary>
public sealed record Models(ConversationModel Conversation, AgentModel Agent, QueueModel Queue, CustomerModel Customer, WorkspaceModel Workspace)
{
    /// <param name="understanding">The in-process intelligence; null switches it off.</param>
    /// <param name="queuesOf">The queues of a workspace.</param>
    /// <param name="routing">The queues' policies; null for plain queues.</param>
    /// <param name="settings">What the administrators of a workspace set; null where nobody sets anything.</param>
    /// <param name="agents">How agents are judged; null for the defaults.</param>
    /// <param name="availability">Since when agents can reach the host; null for always.</param>
    /// <param name="channels">How a workspace uses a channel that is not live; null where there are none.</param>
    public static Models Create(
        ConversationOptions conversations, QueueOptions queues, IUnderstanding? understanding, Func<string, IReadOnlyList<string>> queuesOf,
        RoutingRules? routing = null, Func<string, ServiceSettings>? settings = null, AgentOptions? agents = null, Availability? availability = null,
        Func<string, string, ChannelRule?>? channels = null) =>
        new(
            new ConversationModel(conversations, understanding, queuesOf, routing, settings, availability, channels),
            new AgentModel(agents, availability), new QueueModel(queues, routing), new CustomerModel(),
            new WorkspaceModel());
}

/// <inheritdoc cref="Conversation"/>
public class ConversationModel(
    ConversationOptions options, IUnderstanding? understanding, Func<string, IReadOnlyList<string>> queuesOf, RoutingRules? routing = null,
    Func<string, ServiceSettings>? settings = null, Availability? availability = null, Func<string, string, ChannelRule?>? channels = null)
    : EntityModel<ConversationState, ConversationCommand, ConversationEvent>
{
    private static readonly TickConversation TickCommand = new();

    public override ConversationState Initial(EntityId id) => ConversationState.Initial(id);

    public override Decision<ConversationEvent> Decide(ConversationState state, ConversationCommand command, DateTimeOffset now) =>
        Conversation.Decide(state, command, new(
            now, options, understanding, queuesOf(state.Id.Workspace), routing, settings?.Invoke(state.Id.Workspace), availability?.BackBy ?? default)
        {
            Channels = channels,
        });

    public override ConversationState Evolve(ConversationState state, long seq, ConversationEvent e) => Conversation.Evolve(state, seq, e);
    public override DateTimeOffset? DueAt(ConversationState state) => Conversation.DueAt(state);
    public override IReadOnlyList<PendingEffect> Pending(ConversationState state) => state.Pending;
    public override ConversationCommand Tick => TickCommand;
    public override int SnapshotVersion => 8;
}

/// <inheritdoc cref="Agent"/>
public class AgentModel(AgentOptions? options = null, Availability? availability = null) : EntityModel<AgentState, AgentCommand, AgentEvent>
{
    private static readonly TickAgent TickCommand = new();
    private readonly AgentOptions _options = options ?? new();

    public override AgentState Initial(EntityId id) => AgentState.Initial(id);
    public override Decision<AgentEvent> Decide(AgentState state, AgentCommand command, DateTimeOffset now) =>
        Agent.Decide(state, command, new(now, _options, availability?.BackBy ?? default));

    public override AgentState Evolve(AgentState state, long seq, AgentEvent e) => Agent.Evolve(state, seq, e);
    public override DateTimeOffset? DueAt(AgentState state) => Agent.DueAt(state);
    public override IReadOnlyList<PendingEffect> Pending(AgentState state) => state.Pending;
    public override AgentCommand Tick => TickCommand;
    public override AgentReport? Report(AgentState state) => Agent.Report(state);
    public override int SnapshotVersion => 2;
}

/// <inheritdoc cref="Queue"/>
public class QueueModel(QueueOptions options, RoutingRules? routing = null) : EntityModel<QueueState, QueueCommand, QueueEvent>
{
    private static readonly TickQueue TickCommand = new();

    public override QueueState Initial(EntityId id) => QueueState.Initial(id);
    public override Decision<QueueEvent> Decide(QueueState state, QueueCommand command, DateTimeOffset now) => Queue.Decide(
        state, command, ContextOf(state.Id, now));

    private QueueContext ContextOf(EntityId id, DateTimeOffset now)
    {
        var isOpen = routing?.IsOpen(id.Workspace, id.Id, now) ?? true;
        return new(now, options, routing?.PolicyOf(id.Workspace, id.Id), isOpen, isOpen ? null : routing!.OpensAt(id.Workspace, id.Id, now));
    }

    public override QueueState Evolve(QueueState state, long seq, QueueEvent e) => Queue.Evolve(state, seq, e);
    public override DateTimeOffset? DueAt(QueueState state) => Queue.DueAt(state);
    public override IReadOnlyList<PendingEffect> Pending(QueueState state) => state.Pending;
    public override QueueCommand Tick => TickCommand;
    public override int SnapshotVersion => 2;
}

/// <inheritdoc cref="Customer"/>
public class CustomerModel : EntityModel<CustomerState, CustomerCommand, CustomerEvent>
{
    public override CustomerState Initial(EntityId id) => CustomerState.Initial(id);
    public override Decision<CustomerEvent> Decide(CustomerState state, CustomerCommand command, DateTimeOffset now) => Customer.Decide(state, command, now);
    public override CustomerState Evolve(CustomerState state, long seq, CustomerEvent e) => Customer.Evolve(state, seq, e);
    public override DateTimeOffset? DueAt(CustomerState state) => null;
    public override IReadOnlyList<PendingEffect> Pending(CustomerState state) => state.Pending;
    public override CustomerCommand Tick => TickCommand;
    public override int SnapshotVersion => 4;

    private static readonly DescribeCustomer TickCommand = new(null, null, null, false);
}

/// <inheritdoc cref="Administration"/>
public class WorkspaceModel : EntityModel<WorkspaceState, WorkspaceCommand, WorkspaceEvent>
{
    private static readonly TickWorkspace TickCommand = new();
    private static readonly ImmutableList<PendingEffect> None = [];

    public override WorkspaceState Initial(EntityId id) => WorkspaceState.Initial(id);
    public override Decision<WorkspaceEvent> Decide(WorkspaceState state, WorkspaceCommand command, DateTimeOffset now) =>
        Administration.Decide(state, command, now);
    public override WorkspaceState Evolve(WorkspaceState state, long seq, WorkspaceEvent e) => Administration.Evolve(state, seq, e);
    public override DateTimeOffset? DueAt(WorkspaceState state) => null;
    public override IReadOnlyList<PendingEffect> Pending(WorkspaceState state) => None;
    public override WorkspaceCommand Tick => TickCommand;
    public override int SnapshotVersion => 2;
}
