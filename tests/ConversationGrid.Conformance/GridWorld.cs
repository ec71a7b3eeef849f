using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Conformance;

/// <summary>A whole grid on some engine, with an assistant that answers what contains "hours" and hands over everything else.</summary>
public abstract class GridWorld : IEventFeed, IAssistant, IAsyncDisposable
{
    /// <summary>The grid, through any process of it: a call may come back with another one.</summary>
    public abstract IGrid Grid { get; }

    public abstract IJournal Journal { get; }

    /// <summary>What this world's feed got, in the order of arrival.</summary>
    public ConcurrentQueue<(StreamId Stream, Committed Event)> Seen { get; } = new();

    /// <summary>What came that is fleeting.</summary>
    public ConcurrentQueue<(StreamId Stream, Signal Signal)> Signals { get; } = new();

    public static Caller Customer { get; } = Caller.Customer("cust", "Nur");
    public static Caller Agent(string id) => new(CallerRole.Agent, new(ActorKind.Agent, id, id), ["general"]);
    public static StreamId Stream(string conversation) => new(EntityKind.Conversation, new("demo", conversation));

    /// <summary>Which queues there are.</summary>
    public static IReadOnlyList<string> QueuesOf(string workspace) => ["general", "billing"];

    public IConversation Conversation(string id) => Grid.Conversation(new("demo", id));
    public IAgent AgentEntity(string id) => Grid.Agent(new("demo", id));

    public async Task OnlineAsync(string id, int capacity = 3)
    {
        (await AgentEntity(id).ExecuteAsync(new ConfigureAgent(id, ["general"], ["en"], capacity))).OrThrow();
        (await AgentEntity(id).ExecuteAsync(new SetPresence(PresenceStatus.Online))).OrThrow();
    }

    /// <summary>The first event of a kind in a conversation's journal.</summary>
    public async Task<T?> FindAsync<T>(string id, Func<T, bool>? that = null) where T : ConversationEvent =>
        (await Journal.ReadAsync(Stream(id), 0, 1000)).Select(c => c.Event).OfType<T>().FirstOrDefault(that ?? (_ => true));

    /// <summary>Waits for what effects bring about, and says what did not come.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T?>> find, string what, TimeSpan? patience = null) where T : class
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < (patience ?? TimeSpan.FromSeconds(20)))
        {
            if (await find() is { } found) return found;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        throw new TimeoutException($"Did not come: {what}");
    }

    public static Task EventuallyAsync(Func<bool> holds, string what, TimeSpan? patience = null) =>
        EventuallyAsync(() => Task.FromResult(holds() ? "" : null), what, patience);

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        foreach (var e in events) Seen.Enqueue((stream, e));
    }

    public void OnSignal(StreamId stream, Signal signal) => Signals.Enqueue((stream, signal));

    public Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default) => Task.FromResult(
        request.Transcript[^1].Text.Contains("hours") ? new AssistantAnswer("We open at nine.", [new("hours", "Opening hours")])
        : new AssistantAnswer(null, HandoffReason: "unsure"));

    public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) =>
        Task.FromResult<ConversationSummary?>(new($"{request.Transcript.Count} messages", []));

    public abstract ValueTask DisposeAsync();
}
