using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Tests;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Projections.Running;
using ConversationGrid.Projections.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Projections.Tests;

/// <summary>Facts about one new store of one kind.</summary>
public abstract class StoreFacts : IAsyncLifetime
{
    private static readonly ProjectionsOptions Small =
        new() { EventsTogetherMax = 37, RememberedMax = 6, SearchAfter = TimeSpan.Zero, LeaseFor = TimeSpan.FromMinutes(1) };

    protected IJournalStore Store { get; private set; } = null!;
    protected abstract Task<IStoreKind> KindAsync();

    internal IStoreKind Kind { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Kind = await KindAsync();
        Store = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        (Kind as IDisposable)?.Dispose();
    }

    internal async Task CatchUpAsync()
    {
        using var owner = Owner(Store);
        while (await owner.StepAsync()) { }
        await owner.Partitions.ReleaseAsync(default);
    }

    internal async Task WriteAsync(Histories histories)
    {
        var (written, draw) = (new Dictionary<EntityId, int>(), new Draw(1));
        while (await histories.AppendAsync(Store.Journal, written, draw, 100)) { }
    }

    internal static Projector Owner(IJournalStore store) => new(store.Feed, store.Database, null, Small, TimeProvider.System, NullLogger<Projector>.Instance);

    internal Rebuilder Rebuilder() => new(Store.Feed, Store.Database);

    protected async Task<IJournalStore> OpenAsync()
    {
        var store = Kind.Open();
        await store.StartAsync();
        return store;
    }

    protected async Task AppendAsync(StreamId stream, params IReadOnlyList<DomainEvent> events)
    {
        var head = (await Store.Journal.ReadBackwardsAsync(stream, long.MaxValue, 1)) is [var last] ? last.Seq : 0;
        Assert.Equal(AppendResult.Appended, await Store.Journal.AppendAsync(new(stream, head, events, DueChange.Keep)));
    }
}
