using ConversationGrid.Contracts;
using ConversationGrid.Domain;

namespace ConversationGrid.Engine.Entities;

/// <summary>Joins one kind of entity's pure functions to the shell that runs them.</summary>
public abstract class EntityModel<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : DomainEvent
{
    public abstract TState Initial(EntityId id);
    public abstract Decision<TEvent> Decide(TState state, TCommand command, DateTimeOffset now);
    public abstract TState Evolve(TState state, long seq, TEvent e);

    /// <summary>When a timer of the entity fires next.</summary>
    public abstract DateTimeOffset? DueAt(TState state);

    public abstract IReadOnlyList<PendingEffect> Pending(TState state);

    /// <summary>The command that fires what is due.</summary>
    public abstract TCommand Tick { get; }

    /// <summary>What the entity says of itself beside a receipt.</summary>
    public virtual AgentReport? Report(TState state) => null;

    /// <summary>Version of the state's shape; raised with every change to it, so that old snapshots are rebuilt.</summary>
    public abstract int SnapshotVersion { get; }
}
