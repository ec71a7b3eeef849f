using ConversationGrid.Conformance;
using ConversationGrid.Journal.Postgres;

namespace ConversationGrid.Journal.Tests.Postgres;

[NeedsPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresConformanceTests(PostgresServer postgres) : StoreConformance
{
    private string _database = "";

    protected override async Task PrepareAsync() => _database = await postgres.NewDatabaseAsync();

    protected override IJournalStore Create() => new PostgresStore(new() { ConnectionString = _database }, TimeProvider.System);
}
