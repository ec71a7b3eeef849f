using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Engine.Tests;

/// <summary>A conversation without a grid around it: what it owes others is never begun.</summary>
internal static class LoneEntity
{
    public static readonly StreamId Stream = GridWorld.Stream("c1");

    public static Entity<ConversationState, ConversationCommand, ConversationEvent> Over(
        IJournal journal, IAgenda agenda, ISnapshots snapshots, EngineOptions? options = null) => new(
        Stream, new ConversationModel(new(), null, GridWorld.QueuesOf),
        new(journal, agenda, snapshots, new Effectless(), options ?? new(), TimeProvider.System, NullLogger<EntityServices>.Instance));

    private sealed class Effectless : IEffectRunner
    {
        public void Start(StreamId source, PendingEffect effect)
        {
        }
    }
}
