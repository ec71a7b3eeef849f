using ConversationGrid.Conformance;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Access;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tests.Postgres;
using ConversationGrid.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Journal.Tests;

/// <summary>What every access store promises.</summary>
public abstract class AccessStoreFacts
{
    private protected FakeTimeProvider Time { get; } = new(Samples.Noon);

    /// <summary>A store on this test's own database, as another process has it.</summary>
    protected abstract Task<IAccessStore> OpenAsync();

    [EngineFact]
    public async Task Counter_StopsAtItsMax_OfAllProcessesTogether_AndBeginsAnewAfterItsWindow()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var counted = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).TryCountAsync("key", 7, TimeSpan.FromMinutes(1))));
        Assert.Equal(7, counted.Count(ok => ok));
        Assert.Equal(new(7, Samples.Noon.AddMinutes(1)), await two.CountedAsync("key"));
        Assert.True(await one.TryCountAsync("other", 7, TimeSpan.FromMinutes(1)));

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await one.CountedAsync("key")).Used);
        Assert.True(await two.TryCountAsync("key", 1, TimeSpan.FromMinutes(1)));
        Assert.False(await one.TryCountAsync("key", 1, TimeSpan.FromMinutes(1)));
        await two.ForgetCountAsync("key");
        Assert.True(await one.TryCountAsync("key", 1, TimeSpan.FromMinutes(1)));
    }

    [EngineFact]
    public async Task Record_IsAddedOnce_ReplacedByWhoReadIt_AndEnds()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var record = new AccessRecord("session", "demo", "s1", "aina", "{\"n\":1}", Samples.Noon.AddHours(1));
        var added = await Task.WhenAll(one.TryAddAsync(record), two.TryAddAsync(record with { Body = "{\"n\":2}" }));
        Assert.Single(added, ok => ok);

        var read = (await two.FindAsync("session", "demo", "s1"))!;
        Assert.True(await one.TryReplaceAsync(read with { Body = "{\"n\":3}" }));
        Assert.False(await two.TryReplaceAsync(read with { Body = "{\"n\":4}" }));
        Assert.Equal("{\"n\":3}", (await two.FindAsync("session", "demo", "s1"))!.Body);
        Assert.Null(await one.FindAsync("session", "other", "s1"));
        Assert.Null(await one.FindAsync("key", "demo", "s1"));

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await two.FindAsync("session", "demo", "s1"));
        Assert.Empty(await two.ListAsync("session", "demo", null));
        Assert.True(await one.TryAddAsync(record with { Owner = "ben", Until = null }));
        await one.CleanAsync();
        Assert.Equal("ben", (await two.FindAsync("session", "demo", "s1"))!.Owner);
    }

    [EngineFact]
    public async Task Records_AreListedAndRemovedByOwner()
    {
        var store = await OpenAsync();
        foreach (var (id, owner) in (ReadOnlySpan<(string, string)>)[("s2", "aina"), ("s1", "aina"), ("s3", "ben")])
            store.TryAddAsync(new("session", "demo", id, owner, "{}")).GetAwaiter().GetResult();
        await store.TryAddAsync(new("key", "demo", "k1", "aina", "{}"));
        Assert.Equal(["s1", "s2"], (await store.ListAsync("session", "demo", "aina")).Select(r => r.Id));
        Assert.Equal(["s1", "s2", "s3"], (await store.ListAsync("session", "demo", null)).Select(r => r.Id));
        Assert.True(await store.RemoveAsync("session", "demo", "s1"));
        Assert.False(await store.RemoveAsync("session", "demo", "s1"));
        await store.RemoveOfOwnerAsync("session", "demo", "aina");
        Assert.Equal(["s3"], (await store.ListAsync("session", "demo", null)).Select(r => r.Id));
        Assert.Single(await store.ListAsync("key", "demo", "aina"));
    }
}

public sealed class MemoryAccessStoreTests : AccessStoreFacts
{
    private MemoryAccessStore? _store;

    protected override Task<IAccessStore> OpenAsync() => Task.FromResult<IAccessStore>(_store ??= new(Time));
}

public sealed class SqliteAccessStoreTests : AccessStoreFacts, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-access-").FullName;
    private readonly SqliteStore _store;

    public SqliteAccessStoreTests() => _store = new(new() { Path = _folder }, TimeProvider.System);

    public Task InitializeAsync() => _store.StartAsync();

    /// <summary>One process has a file of SQLite to itself.</summary>
    protected override Task<IAccessStore> OpenAsync() => Task.FromResult<IAccessStore>(new AccessStore(_store.Database, Time));

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[NeedsPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresAccessStoreTests(PostgresServer postgres) : AccessStoreFacts, IAsyncLifetime
{
    private readonly List<PostgresStore> _stores = [];
    private string _database = "";

    public async Task InitializeAsync() => _database = await postgres.NewDatabaseAsync();

    protected override async Task<IAccessStore> OpenAsync()
    {
        var store = new PostgresStore(new() { ConnectionString = _database }, TimeProvider.System);
        _stores.Add(store);
        await store.StartAsync();
        return new AccessStore(store.Database, Time);
    }

    public async Task DisposeAsync()
    {
        foreach (var store in _stores) await store.DisposeAsync();
    }
}
