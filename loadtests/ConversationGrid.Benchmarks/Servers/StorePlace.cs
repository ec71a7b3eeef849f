using System.Globalization;
using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Benchmarks.Servers;

/// <summary>A new, empty store of one kind, gone when disposed; several processes may open it one after the other.</summary>
internal sealed class StorePlace : IAsyncDisposable
{
    private readonly string _kind;
    private readonly string _folder;
    private readonly PrivatePostgres? _server;

    private StorePlace(string kind, string folder, PrivatePostgres? server, string address) =>
        (_kind, _folder, _server, Address) = (kind, folder, server, address);

    /// <summary>A folder, or a connection string.</summary>
    public string Address { get; }

    /// <summary>Processor time of the database's processes so far, in seconds; 0 where the store runs in its user's process.</summary>
    public double DatabaseSeconds => _server is null ? 0 : ProcessTime.OfFamily(PidOf(_server));

    public static int PidOf(PrivatePostgres server) =>
        int.Parse(File.ReadLines(Path.Combine(server.Folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static async Task<StorePlace> CreateAsync(string kind, TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("grid-bench-").FullName;
        if (kind == "sqlite") return new(kind, folder, null, Path.Combine(folder, "data"));
        var server = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), time);
        return new(kind, folder, server, await server.CreateDatabaseAsync("grid"));
    }

    public static IJournalStore Open(string kind, string address, TimeProvider time) => kind == "sqlite"
        ? new SqliteStore(new() { Path = address }, time)
        : new PostgresStore(new() { ConnectionString = address }, time);

    public IJournalStore Open(TimeProvider time) => Open(_kind, Address, time);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
