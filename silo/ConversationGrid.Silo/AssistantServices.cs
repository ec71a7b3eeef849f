using ConversationGrid.Assistant;
using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Assistant.Import;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Replay;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Demo;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Knowledge;
using ConversationGrid.SemanticKernel;
using ConversationGrid.SentenceVectors;
using Microsoft.Extensions.AI;

namespace ConversationGrid.Silo;

/// <summary>The assistant: articles, a model if one is configured, tools, decisions.</summary>
internal static class AssistantServices
{
    /// <summary>How often this process looks for articles that others changed.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddAssistant(this IServiceCollection services, IConfiguration configuration)
    {
        Composition.AddOptions<ModelOptions>(services, "Grid:Assistant:Model");
        services.AddSingleton(s => new ArticleLibrary(
            s.GetRequiredService<IJournal>(), workspace => workspace == DemoWorkspace.Name ? DemoKnowledge.ReadArticles() : [],
            s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IArticles>(s => s.GetRequiredService<ArticleLibrary>()).AddSingleton<IHelpArticles, HelpArticles>();
        Follow(services, "Changes of articles", _ => LookEvery,
            s => stop => s.GetRequiredService<ArticleLibrary>().RefreshAsync(s.GetRequiredService<WorkspaceDirectory>().All.Select(w => w.Name), stop));
        Composition.AddOptions<ImportOptions>(services, "Grid:Assistant:Import");
        services.AddSingleton(s => new ImportPlaces(
            s.GetRequiredService<ImportOptions>(), () => s.GetRequiredService<WorkspaceDirectory>().All.Take(2).Count() == 1,
            inner => new PageFetcher(s.GetRequiredService<ImportOptions>(), inner))).AddSingleton<IArticleImport, ArticleImport>()
            .AddSingleton<ISiteCheck, SiteCheck>();
        services.AddSingleton(new ClosedText(configuration.GetSection("Grid:Assistant:LinkHosts").Get<string[]>() ?? []));
        services.AddSingleton<DecisionLog>().AddSingleton<IDecisions>(s => s.GetRequiredService<DecisionLog>());
        services.AddSingleton<FirstAssistant>().AddSingleton<IArticleAnswers, ArticleAnswers>().AddSingleton<ModelGate>();
        Composition.AddOptions<EmbeddingOptions>(services, "Grid:Assistant:Embeddings");
        Composition.AddOptions<MiniLmOptions>(services, "Grid:Assistant:SentenceVectors");
        services.AddSingleton(Embedded);
        Follow(services, "Vectors of articles", _ => LookEvery,
            s => stop => s.GetRequiredService<EmbeddedArticles>().RefreshAsync(s.GetRequiredService<WorkspaceDirectory>().All.Select(w => w.Name), stop));

        Composition.AddOptions<OneTimeCodeOptions>(services, "Grid:Assistant:Codes");
        services.AddSingleton<Func<ICodeSender, IOneTimeCodes>>(s => sender => new OneTimeCodes(
            sender, s.GetRequiredService<IAccessStore>(), text => s.GetRequiredService<Seals>().Hash("one-time code", text),
            s.GetRequiredService<OneTimeCodeOptions>()));
        services.AddSingleton<Func<string, Toolbox>>(Toolboxes);
        services.AddSingleton<IToolRunner>(s => new ToolRunner(s.GetRequiredService<Func<string, Toolbox>>(), s.GetRequiredService<TimeProvider>()));
        Composition.AddOptions<KernelConnectorOptions>(services, "Grid:Assistant:SemanticKernel:Connector");
        services.PostConfigure<ModelOptions>(options =>
        {
            // Records of decisions name the model, whatever it is reached by.
            if (options.Name.Length == 0) options.Name = configuration["Grid:Assistant:SemanticKernel:Connector:Name"] ?? "";
        });
        services.AddSingleton(Model);
        services.AddSingleton(s => new CareAssistant(
            s.GetRequiredService<FirstAssistant>(), s.GetRequiredService<Func<string, Toolbox>>(),
            s.GetRequiredService<ConfiguredModel>().Client,
            s.GetRequiredService<ModelOptions>(), s.GetRequiredService<ModelGate>(), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<CareAssistant>>()));
        services.AddSingleton<IAssistant>(s => s.GetRequiredService<CareAssistant>());
        Composition.AddOptions<AgentAssistOptions>(services, "Grid:Assistant:Agents");
        services.AddSingleton<Experience>().AddSingleton<ISuggestions, Suggestions>().AddSingleton<IArticleCare, ArticleCare>()
            .AddSingleton<IModelHelp, ModelHelp>();
        Follow(services, "What agents taught", s => s.GetRequiredService<AgentAssistOptions>().LearnEvery,
            s => stop => s.GetRequiredService<Experience>().LearnAsync(s.GetRequiredService<WorkspaceDirectory>().All.Select(w => w.Name), stop));
        return services;
    }

    /// <summary>Makes what the configuration names by a class, so that what cannot be made is said before the host starts.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Something cannot be made; the message names its key.</exception>
    public static void Make(IServiceProvider services)
    {
        services.GetRequiredService<Func<string, Toolbox>>();
        services.GetRequiredService<ConfiguredModel>();
    }

    /// <summary>Vectors by the configured server, else by the model in this process where it is switched on, else none.</summary>
    private static EmbeddedArticles Embedded(IServiceProvider services)
    {
        var (options, own) = (services.GetRequiredService<EmbeddingOptions>(), services.GetRequiredService<MiniLmOptions>());
        IEmbeddingGenerator<string, Embedding<float>>? generator = options.Endpoint is not null ? new OpenAiEmbeddings(options) : own.Enabled
            ? new MiniLmVectors(own) : null;
        if (generator is MiniLmVectors) options = MiniLmVectors.Reading(options);
        return new(generator, options, services.GetRequiredService<ArticleLibrary>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<EmbeddedArticles>>());
    }

    /// <summary>The configured server, or the configured connector, or none.</summary>
    private static ConfiguredModel Model(IServiceProvider services)
    {
        var options = services.GetRequiredService<ModelOptions>();
        var model = options.Endpoint is not null
            ? new OpenAiModel(options)
            : ConfiguredKernel.Model(services.GetRequiredService<KernelConnectorOptions>(), options, services);
        return new(model is null ? null : Measured(model));
    }

    /// <summary>The model with spans and metrics of its calls: how many, how long, how many tokens; never what was said.</summary>
    private static IChatClient Measured(IChatClient model) =>
        model.AsBuilder().UseOpenTelemetry(sourceName: Telemetry.TelemetryServices.Models, configure: telemetry => telemetry.EnableSensitiveData = false)
        .Build();

    private static void Follow(IServiceCollection services, string what, Func<IServiceProvider, TimeSpan> every,
        Func<IServiceProvider, Func<CancellationToken, Task>> refresh) =>
        services.AddSingleton<IHostedService>(
            s => new Watch(what, every(s), refresh(s), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Watch>>()));

    /// <summary>How long a tool of the company may take.</summary>
    private static readonly TimeSpan ToolsWithin = TimeSpan.FromSeconds(10);

    /// <summary>The demo's tools on its back office, and the tools and plugins that the configuration names.</summary>
    private static Func<string, Toolbox> Toolboxes(IServiceProvider services)
    {
        var (configuration, closed) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<ClosedText>());
        var configured = (configuration.GetSection("Grid:Assistant:Tools").Get<List<HttpToolOptions>>() ?? [])
            .ToLookup(o => o.Workspace, ITool (o) => new HttpTool(o, HttpTool.Client(ToolsWithin, o), closed, services.GetRequiredService<TimeProvider>()));
        var plugins = ConfiguredKernel.Tools(
            configuration.GetSection("Grid:Assistant:SemanticKernel:Plugins").Get<List<KernelPluginOptions>>() ?? [], services, closed);
        var codes = services.GetRequiredService<Func<ICodeSender, IOneTimeCodes>>();
        var all = configured.Concat(plugins).Select(tools => tools.Key).Distinct().ToDictionary(name => name, name => new Toolbox(
            [.. configured[name], .. plugins[name]], services.GetServices<ICodeSender>().FirstOrDefault(s => s.Serves(name)) is { } sender ? codes(sender)
                : null));
        if (DemoServices.Tools(services) is { } demo)
            all[DemoWorkspace.Name] = demo with { Tools = [.. demo.Tools, .. all.GetValueOrDefault(DemoWorkspace.Name, Toolbox.Empty).Tools] };
        return workspace => all.GetValueOrDefault(workspace, Toolbox.Empty);
    }

    /// <summary>Brings something up to date at intervals. While the store does not answer, what was read stays.</summary>
    private sealed class Watch(string what, TimeSpan every, Func<CancellationToken, Task> refresh, TimeProvider time, ILogger<Watch> log) : BackgroundService
    {
        private static readonly Action<ILogger, string, Exception?> Unreadable =
            LoggerMessage.Define<string>(LogLevel.Warning, new(8010, nameof(Unreadable)), "{What} could not be read; what is known stays.");

        protected override async Task ExecuteAsync(CancellationToken cancel)
        {
            using var timer = new PeriodicTimer(every, time);
            do
            {
                try
                {
                    await refresh(cancel);
                }
                catch (JournalUnavailableException failure)
                {
                    Unreadable(log, what, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
    }
}
