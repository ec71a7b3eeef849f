using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>What must hold across the queues of one workspace.</summary>
public static class QueueSet
{
    /// <summary>All that is wrong, each beginning with its key.</summary>
    /// <param name="path">The key below which the queues are configured.</param>
    public static IEnumerable<string> Problems(string path, IReadOnlyList<string> names, IReadOnlyDictionary<string, QueuePolicy> policies) =>
        Misnamed(path, names).Concat(policies.SelectMany(p => p.Value.Problems($"{path}:{p.Key}", names.Contains))).Concat(Circles(path, policies));

    /// <summary>A queue is an entity: under a name that is no id every hand-over into it would stay pending for ever.</summary>
    private static IEnumerable<string> Misnamed(string path, IReadOnlyList<string> names) => names.Where(name => !new EntityId("x", name).IsWellFormed)
        .Select(name => $"{path}: '{name}' is no queue name; it has 1 to {EntityId.LengthMax} letters, digits, dashes and underscores.");

    /// <summary>Queues that overflow into each other: a conversation would never stay in one.</summary>
    private static IEnumerable<string> Circles(string path, IReadOnlyDictionary<string, QueuePolicy> policies)
    {
        foreach (var start in policies.Keys)
        {
            var (at, steps) = (policies[start].OverflowTo, 0);
            while (at is not null && at != start && steps++ < policies.Count) at = policies.GetValueOrDefault(at)?.OverflowTo;
            if (at == start) yield return $"{path}:{start}:OverflowTo: it leads back to '{start}'.";
        }
    }
}
