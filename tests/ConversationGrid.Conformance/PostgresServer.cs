using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Conformance;

/// <summary>One private server for all tests of an assembly that need one; none where PostgreSQL is not installed.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private string _folder = "";
    private int _databases;

    public PrivatePostgres? Server { get; private set; }

    public async Task InitializeAsync()
    {
        if (PrivatePostgres.FindBinaries() is null) return;
        _folder = Directory.CreateTempSubdirectory("grid-postgres-").FullName;
        Server = await PrivatePostgres.StartAsync(_folder, TimeProvider.System);
    }

    /// <summary>Connection string of a new, empty database.</summary>
    public Task<string> NewDatabaseAsync() => Server!.CreateDatabaseAsync($"test_{Interlocked.Increment(ref _databases)}");

    public async Task DisposeAsync()
    {
        if (Server is null) return;
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A class whose facts need an installed PostgreSQL.</summary>
public sealed class NeedsPostgresAttribute : NeedsAttribute
{
    public override string? Missing => PrivatePostgres.FindBinaries() is null ? PrivatePostgres.InstallHint : null;
}
