using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.InProcess;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Engine.Tests;

/// <summary>A whole grid in memory, with an assistant that answers what contains "hours" and hands over everything else.</summary>
internal sealed class TestGrid : IEventFeed, IAssistant, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public TestGrid(ConversationOptions? conversations = null, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        var effects = new EffectRunner(
            new GridEffects(() => Grid!, this, new TranscriptReader(Store)), new ThreadPoolEffects(), options, TimeProvider.System, NullLogger<EffectRunner>.Instance);
        var services = new EntityServices(Store, Store, Store, effects, options, TimeProvider.System, NullLogger<EntityServices>.Instance);
        Grid = new InProcessGrid(Models.Create(conversations ?? new(), new QueueOptions(), null, (_, queue) => queue is "general" or "billing"), services, this);
        _ = new AgendaSweeper(Store, Grid, options, TimeProvider.System, NullLogger<AgendaSweeper>.Instance).RunAsync(_stop.Token);
    }

    public MemoryStore Store { get; } = new();
    public InProcessGrid Grid { get; }
    public ConcurrentQueue<(StreamId Stream, Committed Event)> Seen { get; } = new();

    public static Caller Customer { get; } = Caller.Customer("cust", "Nur");
    public static Caller Agent(string id) => new(CallerRole.Agent, new(ActorKind.Agent, id, id), ["general"]);

    public IConversation Conversation(string id) => Grid.Conversation(new("demo", id));
    public IAgent AgentEntity(string id) => Grid.Agent(new("demo", id));

    public async Task OnlineAsync(string id, int capacity = 3)
    {
        (await AgentEntity(id).ExecuteAsync(new ConfigureAgent(id, ["general"], ["en"], capacity))).OrThrow();
        (await AgentEntity(id).ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow();
    }

    /// <summary>Waits for what effects bring about, and says what did not come.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T?>> find, string what) where T : class
    {
        for (var i = 0; i < 400; i++)
        {
            if (await find() is { } found) return found;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        throw new TimeoutException($"Did not come: {what}");
    }

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        foreach (var e in events) Seen.Enqueue((stream, e));
    }

    public void OnSignal(StreamId stream, Signal signal)
    {
        // Nothing here looks at what is fleeting.
    }

    public Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default) => Task.FromResult(
        request.Transcript[^1].Text.Contains("hours") ? new AssistantAnswer("We open at nine.", [new("hours", "Opening hours")]) : new AssistantAnswer(null, HandoffReason: "unsure"));

    public Task<string?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) => Task.FromResult<string?>($"{request.Transcript.Count} messages");

    public void Dispose() => _stop.Cancel();
}
