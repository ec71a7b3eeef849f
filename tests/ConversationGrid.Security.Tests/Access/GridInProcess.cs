using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>The whole real host in this process, on real sockets, with two workspaces: so that a test can read its route table and make its tokens.</summary>
public sealed class GridInProcess : IAsyncLifetime, IAsyncDisposable, IDisposable
{
    /// <summary>A second workspace, whose staff bear the same ids and names as the demo's.</summary>
    public const string OtherWorkspace = "other";

    private readonly string _folder = Directory.CreateTempSubdirectory("grid-access-").FullName;
    private readonly ErrorLog _errors = new();
    private WebApplication? _app;

    /// <summary>Settings of this host beside the common ones.</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    internal Uri Address { get; private set; } = new("http://127.0.0.1:1");
    internal Rest Rest { get; private set; } = null!;

    /// <summary>What was logged as an error or worse.</summary>
    internal IReadOnlyCollection<string> Errors => _errors.Lines;

    internal IReadOnlyList<RouteEndpoint> Endpoints => [.. _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>A token that this host made itself, with any role, id, workspace and lifetime.</summary>
    internal string Token(CallerRole role, string id, string workspace = "demo", TimeSpan? lifetime = null) =>
        _app!.Services.GetRequiredService<Tokens>().Create(workspace, role, id, null, lifetime ?? TimeSpan.FromHours(1)).Token;

    /// <summary>A part of the host.</summary>
    internal T Service<T>() where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A customer as the grid knows it.</summary>
    internal Task<CustomerView> CustomerAsync(string workspace, string id) =>
        _app!.Services.GetRequiredService<IGrid>().Customer(new(workspace, id)).ViewAsync();

    /// <summary>A grid of a test's own.</summary>
    internal static async Task<GridInProcess> StartAsync(params string[] settings)
    {
        var grid = new GridInProcess { Settings = settings };
        await grid.InitializeAsync();
        return grid;
    }

    public async Task InitializeAsync()
    {
        var hash = new PasswordHasher<object>().HashPassword(new(), "demo");
        var settings = new List<string>
        {
            "--urls", "http://127.0.0.1:0", "--Grid:Demo:Enabled", "true", "--Grid:Demo:AgentCapacity", "100", "--Grid:Data:Path",
                Path.Combine(_folder, "data"),
            "--Grid:Conversations:OfferTimeout", "00:10:00", "--Grid:Clients:Path", Path.Combine(_folder, "none"),
            $"--Grid:Workspaces:{OtherWorkspace}:IdentitySecret", "another-identity-secret",
            "--Grid:Gateway:CallsPerSecondPerConnection", "10000", "--Grid:Gateway:CallsPerSecondPerUser", "10000",
            "--Grid:Quotas:ConversationsPerCustomer", "1000000", "--Grid:Quotas:HandoversPerCustomer", "1000000",
            "--Grid:Quotas:BytesPerDayPerCustomer", "2000000000",
            "--Grid:Gateway:RequestsPerSecondPerAddress", "100000",
        };
        foreach (var (name, index) in new[] { "aina", "ben", "siti", "omar" }.Select((n, i) => (n, i)))
        {
            var key = $"--Grid:Workspaces:{OtherWorkspace}:Staff:{index}";
            settings.AddRange([$"{key}:Id", name, $"{key}:Name", name, $"{key}:Email", $"{name}@{OtherWorkspace}.test", $"{key}:PasswordHash", hash,
                $"{key}:Role", name switch { "siti" => "Supervisor", "omar" => "Admin", _ => "Agent" }]);
        }
        _app = GridHost.Build([.. settings, .. Settings]);
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_errors);
        await _app.StartAsync();
        Address = new(_app.Urls.First());
        Rest = new(Address);
        for (var i = 0; (await Rest.SendAsync("GET", "/health/ready")).Status != 200; i++)
        {
            Assert.True(i < 600, "The host was not ready within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        Dispose();
    }

    public void Dispose() => Rest?.Dispose();

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>Tests that read, and leave the grid to the next one as it was.</summary>
[CollectionDefinition(Name)]
public sealed class GridCollection : ICollectionFixture<GridInProcess>
{
    public const string Name = "grid in process";
}
