using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace ConversationGrid.LocalPostgres;

/// <summary>
/// A PostgreSQL server of one's own, for a cluster on one machine and for tests: installed binaries, a folder, a free port of the
/// loopback address, safe settings. Its owner stops it by disposing. Started by root, it runs as the user <c>postgres</c>,
/// because PostgreSQL refuses to run as root.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>What to say to someone who has no PostgreSQL.</summary>
    public const string InstallHint = "PostgreSQL is not installed: apt-get install postgresql";

    private const string Role = "grid";
    private const int AttemptsMax = 40;

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly string _binaries;
    private readonly string _password;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly TimeProvider _time;
    private Process? _process;

    private PrivatePostgres(string binaries, string folder, string password, int port, IReadOnlyDictionary<string, string> settings, TimeProvider time)
    {
        (_binaries, Folder, _password, Port, _settings, _time) = (binaries, folder, password, port, settings, time);
    }

    /// <summary>Where it keeps its data, its log (<c>server.log</c>) and its password.</summary>
    public string Folder { get; }

    public int Port { get; }

    private string Data => Path.Combine(Folder, "data");
    private string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>Folder of the newest installed server binaries; null when there are none.</summary>
    public static string? FindBinaries()
    {
        string[] roots = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"];
        var debian = roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories)
            .OrderByDescending(d => double.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin"));
        string[] others = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/local/pgsql/bin", "/usr/pgsql/bin",
            "/opt/homebrew/bin"];
        return debian.Concat(others).FirstOrDefault(d => File.Exists(Path.Combine(d, "postgres")) && File.Exists(Path.Combine(d, "initdb")));
    }

    /// <summary>Starts a server in <paramref name="folder"/>, with the data it holds from before if any. Ready when this returns.</summary>
    /// <param name="folder">Made when absent. Where the server's user cannot enter it, a folder under <c>/var/tmp</c> takes its place; see
    /// <see cref="Folder"/>.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="settings">Server settings beside ours, or instead of them.</param>
    /// <exception cref="PostgresSetupException">There are no binaries, or the server does not start; the message quotes its log.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        string folder, TimeProvider time, int port = 0, IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancel = default)
    {
        var binaries = FindBinaries() ?? throw new PostgresSetupException(InstallHint);
        folder = PostgresUser.Reachable(Path.GetFullPath(folder));
        Directory.CreateDirectory(folder);
        var secret = Path.Combine(folder, "password");
        if (!File.Exists(secret)) await File.WriteAllTextAsync(secret, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancel);
        var server = new PrivatePostgres(binaries, folder, (await File.ReadAllTextAsync(secret, cancel)).Trim(), port == 0 ? FreePort() : port, settings
            ?? new Dictionary<string, string>(), time);
        await PostgresUser.OwnAsync(folder, cancel);
        if (!File.Exists(Path.Combine(server.Data, "PG_VERSION"))) await server.InitialiseAsync(secret, cancel);
        try
        {
            await server.StartAsync(cancel);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        return server;
    }

    /// <summary>Npgsql connection string of a database on this server.</summary>
    public string ConnectionString(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Username = Role, Password = _password, Database = database }.ConnectionString;

    /// <summary>Makes an empty database unless it is there, and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancel = default)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString() + ";Pooling=false");
        await using var create = source.CreateCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        try
        {
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It was there.
        }
        return ConnectionString(name);
    }

    /// <summary>As a power cut would, as far as processes go: SIGKILL to the server and all its children, no chance to clean up.</summary>
    public async Task KillAsync(CancellationToken cancel = default)
    {
        if (_process is not { } process) return;
        _process = null;
        var children = PostgresUser.ChildrenOf(process.Id);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancel);
        process.Dispose();
        for (var i = 0; i < AttemptsMax && children.Any(PostgresUser.IsAlive); i++) await Task.Delay(LookAgainAfter, _time, cancel);
    }

    /// <summary>Starts it again on the same folder and port, after <see cref="KillAsync"/> or <see cref="StopAsync"/>.</summary>
    public Task RestartAsync(CancellationToken cancel = default) => StartAsync(cancel);

    /// <summary>Ends all sessions and shuts down cleanly; a server that does not end within 20 seconds is killed.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited)
        {
            await PostgresUser.SignalAsync(process.Id, "INT", CancellationToken.None);
            using var patience = new CancellationTokenSource(StopTimeout, _time);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task InitialiseAsync(string secret, CancellationToken cancel)
    {
        var (code, output) = await PostgresUser.RunAsync(
            [Path.Combine(_binaries, "initdb"), "-D", Data, "-U", Role, "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C",
                "--no-instructions"], cancel);
        if (code != 0) throw new PostgresSetupException($"initdb in '{Folder}' failed: {output}");
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        await ClearStalePidAsync(cancel);
        List<string> command = [Path.Combine(_binaries, "postgres"), "-D", Data];
        foreach (var (name, value) in Settings()) command.AddRange(["-c", $"{name}={value}"]);
        _process = PostgresUser.Start(command, Path.Combine(Folder, "server.log"));
        await WaitUntilReadyAsync(_process, cancel);
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["fsync"] = "on",
            ["synchronous_commit"] = "on",
            ["full_page_writes"] = "on",
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
            ["max_wal_size"] = "1GB",
            ["jit"] = "off",
            // The log must not quote what customers wrote.
            ["log_min_error_statement"] = "panic",
            ["log_parameter_max_length_on_error"] = "0",
        };
        foreach (var (name, value) in _settings) settings[name] = value;
        return settings;
    }

    private async Task WaitUntilReadyAsync(Process process, CancellationToken cancel)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            if (process.HasExited) throw new PostgresSetupException($"PostgreSQL in '{Folder}' ended at once: {LogTail()}");
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString() + ";Pooling=false;Timeout=2");
                await connection.OpenAsync(cancel);
                return;
            }
            catch (NpgsqlException e)
            {
                if (_time.GetElapsedTime(begun) > ReadyTimeout)
                    throw new PostgresSetupException($"PostgreSQL in '{Folder}' is not ready after {ReadyTimeout.TotalSeconds} s: {LogTail()}", e);
                await Task.Delay(LookAgainAfter, _time, cancel);
            }
        }
    }

    /// <summary>
    /// A server that was killed leaves its pid file behind, and its number may be another process by now. A server of this folder that
    /// still runs was left by a killed starter: nobody else owns this folder, so it is shut down.
    /// </summary>
    private async Task ClearStalePidAsync(CancellationToken cancel)
    {
        if (!File.Exists(PidFile)) return;
        var first = (await File.ReadAllLinesAsync(PidFile, cancel)).FirstOrDefault();
        if (int.TryParse(first, CultureInfo.InvariantCulture, out var pid) && PostgresUser.IsAlive(pid)
            && PostgresUser.CommandLine(pid).Contains(Data, StringComparison.Ordinal))
        {
            await PostgresUser.SignalAsync(pid, "INT", cancel);
            for (var i = 0; i < AttemptsMax * 4 && PostgresUser.IsAlive(pid); i++) await Task.Delay(LookAgainAfter, _time, cancel);
        }
        if (File.Exists(PidFile)) File.Delete(PidFile);
    }

    private string LogTail()
    {
        var log = Path.Combine(Folder, "server.log");
        return File.Exists(log) ? string.Join(" | ", File.ReadLines(log).TakeLast(5)) : "no log";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
