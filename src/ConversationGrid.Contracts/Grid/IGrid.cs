namespace ConversationGrid.Contracts;

/// <summary>
/// The seam between the product and what hosts its entities: Orleans in the product, the in-process grid in the simulator and the tests. Both
/// pass the same conformance suite.
/// </summary>
public interface IGrid
{
    IConversation Conversation(EntityId id);
    ICustomer Customer(EntityId id);
    IAgent Agent(EntityId id);
    IQueue Queue(EntityId id);
    IWorkspace Workspace(string workspace);

    /// <summary>
    /// Sends the entity's events to this process's <see cref="IEventFeed"/> from now on, at most once each and in order while the
    /// watch holds. Repeating it renews it; a watch that is not renewed lapses. What a watch may have missed is read from the journal.
    /// </summary>
    /// <returns>The last sequence number of the stream at that moment.</returns>
    Task<long> WatchAsync(StreamId stream, CancellationToken cancel = default);

    /// <summary>Ends this process's watch. Unknown watches are fine.</summary>
    Task UnwatchAsync(StreamId stream, CancellationToken cancel = default);

    /// <summary>
    /// Tells everyone who watches the stream, in every process, something fleeting: it is not stored, and may be lost.
    /// </summary>
    Task SignalAsync(StreamId stream, Signal signal, CancellationToken cancel = default);

    /// <summary>Wakes an entity that is due: its timers fire and its pending effects run. Idempotent.</summary>
    Task WakeAsync(StreamId stream, CancellationToken cancel = default);
}

/// <summary>
/// One conversation: the authority for its transcript, its state and its one assignment. Commands are carried out one at a time, and
/// acknowledged only after their events are durable.
/// </summary>
public interface IConversation
{
    Task<Outcome> ExecuteAsync(ConversationCommand command, CancellationToken cancel = default);

    /// <summary>The conversation as <paramref name="caller"/> may see it; null if it may not, or there is none.</summary>
    Task<ConversationView?> ViewAsync(Caller caller, CancellationToken cancel = default);
}

/// <summary>One customer: identities, profile and conversations.</summary>
public interface ICustomer
{
    Task<Outcome> ExecuteAsync(CustomerCommand command, CancellationToken cancel = default);
    Task<CustomerView> ViewAsync(CancellationToken cancel = default);
}

/// <summary>One agent: the authority for presence and capacity. Grants or refuses reservations, so it is never over capacity.</summary>
public interface IAgent
{
    Task<Outcome> ExecuteAsync(AgentCommand command, CancellationToken cancel = default);
    Task<AgentView> ViewAsync(CancellationToken cancel = default);
}

/// <summary>One queue: who waits, in which order, and which agent is picked.</summary>
public interface IQueue
{
    Task<Outcome> ExecuteAsync(QueueCommand command, CancellationToken cancel = default);
    Task<QueueView> ViewAsync(CancellationToken cancel = default);

    /// <summary>The conversation for which the queue made this offer; null when the offer ended, or there never was one.</summary>
    Task<string?> ConversationOfAsync(string offerId, CancellationToken cancel = default);
}

/// <summary>A workspace's administration: the authority for what its administrators set, and the audit trail of it.</summary>
public interface IWorkspace
{
    Task<Outcome> ExecuteAsync(WorkspaceCommand command, CancellationToken cancel = default);
    Task<WorkspaceView> ViewAsync(CancellationToken cancel = default);
}

/// <summary>This process's end of all its watches. Called on an entity's turn: it must return at once and never throw.</summary>
public interface IEventFeed
{
    void OnEvents(StreamId stream, IReadOnlyList<Committed> events);

    /// <summary>Something fleeting about a watched stream.</summary>
    void OnSignal(StreamId stream, Signal signal);
}

/// <summary>An event that is durable.</summary>
/// <param name="Seq">Sequence number in its stream, from 1, without holes.</param>
/// <param name="Event">A <see cref="ConversationEvent"/>, <see cref="AgentEvent"/>, <see cref="QueueEvent"/>, <see cref="CustomerEvent"/> or
/// <see cref="WorkspaceEvent"/>.</param>
public readonly record struct Committed(long Seq, DomainEvent Event);
