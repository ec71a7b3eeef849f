using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Hosting;
using ConversationGrid.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace ConversationGrid.Grains.Tests;

/// <summary>Hosts as the product composes them, over sockets and a database: silos that share a PostgreSQL, or one process on SQLite.</summary>
internal sealed class HostWorld : GridWorld
{
    private readonly List<IHost> _hosts = [];
    private readonly string? _postgres;
    private readonly string? _folder;
    private int _next;

    private HostWorld(string? postgres, ConversationOptions conversations, EngineOptions engine)
    {
        (_postgres, Conversations, Engine) = (postgres, conversations, engine);
        if (postgres is null) _folder = Directory.CreateTempSubdirectory("grid-grains-").FullName;
    }

    public ConversationOptions Conversations { get; }
    public EngineOptions Engine { get; }
    public override IJournal Journal => _hosts[0].Services.GetRequiredService<IJournal>();
    public IReadOnlyList<IHost> Hosts => _hosts;

    /// <summary>The next living host's grid.</summary>
    public override IGrid Grid
    {
        get
        {
            lock (_hosts)
                return GridOf(_hosts[_next++ % _hosts.Count]);
        }
    }

    public static IGrid GridOf(IHost host) => host.Services.GetRequiredService<IGrid>();

    public static SiloAddress AddressOf(IHost host) => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>Starts the silos all at once, on an empty database: the first one makes the tables.</summary>
    public static async Task<HostWorld> StartAsync(
        string? postgres, int silos, ConversationOptions? conversations = null, EngineOptions? engine = null, Action<ClusterOptions>? configure = null)
    {
        var world = new HostWorld(postgres, conversations ?? new(), engine ?? new());
        for (var i = 0; i < silos; i++)
            world._hosts.Add(world.Build(i == 0 ? world : new RecordingFeed(), configure));
        await Task.WhenAll(world._hosts.Select(h => h.StartAsync()));
        return world;
    }

    /// <summary>A gateway that is no silo.</summary>
    public async Task<IHost> StartGatewayAsync(IEventFeed feed)
    {
        var host = Build(feed, o => o.Role = ClusterRole.Gateway);
        await host.StartAsync();
        lock (_hosts) _hosts.Add(host);
        return host;
    }

    /// <summary>Stops a host without good-byes; its entities are simply gone.</summary>
    public async Task KillAsync(IHost host)
    {
        lock (_hosts) _hosts.Remove(host);
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await host.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
        await Dispose(host);
    }

    /// <summary>Stops a host as an operator would.</summary>
    public async Task StopAsync(IHost host)
    {
        lock (_hosts) _hosts.Remove(host);
        await host.StopAsync();
        await Dispose(host);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.AsEnumerable().Reverse())
        {
            await host.StopAsync();
            await Dispose(host);
        }
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    private IHost Build(IEventFeed feed, Action<ClusterOptions>? configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (_postgres is null) builder.Services.AddSqliteJournal(o => o.Path = _folder!);
        else builder.Services.AddPostgresJournal(o => o.ConnectionString = _postgres);
        builder.Services.AddEntities(this, QueuesOf, Conversations, Engine);
        builder.Services.AddSingleton(feed);
        builder.Services.AddOrleansEngine(builder.Configuration, o =>
        {
            o.ConnectionString = _postgres;
            o.CallTimeout = TimeSpan.FromSeconds(3);
            o.RepeatCallAfter = TimeSpan.FromSeconds(2);
            configure?.Invoke(o);
        });
        return builder.Build();
    }

    private static ValueTask Dispose(IHost host)
    {
        if (host is IAsyncDisposable disposable) return disposable.DisposeAsync();
        host.Dispose();
        return ValueTask.CompletedTask;
    }
}
