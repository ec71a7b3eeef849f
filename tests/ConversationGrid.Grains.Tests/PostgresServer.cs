using ConversationGrid.Conformance;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Grains.Tests;

/// <summary>One private server for all tests of this assembly that need one.</summary>
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

/// <summary>A class whose facts need an installed PostgreSQL.</summary>
public sealed class NeedsPostgresAttribute : NeedsAttribute
{
    public override string? Missing => PrivatePostgres.FindBinaries() is null ? PrivatePostgres.InstallHint : null;
}

/// <summary>Clusters one after another: each takes all the cores there are.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "cluster";
}
