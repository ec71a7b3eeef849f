using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ConversationGrid.Client.Tests.Host;

/// <summary>A fact that needs the product's host built beside the tests, in any configuration.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealHostFactAttribute : FactAttribute
{
    public RealHostFactAttribute()
    {
        if (RealHost.Program is null) Skip = "The host is not built here: dotnet build silo/ConversationGrid.Silo";
    }
}

/// <summary>The product in a process of its own, on SQLite in a folder of its own, with the demo workspace.</summary>
internal sealed class RealHost : IAsyncDisposable
{
    private readonly string _folder;
    private Process _process;

    private RealHost(string folder, int port)
    {
        (_folder, Address) = (folder, new Uri($"http://127.0.0.1:{port}"));
        _process = Launch();
    }

    /// <summary>The host that GRID_HOST names, which ./grid test publishes compiled ahead of time; else the newest that is built here.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("GRID_HOST") ?? new[] { "debug", "release" }
        .Select(c => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "ConversationGrid.Silo", c, "ConversationGrid.Silo.dll")))
        .Where(File.Exists).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();

    public Uri Address { get; }

    public static async Task<RealHost> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var host = new RealHost(Directory.CreateTempSubdirectory("grid-client-").FullName, port);
        await host.ReadyAsync();
        return host;
    }

    /// <summary>SIGKILL, and a new process on the same data.</summary>
    public async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Launch();
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var a in new[] { Program!, "--urls", Address.ToString(), "--Grid:Data:Path", _folder, "--Grid:Demo:Enabled", "true",
            "--Logging:LogLevel:Default", "Warning" }) start.ArgumentList.Add(a);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var i = 0; i < 600; i++)
        {
            if (_process.HasExited) throw new InvalidOperationException("The host ended at once.");
            try
            {
                if ((await http.GetAsync(new Uri(Address, "/health/ready"))).IsSuccessStatusCode) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
        throw new TimeoutException("The host was not ready in a minute.");
    }
}

/// <summary>One host for all tests that only talk to one.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private RealHost? _host;

    internal Uri Address => _host!.Address;

    public async Task InitializeAsync()
    {
        if (RealHost.Program is not null) _host = await RealHost.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }
}

/// <summary>The tests against the product itself.</summary>
[CollectionDefinition(Name)]
public sealed class RealHostCollection : ICollectionFixture<SharedHost>
{
    public const string Name = "real host";
}
