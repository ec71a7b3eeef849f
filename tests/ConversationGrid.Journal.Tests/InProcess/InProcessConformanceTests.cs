using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tests.Postgres;

namespace ConversationGrid.Journal.Tests.InProcess;

/// <summary>The embedded default without Orleans.</summary>
public sealed class SqliteWholeConversationTests : WholeConversation, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-engine-").FullName;

    protected override Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        Stored.StartAsync(new SqliteStore(new() { Path = _folder }, TimeProvider.System), conversations, options);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class SqliteWatchingTests : Watching, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-engine-").FullName;

    protected override Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        Stored.StartAsync(new SqliteStore(new() { Path = _folder }, TimeProvider.System), conversations, options);

    protected override IGrid Watcher(GridWorld world) => world.Grid;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>One process on PostgreSQL, without Orleans.</summary>
[NeedsPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresWholeConversationTests(PostgresServer postgres) : WholeConversation
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await Stored.StartAsync(new PostgresStore(new() { ConnectionString = await postgres.NewDatabaseAsync() }, TimeProvider.System), conversations, options);
}

[NeedsPostgres, Collection(PostgresCollection.Name)]
public sealed class PostgresWatchingTests(PostgresServer postgres) : Watching
{
    protected override async Task<GridWorld> StartAsync(ConversationOptions? conversations = null, EngineOptions? options = null) =>
        await Stored.StartAsync(new PostgresStore(new() { ConnectionString = await postgres.NewDatabaseAsync() }, TimeProvider.System), conversations, options);

    protected override IGrid Watcher(GridWorld world) => world.Grid;
}

internal static class Stored
{
    public static async Task<GridWorld> StartAsync(IJournalStore store, ConversationOptions? conversations, EngineOptions? options)
    {
        await store.StartAsync();
        return new InProcessWorld(store.Journal, store.Agenda, store.Snapshots, store, conversations, options);
    }
}
