using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Silo.Settings;

/// <summary>
/// Reads the workspaces of the configuration. A plain queue is a value (<c>Queues:0 = general</c>), one with a policy is a section named after it
/// (<c>Queues:general:WrapUp = 00:00:30</c>).
/// </summary>
internal static class WorkspaceSections
{
    /// <exception cref="OptionsValidationException">Something is wrong; the message names the key.</exception>
    public static IEnumerable<Workspace> Read(IConfiguration configuration) => configuration.GetSection("Grid:Workspaces").GetChildren().Select(Read);

    private static Workspace Read(IConfigurationSection section)
    {
        if (!new EntityId(section.Key, "x").IsWellFormed)
            throw new OptionsValidationException(section.Path, typeof(WorkspaceOptions), [$"{section.Path}: '{section.Key}' is no workspace name."]);
        var options = section.Get<WorkspaceOptions>() ?? new();
        var (queues, policies) = ReadQueues(section.GetSection("Queues"));
        options.Queues = queues;
        return new(section.Key, options, policies);
    }

    private static (List<string> Names, Dictionary<string, QueuePolicy> Policies) ReadQueues(IConfigurationSection queues)
    {
        var names = new List<string>();
        var policies = new Dictionary<string, QueuePolicy>();
        foreach (var section in queues.GetChildren())
        {
            var isPlain = section.Value is not null;
            var name = isPlain ? section.Value! : section.Key;
            names.Add(name);
            if (!isPlain) policies[name] = Bind(section);
        }
        var problems = QueueSet.Problems(queues.Path, names, policies).ToList();
        return problems.Count == 0 ? (names, policies) : throw new OptionsValidationException(queues.Path, typeof(QueuePolicy), problems);
    }

    private static QueuePolicy Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<QueuePolicy>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException failure)
        {
            throw new OptionsValidationException(section.Path, typeof(QueuePolicy), [$"{section.Path}: {failure.Message}"]);
        }
    }
}
