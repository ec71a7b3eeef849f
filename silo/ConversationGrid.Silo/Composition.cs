using ConversationGrid.Attachments;
using ConversationGrid.Contracts;
using ConversationGrid.Demo;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Notices;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Journal;
using ConversationGrid.Knowledge;
using ConversationGrid.Privacy;
using ConversationGrid.Projections;
using ConversationGrid.Silo.Settings;
using ConversationGrid.Understanding;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Silo;

/// <summary>Registers what a silo needs, with or without a gateway: store, workspaces, domain, intelligence, engine.</summary>
internal static class Composition
{
    /// <param name="agentGrace">How long an agent without a connection keeps its work.</param>
    public static IServiceCollection AddGrid(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, TimeSpan> agentGrace)
    {
        services.AddSingleton(TimeProvider.System);
        if (!GridSections.UsesPostgres(configuration)) services.AddSqliteJournal();
        else services.AddPostgresJournal().AddPostgresTime();

        AddOptions<ConversationOptions>(services, "Grid:Conversations");
        AddOptions<QueueOptions>(services, "Grid:Queues");
        AddOptions<AgentOptions>(services, "Grid:Agents");
        AddOptions<EngineOptions>(services, "Grid:Engine");

        services.AddSingleton<LiveSettings>().AddSingleton<INoticed, SettingsNotices>();
        services.AddSingleton(
            s => new WorkspaceDirectory([.. WorkspaceSections.Read(configuration), .. DemoServices.Workspaces(s)], s.GetRequiredService<LiveSettings>()));
        services.AddHostedService<SettingsAtStart>();
        services.AddSingleton<DeletedQueues>().AddSingleton<IHostedService>(s => new Running(s.GetRequiredService<DeletedQueues>().RunAsync));
        services.AddAssistant(configuration);
        services.AddSingleton<MessageAnalyser>().AddSingleton<WorkspaceUnderstanding>()
            .AddSingleton<IUnderstanding>(s => s.GetRequiredService<WorkspaceUnderstanding>()).AddHostedService<WarmUp>();
        services.AddProjections(AnswerComposer.IsAside);
        services.AddSingleton<NoticeFollower>().AddSingleton<IHostedService>(s => new Running(s.GetRequiredService<NoticeFollower>().RunAsync));

        services.AddSingleton(s => new Availability(
            s.GetRequiredService<EngineOptions>(), agentGrace(s), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new RoutingRules(
            s.GetRequiredService<WorkspaceDirectory>().PoliciesOf,
            (workspace, calendar, now) => s.GetRequiredService<LiveSettings>().Of(workspace).Calendar(calendar)?.IsOpen(now) ?? true,
            (workspace, calendar, now) => s.GetRequiredService<LiveSettings>().Of(workspace).Calendar(calendar)?.NextOpeningLocal(now)));
        services.AddSingleton(s => Models.Create(
            s.GetRequiredService<ConversationOptions>(), s.GetRequiredService<QueueOptions>(),
            s.GetRequiredService<WorkspaceUnderstanding>(), s.GetRequiredService<WorkspaceDirectory>().QueuesOf,
            s.GetRequiredService<RoutingRules>(),
            s.GetRequiredService<LiveSettings>().Of, s.GetRequiredService<AgentOptions>(), s.GetRequiredService<Availability>()));
        services.AddSingleton<TranscriptReader>().AddSingleton<OfferReader>();
        services.AddSingleton<IEffectScheduler, ThreadPoolEffects>();
        services.AddSingleton<IEffectHandler>(s => new GridEffects(
            s.GetRequiredService<IGrid>, s.GetRequiredService<IAssistant>(), s.GetRequiredService<TranscriptReader>(), s.GetRequiredService<IToolRunner>(),
            s.GetRequiredService<IErasures>(), s.GetService<IDataKeys>(), s.GetRequiredService<IRedactions>()));
        services.AddSingleton<IEffectRunner, EffectRunner>();
        services.AddSingleton<EntityServices>();
        services.AddSingleton<AgendaSweeper>().AddSingleton<IHostedService>(s => new Running(s.GetRequiredService<AgendaSweeper>().RunAsync));
        services.AddPrivacy(configuration["Grid:Data:Path"] ?? "data").AddAttachments(configuration["Grid:Data:Path"] ?? "data");
        services.AddHostedService<Serving>();
        return services;
    }

    /// <summary>Binds, checks at start, and registers the plain object: the domain knows no framework.</summary>
    internal static void AddOptions<T>(IServiceCollection services, string section) where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<T>>().Value);
    }

    /// <summary>Reads what administrators set before the first request is served.</summary>
    private sealed class SettingsAtStart(LiveSettings settings, WorkspaceDirectory directory) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancel)
        {
            foreach (var workspace in directory.All)
                await settings.RefreshAsync(workspace.Name, cancel);
        }

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }

    /// <summary>Reads the models before the first customer writes: within a turn it would take longer than a call may.</summary>
    private sealed class WarmUp(MessageAnalyser analyser) : IHostedService
    {
        public Task StartAsync(CancellationToken cancel)
        {
            analyser.Analyse("How are you?");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }

    /// <summary>Agents can connect from the moment at which the whole host has started.</summary>
    private sealed class Serving(Availability availability, IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancel)
        {
            lifetime.ApplicationStarted.Register(availability.Serves);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }

    /// <summary>What runs for as long as the host does.</summary>
    private sealed class Running(Func<CancellationToken, Task> run) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken cancel) => run(cancel);
    }
}
