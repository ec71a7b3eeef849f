using ConversationGrid.Journal.Sqlite;

namespace ConversationGrid.Journal.Tests.Sqlite;

public sealed class SqliteConformanceTests : StoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-journal-").FullName;

    protected override IJournalStore Create() => new SqliteStore(new() { Path = _folder }, TimeProvider.System);

    protected override Task CleanAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
