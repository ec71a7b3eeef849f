using ConversationGrid.Channels;
using ConversationGrid.Demo;
using ConversationGrid.Gateway;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Grains.Hosting;
using ConversationGrid.Integrations;
using ConversationGrid.Silo.Admin;
using ConversationGrid.Silo.Settings;
using ConversationGrid.Silo.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Silo;

/// <summary>The host: silo and gateway in one process. Here, and not in the program, so that a test can hold the one it talks to.</summary>
public static partial class GridHost
{
    /// <summary>What is logged unless the configuration says otherwise: of the product what happens, of the libraries under it what goes wrong.</summary>
    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:ConversationGrid"] = nameof(LogLevel.Information),
        // Its advice about the garbage collector is for dedicated machines, and would be the first lines that everybody reads.
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = nameof(LogLevel.Error),
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = nameof(LogLevel.Information),
    };

    /// <summary>The whole host, ready to start.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The configuration is wrong; the message names every key.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = Compose(args);
        var app = builder.Build();
        AssistantServices.Make(app.Services);
        foreach (var unknown in GridSections.Unknown(builder.Configuration)) UnknownKey(app.Logger, unknown);
        if (DemoServices.IsOn(app.Services)) DemoIsOn(app.Logger);
        app.UseGridTelemetry();
        app.UseGridGateway();
        app.UseOrleansDashboard();
        app.UseGridClients();
        app.MapGridGateway();
        app.MapGridChannels();
        app.MapGridIntegrations();
        app.MapGridHealth();
        app.MapGridSetup();
        app.MapGridApiReference();
        OrleansDashboard.Map(app);
        app.MapGridDemo();
        return app;
    }

    /// <summary>All services of the host.</summary>
    public static WebApplicationBuilder Compose(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        AddFile(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // The framework's request log prints whole URLs, and a hub's URL may hold the caller's token.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A refusal is an answer, not a failure; what really fails is logged by the hubs' own filter.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        GridSections.Check(builder.Configuration);
        DemoPlace.Check(builder.Configuration);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddGrid(builder.Configuration, services => services.GetRequiredService<IOptions<GatewayOptions>>().Value.AgentGrace);
        builder.Services.AddGridDemo(builder.Configuration);
        builder.Services.AddGridGateway(builder.Configuration);
        builder.Services.AddGridChannels(builder.Configuration);
        builder.Services.AddGridIntegrations(
            isAlone: !GridSections.UsesPostgres(builder.Configuration) && DemoPlace.IsLoopbackOnly(builder.Configuration));
        builder.Services.AddGridTelemetry(builder.Configuration);
        var telemetry = TelemetryServices.Of(builder.Configuration);
        builder.Services.AddOrleansEngine(
            builder.Configuration, cluster => ClusterDefaults.Apply(cluster, builder.Configuration),
            telemetry.OrleansDashboard ? OrleansDashboard.Add : null, telemetry.IsTraced);
        return builder;
    }

    /// <summary>The file that <c>--config</c> names: above the environment, below the rest of the command line.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is no such file, or it is no JSON.</exception>
    private static void AddFile(WebApplicationBuilder builder)
    {
        if (builder.Configuration["config"] is not { Length: > 0 } path) return;
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        // The host reads the command line twice: first for its own settings, and last for those of the application.
        var commandLine = sources.Count - 1;
        while (commandLine > 0 && sources[commandLine] is not CommandLineConfigurationSource) commandLine--;
        try
        {
            var file = new JsonConfigurationSource { Path = Path.GetFullPath(path), Optional = false };
            file.ResolveFileProvider();
            sources.Insert(commandLine, file);
        }
        catch (Exception failure) when (failure is FileNotFoundException or InvalidDataException)
        {
            throw new OptionsValidationException("config", typeof(GridHost), [$"--config {path}: {failure.InnerException?.Message ?? failure.Message}"]);
        }
    }

    [LoggerMessage(8002, LogLevel.Warning,
        "THE DEMO IS ON: everybody on this machine may sign in as its administrator with a known password. Switch it off with --Grid:Demo:Enabled false.")]
    private static partial void DemoIsOn(ILogger log);

    [LoggerMessage(8001, LogLevel.Warning, "Configuration: {Unknown}")]
    private static partial void UnknownKey(ILogger log, string unknown);
}
