using System.Collections.Concurrent;
using System.Collections.Frozen;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// All workspaces with their queues and staff: what the configuration says, and over it what administrators set. A change of the settings
/// counts from the next look-up on.
/// </summary>
/// <param name="configured">The workspaces as the configuration describes them; the last one of a name counts.</param>
public sealed class WorkspaceDirectory(IEnumerable<Workspace> configured, LiveSettings settings)
{
    private readonly FrozenDictionary<string, Workspace> _configured = configured.GroupBy(w => w.Name).ToFrozenDictionary(w => w.Key, w => w.Last());
    private readonly ConcurrentDictionary<string, Workspace> _live = new();

    public IEnumerable<Workspace> All => _configured.Keys.Select(name => Find(name)!);

    public Workspace? Find(string? name)
    {
        if (name is null || !_configured.TryGetValue(name, out var configured)) return null;
        var known = settings.Of(name);
        if (known.Version == 0) return configured;
        if (_live.TryGetValue(name, out var live) && live.Version == known.Version) return live;
        return _live[name] = configured.With(known);
    }

    /// <summary>The queues of a workspace, none where there is no such workspace.</summary>
    public IReadOnlyList<string> QueuesOf(string workspace) => Find(workspace)?.Queues ?? [];

    /// <summary>The policies of a workspace's queues; empty where it has none.</summary>
    public IReadOnlyDictionary<string, QueuePolicy> PoliciesOf(string workspace) => Find(workspace)?.Policies ?? Workspace.NoPolicies;
}
