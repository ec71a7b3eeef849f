using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tables;
using ConversationGrid.LocalPostgres;
using ConversationGrid.Privacy;
using ConversationGrid.Privacy.Keys;
using Npgsql;

namespace ConversationGrid.Host.Tests;

/// <summary>Where a host under test keeps its journal.</summary>
public enum StoreKind
{
    None = 0,
    Sqlite,
    Postgres,
}

/// <summary>A theory over all stores that this machine has.</summary>
public sealed class StoresAttribute : Xunit.Sdk.DataAttribute
{
    public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod)
    {
        yield return [StoreKind.Sqlite];
        if (PrivatePostgres.FindBinaries() is not null) yield return [StoreKind.Postgres];
    }
}

/// <summary>The real host as a process of its own, on a free loopback port. It can be killed and started again on the same data.</summary>
public sealed class HostProcess : IGridHost
{
    /// <summary>The host that GRID_HOST names, which ./grid test publishes compiled ahead of time; else the one built beside these tests.</summary>
    private static readonly string Program = Environment.GetEnvironmentVariable("GRID_HOST") ?? Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "ConversationGrid.Silo", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
        "ConversationGrid.Silo.dll"));

    private readonly string _folder = Directory.CreateTempSubdirectory("grid-host-").FullName;
    private readonly List<string> _settings;
    private PrivatePostgres? _postgres;
    private string? _connection;
    private Process? _process;

    private HostProcess(IEnumerable<string> settings)
    {
        _settings = [.. settings];
        Address = new($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Address { get; }

    public string Workspace => "demo";

    internal int ProcessId => _process!.Id;

    /// <summary>Where the host keeps its data; beside it the database's, where that has its own.</summary>
    public string DataFolder => Path.Combine(_folder, "data");
    /// <summary>Of its database; null where it has a file.</summary>
    public string? Connection => _connection;

    public string? PostgresFolder => _postgres?.Folder;

    public string Log { get; private set; } = "";

    public static async Task<HostProcess> StartAsync(StoreKind store, params string[] settings)
    {
        var host = new HostProcess(settings);
        if (store == StoreKind.Postgres) host._connection = await SharedHost.NewDatabaseAsync();
        return await host.StartedAsync();
    }

    /// <summary>The same with a database server of its own, which can be killed and looked into.</summary>
    public static async Task<HostProcess> StartWithOwnServerAsync(StoreKind store, params string[] settings)
    {
        var host = new HostProcess(settings);
        if (store == StoreKind.Postgres)
        {
            host._postgres = await PrivatePostgres.StartAsync(Path.Combine(host._folder, "postgres"), TimeProvider.System);
            host._connection = await host._postgres.CreateDatabaseAsync("grid");
        }
        return await host.StartedAsync();
    }

    /// <summary>The host's journal, read from beside it.</summary>
    public async Task<IJournalStore> OpenJournalAsync()
    {
        IJournalStore store = _connection is null
            ? new SqliteStore(new() { Path = Path.Combine(_folder, "data") }, TimeProvider.System, keys: KeysOf)
            : new PostgresStore(new() { ConnectionString = _connection }, TimeProvider.System, keys: KeysOf);
        await store.StartAsync();
        return store;

        IDataKeys KeysOf(IDatabase database) => PrivacyServices.Keys(
            database, LocalMasterKey.Of(new(), Path.Combine(_folder, "data")), new(), TimeProvider.System);
    }

    /// <summary>Has the database write what it holds in memory.</summary>
    public async Task CheckpointAsync()
    {
        if (_connection is null) return;
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("checkpoint", connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>kill -9 of the database server, which then comes back. The host goes on.</summary>
    /// <param name="meanwhile">Runs while there is none.</param>
    public async Task KillStoreAsync(Func<Task>? meanwhile = null)
    {
        await _postgres!.KillAsync();
        if (meanwhile is not null) await meanwhile();
        await _postgres.RestartAsync();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; the exit code once it has drained.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString()]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    /// <param name="settings">They count over those of before.</param>
    public async Task StartAgainAsync(params string[] settings)
    {
        _settings.AddRange(settings);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = _folder };
        foreach (var argument in (string[])[Program, "--urls", Address.ToString(), "--Grid:Demo:Enabled", "true", "--Grid:Data:Path",
            Path.Combine(_folder, "data"), .. _settings])
            start.ArgumentList.Add(argument);
        if (_connection is not null) start.Environment["Grid__Postgres__ConnectionString"] = _connection;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log += line.Data + "\n";
        _process.ErrorDataReceived += (_, line) => Log += line.Data + "\n";
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Itself once it is ready; a host that does not get there ends.</summary>
    private async Task<HostProcess> StartedAsync()
    {
        try
        {
            await StartAgainAsync();
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var i = 0; i < 1200; i++)
        {
            if (_process!.HasExited) throw new InvalidOperationException($"The host ended with {_process.ExitCode}:\n{Log}");
            try
            {
                if ((await http.GetAsync(new Uri(Address, "/health/ready"))).IsSuccessStatusCode) return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException($"The host was not ready within two minutes:\n{Log}");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
