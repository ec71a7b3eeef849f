using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Simulation.Tests.Found;

/// <summary>Two processes over one store, each with its own activation of everything: what a split cluster looks like for a moment.</summary>
internal sealed class TwoActivations
{
    public static readonly EntityId AgentId = new("demo", "ben");
    public static readonly EntityId ConversationId = new("demo", "c1");
    public static readonly EntityId QueueId = new("demo", "general");

    public TwoActivations() => (Old, New) = (Create(), Create());

    public MemoryStore Store { get; } = new();
    public Clock Time { get; } = new();

    /// <summary>Effects that were handed out, by whomever.</summary>
    public List<(StreamId Source, PendingEffect Effect)> Started { get; } = [];
    public InProcessGrid Old { get; }
    public InProcessGrid New { get; }
    public static Caller Nur { get; } = Caller.Customer("nur", "Nur");

    public GridEffects EffectsOf(InProcessGrid grid) => new(() => grid, null!, new TranscriptReader(Store));

    public async Task<IReadOnlyList<T>> EventsAsync<T>(StreamId stream) => [.. (await Store.ReadAsync(stream, 0, 1_000)).Select(c => c.Event).OfType<T>()];

    private InProcessGrid Create()
    {
        var models = Models.Create(new ConversationOptions(), new QueueOptions(), null, _ => ["general", "billing"]);
        var services = new EntityServices(Store, Store, Store, new Recorder(Started), new EngineOptions(), Time, NullLogger<EntityServices>.Instance);
        return new(models, services, new Deaf());
    }

    private sealed class Recorder(List<(StreamId, PendingEffect)> started) : IEffectRunner
    {
        public void Start(StreamId source, PendingEffect effect) => started.Add((source, effect));
    }

    private sealed class Deaf : IEventFeed
    {
        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
        {
            // Nobody listens.
        }

        public void OnSignal(StreamId stream, Signal signal)
        {
            // Nobody listens.
        }
    }

    internal sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
