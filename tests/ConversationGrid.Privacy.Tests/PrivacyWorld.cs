using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Privacy.Erasures;
using ConversationGrid.Privacy.Keys;
using ConversationGrid.Privacy.Retention;
using ConversationGrid.Projections.Running;
using ConversationGrid.Projections.Settings;
using ConversationGrid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Privacy.Tests;

/// <summary>A grid on SQLite with read models and keys, whose entities live by a clock that the test owns.</summary>
internal sealed class PrivacyWorld : IEventFeed, IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private PrivacyWorld(IJournalStore store, RetentionOptions retention, string zone)
    {
        Store = store;
        var effects = new EffectRunner(
            new GridEffects(() => Grid!, new SilentAssistant(), new TranscriptReader(store.Journal), erasures: new Late(() => Erasure!), keys: store.Keys,
                redactions: new LateRedactions(() => Redaction!)),
            new ThreadPoolEffects(), new(), TimeProvider.System,
            NullLogger<EffectRunner>.Instance);
        var services = new EntityServices(store.Journal, store.Agenda, store.Snapshots, effects, new(), Clock, NullLogger<EntityServices>.Instance);
        Grid = new(Models.Create(new ConversationOptions { AssistantEnabled = false }, new QueueOptions(), null, _ => ["general"]), services, this);
        var projector = new Projector(store.Feed, store.Database, null, new ProjectionsOptions { SearchAfter = TimeSpan.Zero }, TimeProvider.System,
            NullLogger<Projector>.Instance);
        _running = Task.WhenAll(projector.RunAsync(_stop.Token),
            new AgendaSweeper(store.Agenda, Grid, new(), TimeProvider.System, NullLogger<AgendaSweeper>.Instance).RunAsync(_stop.Token));
        if (store.Keys is not DataKeys keys) return;
        Ledger = new(store.Database, TimeProvider.System);
        var streams = new CustomerStreams(store, keys, () => Grid, TestKeys.Options, TimeProvider.System);
        Erasure = new(store, store.Snapshots, keys, Ledger, streams, () => Grid, TestKeys.Options);
        Redacted = new(store.Database, TimeProvider.System);
        Redaction = new(store, store.Snapshots, keys, Redacted, Erasure);
        AtStart = new(keys, Ledger, Erasure, Redacted, Redaction, () => Grid, NullLogger<ErasuresAtStart>.Instance);
        var settings = new LiveSettings(store.Journal);
        var workspace = new Workspace("demo", new WorkspaceOptions { Retention = retention, TimeZone = zone }, Workspace.NoPolicies);
        Sweeper = new(store, new([workspace], settings), Erasure, () => Grid, TestKeys.Options, Clock, NullLogger<RetentionSweeper>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(Noon);
    public IJournalStore Store { get; }
    public InProcessGrid Grid { get; }
    public ErasureLedger? Ledger { get; }
    public CustomerErasure? Erasure { get; }
    public RedactionLedger? Redacted { get; }
    public MessageRedaction? Redaction { get; }
    public ErasuresAtStart? AtStart { get; }
    public RetentionSweeper? Sweeper { get; }

    /// <param name="inClear">Whether it is a store as earlier versions had it, without keys.</param>
    public static async Task<PrivacyWorld> OpenAsync(string folder, RetentionOptions? retention = null, string zone = "UTC", bool inClear = false)
    {
        var store = new SqliteStore(new() { Path = folder }, TimeProvider.System, keys: inClear ? null : TestKeys.Of);
        await store.StartAsync();
        return new(store, retention ?? new(), zone);
    }

    public static Caller Customer(string id) => Caller.Customer(id, $"name-{id}");

    public IConversation Conversation(string id) => Grid.Conversation(new("demo", id));

    /// <summary>A conversation with one message that ends at once.</summary>
    public async Task SayAsync(string id, string customer, string text, bool ends = true)
    {
        (await Conversation(id).ExecuteAsync(new StartConversation(Customer(customer), "k", "web", "en", text, null))).OrThrow();
        if (ends) (await Conversation(id).ExecuteAsync(new CloseConversation(Customer(customer)))).OrThrow();
    }

    /// <summary>Waits until nothing that the conversation set going is under way: what still comes would be stamped by another time.</summary>
    public async Task QuietAsync(string id)
    {
        for (var i = 0; ; i++)
        {
            var events = await Store.Journal.ReadAsync(new(EntityKind.Conversation, new("demo", id)), 0, 1_000);
            var state = events.Aggregate(ConversationState.Initial(new("demo", id)),
                (s, c) => Domain.Conversations.Conversation.Evolve(s, c.Seq, (ConversationEvent)c.Event));
            if (state.Pending.IsEmpty) return;
            Assert.True(i < 6_000, $"Effects of {id} were under way for a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public async Task<IReadOnlyList<string?>> TextsAsync(string id) =>
        [.. (await Store.Journal.ReadAsync(new(EntityKind.Conversation, new("demo", id)), 0, 1_000)).Select(c => c.Event).OfType<MessagePosted>()
            .Select(m => m.Text)];

    /// <summary>Waits until the read models have all that is in the journal.</summary>
    public Task CaughtUpAsync() => Erasure!.ReadModelsAsync(default);

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
    }

    public void OnSignal(StreamId stream, Signal signal)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        Sweeper?.Dispose();
        await Store.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>The erasures, made after what needs them.</summary>
    private sealed class Late(Func<IErasures> erasures) : IErasures
    {
        public Task EraseAsync(EntityId customer, string erasureId, CancellationToken cancel = default) => erasures().EraseAsync(customer, erasureId, cancel);
        public Task EraseAsync(EntityId conversation, ErasureReason why, CancellationToken cancel = default) =>
            erasures().EraseAsync(conversation, why, cancel);

        public Task RecordAsync(EntityId customer, string erasureId, string askedBy, string? why, CancellationToken cancel = default) =>
            erasures().RecordAsync(customer, erasureId, askedBy, why, cancel);

        public Task<ErasureProgress?> FindAsync(string workspace, string erasureId, CancellationToken cancel = default) =>
            erasures().FindAsync(workspace, erasureId, cancel);
    }

    private sealed class LateRedactions(Func<IRedactions> redactions) : IRedactions
    {
        public Task RemoveAsync(EntityId conversation, long messageSeq, string askedBy, CancellationToken cancel = default) =>
            redactions().RemoveAsync(conversation, messageSeq, askedBy, cancel);

        public Task CleanAsync(CancellationToken cancel = default) => redactions().CleanAsync(cancel);
    }

    private sealed class SilentAssistant : IAssistant
    {
        public Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel) => throw new NotSupportedException();
        public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel) => Task.FromResult<ConversationSummary?>(null);
    }
}
