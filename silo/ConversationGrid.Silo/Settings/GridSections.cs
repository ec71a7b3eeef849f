using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Assistant.Import;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Attachments;
using ConversationGrid.Channels;
using ConversationGrid.Demo;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Settings;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Grains.Hosting;
using ConversationGrid.Integrations.Assistants;
using ConversationGrid.Integrations.Webhooks;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Privacy.Settings;
using ConversationGrid.Projections.Settings;
using ConversationGrid.SemanticKernel;
using ConversationGrid.SentenceVectors;
using ConversationGrid.Silo.Telemetry;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Silo.Settings;

/// <summary>
/// Every section of the configuration that the product reads, and what it is bound to. All are read and validated before anything is composed, so that one
/// start names all that is wrong. A section that is bound anywhere has a row here; a test fails otherwise.
/// </summary>
public static class GridSections
{
    public static readonly IReadOnlyList<GridSection> All =
    [
        new("Grid:Agents", typeof(AgentOptions)),
        new("Grid:Assistant", typeof(AssistantSettings)),
        new("Grid:Assistant:Agents", typeof(AgentAssistOptions)),
        new("Grid:Assistant:Codes", typeof(OneTimeCodeOptions)),
        new("Grid:Assistant:Embeddings", typeof(EmbeddingOptions)),
        new("Grid:Assistant:SentenceVectors", typeof(MiniLmOptions)),
        new("Grid:Assistant:Import", typeof(ImportOptions)),
        new("Grid:Assistant:Model", typeof(ModelOptions)),
        new("Grid:Assistant:SemanticKernel:Connector", typeof(KernelConnectorOptions),
            Complete: (options, configuration) => ((KernelConnectorOptions)options).SetModel(configuration["Grid:Assistant:Model:Endpoint"])),
        new("Grid:Assistant:SemanticKernel:Plugins", typeof(List<KernelPluginOptions>)),
        new("Grid:Assistant:Tools", typeof(List<HttpToolOptions>)),
        new(AttachmentOptions.Section, typeof(AttachmentOptions)),
        new("Grid:Auth", typeof(AuthSettings)),
        new("Grid:Clients", typeof(ClientsSettings)),
        new(ClusterOptions.Section, typeof(ClusterOptions),
            Complete: (options, configuration) => ClusterDefaults.Apply((ClusterOptions)options, configuration)),
        new("Grid:Conversations", typeof(ConversationOptions)),
        new(CustomerAssistantOptions.Section, typeof(CustomerAssistantOptions)),
        new(SqliteJournalOptions.Section, typeof(SqliteJournalOptions)),
        new("Grid:Demo", typeof(DemoOptions)),
        new("Grid:Engine", typeof(EngineOptions)),
        new("Grid:Gateway", typeof(GatewayOptions), Complete: (options, configuration) => ((GatewayOptions)options)
            .ReadLists(configuration.GetSection("Grid:Gateway"))),
        new("Grid:OpenId", typeof(Dictionary<string, OpenIdOptions>)),
        new(PrivacyOptions.Section, typeof(PrivacyOptions)),
        new("Grid:Projections", typeof(ProjectionsOptions)),
        new(PostgresJournalOptions.Section, typeof(PostgresJournalOptions), IsUsed: UsesPostgres),
        new("Grid:Queues", typeof(QueueOptions)),
        new("Grid:Quotas", typeof(QuotaOptions),
            Complete: (options, configuration) => ((QuotaOptions)options).ReadLists(configuration.GetSection("Grid:Quotas"))),
        new("Grid:Setup", typeof(SetupOptions)),
        new("Grid:SignIn", typeof(StaffSignInOptions)),
        new(TelemetryOptions.Section, typeof(TelemetryOptions)),
        new(WebhookOptions.Section, typeof(WebhookOptions)),
        new("Grid:Workspaces", typeof(Dictionary<string, WorkspaceOptions>)),
        .. ChannelServices.Sections.Select(s => new GridSection(s.Path, s.Type)),
    ];

    /// <summary>Whether the journal is in PostgreSQL.</summary>
    public static bool UsesPostgres(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration["Grid:Postgres:ConnectionString"]);

    /// <exception cref="OptionsValidationException">Something is wrong; the message names every key.</exception>
    public static void Check(IConfiguration configuration)
    {
        var problems = Problems(configuration);
        if (problems.Count > 0) throw new OptionsValidationException("Grid", typeof(GridSections), problems);
    }

    /// <summary>All that is wrong, each with its full key.</summary>
    public static IReadOnlyList<string> Problems(IConfiguration configuration) =>
        [.. All.Where(s => s.IsUsed?.Invoke(configuration) != false).SelectMany(s => Problems(s, configuration)).Distinct()];

    /// <summary>Keys below <c>Grid</c> that nothing reads, each with the known key that is most like it.</summary>
    public static IReadOnlyList<string> Unknown(IConfiguration configuration) => SectionWalk.Unknown(configuration.GetSection("Grid"), All);

    private static IEnumerable<string> Problems(GridSection section, IConfiguration configuration)
    {
        var values = configuration.GetSection(section.Path);
        var unread = SectionWalk.Unreadable(values, section.Type).ToList();
        // What cannot be read cannot be bound either.
        if (unread.Count > 0) return unread;
        var options = values.Get(section.Type) ?? Activator.CreateInstance(section.Type)!;
        section.Complete?.Invoke(options, configuration);
        return OptionsCheck.Problems(options, section.Path)
            .Concat(SectionWalk.Inner(values, section.Type).SelectMany(inner => Inner(inner.Section, inner.Type)));
    }

    private static IEnumerable<string> Inner(IConfigurationSection section, Type type) => OptionsCheck.Problems(section.Get(type), section.Path);
}

/// <summary>One section.</summary>
/// <param name="Type">What it is bound to: options, or a list or dictionary of them.</param>
/// <param name="IsUsed">Whether this configuration uses it; always unless given.</param>
/// <param name="Complete">Sets what follows from other sections.</param>
public sealed record GridSection(string Path, Type Type, Func<IConfiguration, bool>? IsUsed = null, Action<object, IConfiguration>? Complete = null);
