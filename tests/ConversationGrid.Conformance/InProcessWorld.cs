using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Conformance;

/// <summary>A whole grid on the in-process grid, over any store.</summary>
public sealed class InProcessWorld : GridWorld
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncDisposable? _store;
    private readonly Task _sweeping;

    /// <param name="store">What is closed with the world.</param>
    public InProcessWorld(
        IJournal journal, IAgenda agenda, ISnapshots snapshots, IAsyncDisposable? store = null, ConversationOptions? conversations = null,
        EngineOptions? options = null)
    {
        (Journal, _store, options) = (journal, store, options ?? new());
        var effects = new EffectRunner(
            new GridEffects(() => Grid!, this, new TranscriptReader(journal)), new ThreadPoolEffects(), options, TimeProvider.System,
            NullLogger<EffectRunner>.Instance);
        var services = new EntityServices(journal, agenda, snapshots, effects, options, TimeProvider.System, NullLogger<EntityServices>.Instance);
        Grid = new InProcessGrid(Models.Create(conversations ?? new(), new QueueOptions(), null, QueuesOf), services, this);
        _sweeping = new AgendaSweeper(agenda, Grid, options, TimeProvider.System, NullLogger<AgendaSweeper>.Instance).RunAsync(_stop.Token);
    }

    public override IJournal Journal { get; }
    public override InProcessGrid Grid { get; }

    public static InProcessWorld InMemory(ConversationOptions? conversations = null, EngineOptions? options = null)
    {
        var store = new MemoryStore();
        return new(store, store, store, null, conversations, options);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _sweeping;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        if (_store is not null) await _store.DisposeAsync();
    }
}
