using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;
using Model = ConversationGrid.Engine.Entities.ConversationModel;

namespace ConversationGrid.Simulator.Plants;

/// <summary>What was posted under which client id is kept in memory only, and gone with the activation.</summary>
internal sealed class ForgottenDedupe : Plant
{
    public override string Name => "forgotten-dedupe";
    public override int SeedsMax => 5;
    public override Models Models(World world, Models real) => real with { Conversation = new Planted(world) };

    private sealed class Planted(World world) : Model(world.Conversation, World.Understanding, world.QueuesOf, world.Routing)
    {
        public override ConversationState Evolve(ConversationState state, long seq, ConversationEvent e)
        {
            var next = base.Evolve(state, seq, e);
            return next.Messages.Posts.Count >= 4 ? next with { Messages = next.Messages with { Posts = default } } : next;
        }
    }
}

/// <summary>An offer whose time is over still stands, and nobody else is asked.</summary>
internal sealed class OfferNotWithdrawn : Plant
{
    public override string Name => "offer-not-withdrawn";
    public override int SeedsMax => 10;
    public override Models Models(World world, Models real) => real with { Conversation = new Planted(world) };

    private sealed class Planted(World world) : Model(world.Conversation, World.Understanding, world.QueuesOf, world.Routing)
    {
        public override Decision<ConversationEvent> Decide(ConversationState state, ConversationCommand command, DateTimeOffset now) =>
            command is TickConversation && state.Handoff.Offer is not null
                ? Decision<ConversationEvent>.Already(new(state.Seq, state.UpdatedAt))
                : base.Decide(state, command, now);

        public override DateTimeOffset? DueAt(ConversationState state) => state.Episode.ClosesAt;
    }
}

/// <summary>An agent who was ever offered a conversation may take it, also when somebody else has it.</summary>
internal sealed class StaleOfferGranted : Plant
{
    public override string Name => "stale-offer-granted";
    public override int SeedsMax => 20;
    public override Models Models(World world, Models real) => real with { Conversation = new Planted(world) };

    private sealed class Planted(World world) : Model(world.Conversation, World.Understanding, world.QueuesOf, world.Routing)
    {
        public override Decision<ConversationEvent> Decide(ConversationState state, ConversationCommand command, DateTimeOffset now)
        {
            if (command is not AcceptOffer c || !state.Handoff.PastOffers.Contains(c.OfferId)) return base.Decide(state, command, now);
            var a = c.By.Actor;
            return Decision<ConversationEvent>.Accept(
                new Assigned(a.Id, a.Id, c.OfferId, state.Seq + 1) { At = now < state.UpdatedAt ? state.UpdatedAt : now, By = a });
        }
    }
}

/// <summary>A reservation is granted without a look at the room that is left.</summary>
internal sealed class CapacitySkipped : Plant
{
    public override string Name => "capacity-skipped";
    public override int SeedsMax => 100;
    public override AgentModel Agents(Availability availability) => new Planted();

    private sealed class Planted : AgentModel
    {
        public override Decision<AgentEvent> Decide(AgentState state, AgentCommand command, DateTimeOffset now) =>
            base.Decide(command is ReserveAgent ? state with { Capacity = AgentState.CapacityMax } : state, command, now);
    }
}

/// <summary>The same reservation, asked for again, takes a second place.</summary>
internal sealed class ReservedTwice : Plant
{
    public override string Name => "reserved-twice";
    public override int SeedsMax => 20;
    public override AgentModel Agents(Availability availability) => new Planted();

    private sealed class Planted : AgentModel
    {
        public override Decision<AgentEvent> Decide(AgentState state, AgentCommand command, DateTimeOffset now) =>
            command is ReserveAgent c && state.Free > 0
                ? Decision<AgentEvent>.Accept(new SlotReserved(c.OfferId, c.ConversationId, c.Queue, c.Ticket, c.Weight, c.Channel,
                    c.Pick) { At = now < state.UpdatedAt ? state.UpdatedAt : now })
                : base.Decide(state, command, now);
    }
}
