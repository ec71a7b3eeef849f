using ConversationGrid.Conformance;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.LocalPostgres;

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

    public IJournalStore Open() => new SqliteStore(new() { Path = _folder.FullName }, TimeProvider.System);

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A database of its own on the private server.</summary>
internal sealed class PostgresKind(string database) : IStoreKind
{
    public IJournalStore Open() => new PostgresStore(new() { ConnectionString = database }, TimeProvider.System);
}

/// <summary>A class whose facts need an installed PostgreSQL.</summary>
public sealed class NeedsPostgresAttribute : NeedsAttribute
{
    public override string? Missing => PrivatePostgres.FindBinaries() is null ? PrivatePostgres.InstallHint : null;
}

/// <summary>One private server for all tests of this assembly.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private string _folder = "";
    private int _databases;
    private PrivatePostgres? _server;

    public async Task InitializeAsync()
    {
        if (PrivatePostgres.FindBinaries() is null) return;
        _folder = Directory.CreateTempSubdirectory("grid-postgres-").FullName;
        _server = await PrivatePostgres.StartAsync(_folder, TimeProvider.System);
    }

    /// <summary>Connection string of a new, empty database.</summary>
    public Task<string> NewDatabaseAsync() => _server!.CreateDatabaseAsync($"test_{Interlocked.Increment(ref _databases)}");

    public async Task DisposeAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
