using ConversationGrid.Conformance;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.InProcess;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Engine.Tests;

/// <summary>A whole grid in memory on the in-process engine.</summary>
internal sealed class TestGrid : GridWorld, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public TestGrid(ConversationOptions? conversations = null, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        var effects = new EffectRunner(
            new GridEffects(() => Grid!, this, new TranscriptReader(Store)), new ThreadPoolEffects(), options, TimeProvider.System, NullLogger<EffectRunner>.Instance);
        var services = new EntityServices(Store, Store, Store, effects, options, TimeProvider.System, NullLogger<EntityServices>.Instance);
        Grid = new InProcessGrid(Models.Create(conversations ?? new(), new QueueOptions(), null, KnowsQueue), services, this);
        _ = new AgendaSweeper(Store, Grid, options, TimeProvider.System, NullLogger<AgendaSweeper>.Instance).RunAsync(_stop.Token);
    }

    public MemoryStore Store { get; } = new();
    public override MemoryStore Journal => Store;
    public override InProcessGrid Grid { get; }

    public void Dispose() => _stop.Cancel();

    public override async ValueTask DisposeAsync() => await _stop.CancelAsync();
}
