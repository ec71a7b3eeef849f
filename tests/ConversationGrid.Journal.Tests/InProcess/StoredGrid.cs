using ConversationGrid.Conformance;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.InProcess;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Journal.Tests.InProcess;

/// <summary>A whole grid on the in-process engine, over a real store.</summary>
internal sealed class StoredGrid : GridWorld
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IJournalStore _store;
    private readonly Task _sweeping;

    private StoredGrid(IJournalStore store, ConversationOptions conversations, EngineOptions options)
    {
        _store = store;
        var effects = new EffectRunner(
            new GridEffects(() => Grid!, this, new TranscriptReader(store.Journal)), new ThreadPoolEffects(), options, TimeProvider.System, NullLogger<EffectRunner>.Instance);
        var services = new EntityServices(store.Journal, store.Agenda, store.Snapshots, effects, options, TimeProvider.System, NullLogger<EntityServices>.Instance);
        Grid = new InProcessGrid(Models.Create(conversations, new QueueOptions(), null, KnowsQueue), services, this);
        _sweeping = new AgendaSweeper(store.Agenda, Grid, options, TimeProvider.System, NullLogger<AgendaSweeper>.Instance).RunAsync(_stop.Token);
    }

    public override IJournal Journal => _store.Journal;
    public override InProcessGrid Grid { get; }

    public static async Task<GridWorld> StartAsync(IJournalStore store, ConversationOptions? conversations, EngineOptions? options)
    {
        await store.StartAsync();
        return new StoredGrid(store, conversations ?? new(), options ?? new());
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
        await _store.DisposeAsync();
    }
}
