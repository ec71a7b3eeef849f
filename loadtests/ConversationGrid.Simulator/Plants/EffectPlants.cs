using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Cluster;

namespace ConversationGrid.Simulator.Plants;

/// <summary>An effect is ticked off before it is done, and nobody looks how it went.</summary>
internal sealed class LostEffect : Plant
{
    public override string Name => "lost-effect";
    public override int SeedsMax => 20;
    public override IEffectHandler Effects(World world, SimProcess process, IEffectHandler real) => new Planted(process, real);

    private sealed class Planted(SimProcess process, IEffectHandler real) : IEffectHandler
    {
        public async Task HandleAsync(StreamId source, PendingEffect effect, CancellationToken cancel)
        {
            if (effect.Effect is not (FreeAgent or RejoinQueue or JoinQueue))
            {
                await real.HandleAsync(source, effect, cancel);
                return;
            }
            await process.Grid.Conversation(source.Id).ExecuteAsync(new SettleConversationEffect(effect.Id), cancel);
            try
            {
                await real.HandleAsync(source, effect, cancel);
            }
            catch (Exception failure) when (failure is CallLostException or RefusedException)
            {
                // Not tried again: that is the bug.
            }
        }
    }
}

/// <summary>Customers are sent what is meant for staff, when it comes as a note.</summary>
internal sealed class AudienceLeak : Plant
{
    public override string Name => "audience-leak";
    public override int SeedsMax => 10;
    public override bool Sees(Audience viewer, ConversationEvent e) => e is NotePosted || base.Sees(viewer, e);
}
