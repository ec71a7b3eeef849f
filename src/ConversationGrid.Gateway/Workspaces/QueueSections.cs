using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Workspaces;

/// <summary>
/// Reads a workspace's queues: a plain one is a value (<c>Queues:0 = general</c>), one with a policy is a section named after it
/// (<c>Queues:general:WrapUp = 00:00:30</c>).
/// </summary>
internal static class QueueSections
{
    /// <exception cref="OptionsValidationException">A policy is wrong; the message names the key.</exception>
    public static (List<string> Names, Dictionary<string, QueuePolicy> Policies) Read(IConfigurationSection queues)
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
        // A queue is an entity: under a name that is no id every hand-over into it would stay pending for ever.
        var nameless = names.Where(name => !new EntityId("x", name).IsWellFormed)
            .Select(name => $"{queues.Path}: '{name}' is no queue name; it has 1 to {EntityId.LengthMax} letters, digits, dashes and underscores.");
        var problems = nameless.Concat(policies.SelectMany(p => p.Value.Problems($"{queues.Path}:{p.Key}", names.Contains))).Concat(Circles(queues.Path, policies)).ToList();
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

    /// <summary>Conversations would go round for ever.</summary>
    private static IEnumerable<string> Circles(string path, Dictionary<string, QueuePolicy> policies)
    {
        foreach (var start in policies.Keys)
        {
            var (at, steps) = (policies[start].OverflowTo, 0);
            while (at is not null && at != start && steps++ < policies.Count) at = policies.GetValueOrDefault(at)?.OverflowTo;
            if (at == start) yield return $"{path}:{start}:OverflowTo: it leads back to '{start}'.";
        }
    }
}
