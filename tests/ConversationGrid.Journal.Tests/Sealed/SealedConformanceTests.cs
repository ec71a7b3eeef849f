using ConversationGrid.Conformance;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tests.Postgres;

namespace ConversationGrid.Journal.Tests.Sealed;

/// <summary>Encrypted, a store promises what it promises in clear.</summary>
public sealed class SealedSqliteConformanceTests : StoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-journal-").FullName;

    protected override IJournalStore Create() => new SqliteStore(new() { Path = _folder }, TimeProvider.System, keys: TestKeys.Of);

    protected override Task CleanAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

/// <inheritdoc cref="SealedSqliteConformanceTests"/>
[NeedsPostgres]
[Collection(PostgresCollection.Name)]
public sealed class SealedPostgresConformanceTests(PostgresServer postgres) : StoreConformance
{
    private string _database = "";

    protected override async Task PrepareAsync() => _database = await postgres.NewDatabaseAsync();

    protected override IJournalStore Create() => new PostgresStore(new() { ConnectionString = _database }, TimeProvider.System, keys: TestKeys.Of);
}
