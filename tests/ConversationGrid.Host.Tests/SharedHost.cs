using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ConversationGrid.LocalPostgres;
using Microsoft.AspNetCore.Identity;

namespace ConversationGrid.Host.Tests;

/// <summary>A workspace of a host that a test talks to.</summary>
public interface IGridHost : IAsyncDisposable
{
    Uri Address { get; }

    /// <summary>Its staff sign in as <c>aina@{workspace}.test</c> and so on.</summary>
    string Workspace { get; }

    /// <summary>Where it keeps its data.</summary>
    string DataFolder { get; }

    /// <summary>All that the host wrote so far.</summary>
    string Log { get; }
}

/// <summary>
/// One host for each store, for all tests that only talk to one. Each takes a workspace of its own, so that none sees what another does; who needs the
/// demo's articles and its back office takes the demo workspace and finds other customers there. A test that stops, kills or configures its host
/// starts its own. The hosts end with this process.
/// </summary>
public static class SharedHost
{
    /// <summary>Workspaces of each host: as many as there are tests that take one, and some more.</summary>
    private const int WorkspacesMax = 40;

    /// <summary>Delays that a test would only wait for, and limits that are meant for one address, which all tests share.</summary>
    private static readonly string[] Settings =
    [
        "--Grid:Gateway:PlacesEvery", "00:00:00.100", "--Grid:Projections:SearchAfter", "00:00:00.100", "--Grid:Conversations:OfferTimeout", "00:05:00",
        "--Grid:Gateway:SignInsPerSecondPerAddress", "1000", "--Grid:Gateway:SessionsPerSecondPerAddress", "1000",
        "--Grid:Gateway:RequestsPerSecondPerAddress", "5000",
    ];

    private static readonly ConcurrentDictionary<StoreKind, Lazy<Task<HostProcess>>> Hosts = new();
    private static readonly Lazy<Task<PrivatePostgres>> Postgres = new(StartPostgresAsync);
    private static readonly string Folder = Directory.CreateTempSubdirectory("grid-shared-").FullName;
    private static int _workspaces;
    private static int _databases;

    /// <summary>A workspace that nothing has happened in: the queues general and billing, the agents aina and ben, the supervisor siti, the
    /// administrator omar.</summary>
    public static async Task<IGridHost> WorkspaceAsync(StoreKind store = StoreKind.Sqlite)
    {
        var number = Interlocked.Increment(ref _workspaces);
        Assert.True(number <= WorkspacesMax, $"There are {WorkspacesMax} workspaces: more tests want one.");
        return new Place(await HostAsync(store), $"shop{number}");
    }

    /// <summary>The demo workspace, with its articles and its back office.</summary>
    public static async Task<IGridHost> DemoAsync(StoreKind store = StoreKind.Sqlite) => new Place(await HostAsync(store), "demo");

    /// <summary>An empty database on the one server of these tests, for a host of a test's own.</summary>
    internal static async Task<string> NewDatabaseAsync() => await (await Postgres.Value).CreateDatabaseAsync($"grid{Interlocked.Increment(ref _databases)}");

    private static Task<HostProcess> HostAsync(StoreKind store) => Hosts.GetOrAdd(store, s => new(() => StartAsync(s))).Value;

    private static async Task<HostProcess> StartAsync(StoreKind store)
    {
        var file = Path.Combine(Folder, $"{store}.json");
        var hash = new PasswordHasher<object>().HashPassword(new(), "demo");
        var workspaces = Enumerable.Range(1, WorkspacesMax).ToDictionary(i => $"shop{i}", i => new
        {
            IdentitySecret = "demo-identity-secret",
            Queues = new[] { "general", "billing" },
            Staff = new[] { Member(i, "aina", "Agent"), Member(i, "ben", "Agent"), Member(i, "siti", "Supervisor"), Member(i, "omar", "Admin") },
        });
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { Grid = new { Workspaces = workspaces } }));
        var host = await HostProcess.StartAsync(store, ["--config", file, .. Settings]);
        EndWithThisProcess(host.ProcessId, Path.GetDirectoryName(host.DataFolder)!);
        return host;

        object Member(int workspace, string id, string role) => new
        {
            Id = id, Name = char.ToUpperInvariant(id[0]) + id[1..], Email = $"{id}@shop{workspace}.test", Role = role, PasswordHash = hash,
            Languages = new[] { "en" },
        };
    }

    private static async Task<PrivatePostgres> StartPostgresAsync()
    {
        var server = await PrivatePostgres.StartAsync(Path.Combine(Folder, "postgres"), TimeProvider.System);
        var pid = (await File.ReadAllLinesAsync(Path.Combine(server.Folder, "data", "postmaster.pid")))[0];
        EndWithThisProcess(int.Parse(pid, CultureInfo.InvariantCulture), Folder);
        return server;
    }

    /// <summary>Whoever runs tests ends this process at once after the last one, so that nothing in here could do it.</summary>
    private static void EndWithThisProcess(int pid, string folder)
    {
        const string script = "exec </dev/null >/dev/null 2>&1; while kill -0 $0; do sleep 1; done; kill -QUIT $1; sleep 1; kill -9 $1; rm -rf \"$2\"";
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, $"{Environment.ProcessId}", $"{pid}", folder]) { UseShellExecute = false };
        Process.Start(start)!.Dispose();
    }

    /// <summary>Goes without taking the host along.</summary>
    private sealed record Place(HostProcess Host, string Workspace) : IGridHost
    {
        public Uri Address => Host.Address;

        public string DataFolder => Host.DataFolder;

        public string Log => Host.Log;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
