using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Cluster;
using ConversationGrid.Simulator.Storage;

namespace ConversationGrid.Simulator.Plants;

/// <summary>A bug put in on purpose, to see that the checkers see it. The base plants nothing.</summary>
internal class Plant
{
    public static readonly Plant None = new();

    public virtual string Name => "none";

    /// <summary>Seeds within which it must be caught.</summary>
    public virtual int SeedsMax => 0;

    public virtual SimStore Store(World world, SimProcess process) => new(world, process);
    public virtual IEffectHandler Effects(World world, SimProcess process, IEffectHandler real) => real;
    public virtual Models Models(World world, Models real) => real;
    public virtual AgentModel Agents(Availability availability) => new(availability: availability);
    public virtual bool Sees(Audience viewer, ConversationEvent e) => viewer.Sees(Audiences.Of(e));
}
