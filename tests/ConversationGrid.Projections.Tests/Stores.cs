using ConversationGrid.Conformance;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;

namespace ConversationGrid.Projections.Tests;

/// <summary>A new store for one test, of one kind, which may be opened by several processes.</summary>
public interface IStoreKind
{
    /// <summary>What a second process opens.</summary>
    IJournalStore Open();
}

/// <summary>A folder of its own.</summary>
internal sealed class SqliteKind : IStoreKind, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grid-projections-");

    public IJournalStore Open() => new SqliteStore(new() { Path = _folder.FullName }, TimeProvider.System, keys: TestKeys.Of);

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A database of its own on the private server.</summary>
internal sealed class PostgresKind(string database) : IStoreKind
{
    public IJournalStore Open() => new PostgresStore(new() { ConnectionString = database }, TimeProvider.System, keys: TestKeys.Of);
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
