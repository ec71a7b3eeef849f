using System.Collections.Concurrent;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// All workspaces with their queues and staff: what the configuration or the store says, and over it what administrators set. A change of the
/// settings counts from the next look-up on.
/// </summary>
/// <param name="configured">The workspaces as the configuration describes them; the last one of a name counts.</param>
public sealed class WorkspaceDirectory(IEnumerable<Workspace> configured, LiveSettings settings)
{
    private readonly ConcurrentDictionary<string, Workspace> _bare = new(
        configured.GroupBy(w => w.Name).Select(w => KeyValuePair.Create(w.Key, w.Last())));

    private readonly ConcurrentDictionary<string, Workspace> _live = new();

    public IEnumerable<Workspace> All => _bare.Select(known => Find(known.Key)!);

    /// <summary>Adds a workspace that lives in the store, whose settings were read. False where there is one of that name, which stays as it is.</summary>
    public bool TryAdd(Workspace workspace) => _bare.TryAdd(workspace.Name, workspace);

    public Workspace? Find(string? name)
    {
        if (name is null || !_bare.TryGetValue(name, out var bare)) return null;
        var known = settings.Of(name);
        if (known.Version == 0) return bare;
        if (_live.TryGetValue(name, out var live) && live.Version == known.Version) return live;
        return _live[name] = bare.With(known);
    }

    /// <summary>The queues of a workspace, none where there is no such workspace.</summary>
    public IReadOnlyList<string> QueuesOf(string workspace) => Find(workspace)?.Queues ?? [];

    /// <summary>The policies of a workspace's queues; empty where it has none.</summary>
    public IReadOnlyDictionary<string, QueuePolicy> PoliciesOf(string workspace) => Find(workspace)?.Policies ?? Workspace.NoPolicies;
}
