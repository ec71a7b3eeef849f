using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// The newest changes of the conversations that staff who are connected here may see, and nothing else: it hears only of those, and of each
/// workspace keeps those that changed last. A desk that needs more reads the list from the store.
/// </summary>
internal sealed class LiveList(ILiveViews views, IOptions<GatewayOptions> options, TimeProvider time, IGridChanges? changes = null) : BackgroundService
{
    /// <summary>Conversations remembered for a workspace. A desk that is further behind has the list read again anyway.</summary>
    private const int RowsMax = 5_000;

    private readonly ConcurrentDictionary<string, Recent> _recent = new();
    private readonly ConcurrentDictionary<string, (string Workspace, Caller Caller)> _viewers = new();

    /// <summary>
    /// What changed behind a mark for one who looks, each conversation once and the newest first. Beyond <paramref name="max"/> the oldest changes are left
    /// out: a desk that needs all of them reads the list.
    /// </summary>
    /// <param name="mark">From an earlier answer; null gives today's mark and no changes.</param>
    public ConversationChanges ChangesBehind(string workspace, long? mark, Caller viewer, int max)
    {
        var recent = _recent.GetOrAdd(workspace, _ => new());
        lock (recent)
        {
            if (mark is not { } behind || behind == recent.Mark) return new(recent.Mark, [], []);
            var (changed, gone) = (new List<ListedConversation>(), new List<string>());
            foreach (var row in recent.ChangedBehind(behind))
            {
                if (ConversationAccess.Of(row.Change.Parties, viewer).Follows) changed.Add(row.Change.Conversation);
                else if (row.WentFrom(viewer, behind)) gone.Add(row.Change.Conversation.ConversationId);
                if (changed.Count + gone.Count == max) break;
            }
            return new(recent.Mark, changed, gone);
        }
    }

    /// <summary>From the end of this on, the changes that the viewer may see come here.</summary>
    public Task FollowAsync(string connectionId, string workspace, Caller caller)
    {
        _viewers[connectionId] = (workspace, caller);
        return views.FollowAsync(workspace, InterestIn(workspace));
    }

    public void Leave(string connectionId)
    {
        if (_viewers.TryRemove(connectionId, out var viewer)) _ = views.FollowAsync(viewer.Workspace, InterestIn(viewer.Workspace));
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        views.Changed += Take;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        views.Changed -= Take;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What told us may have died with its silo.
        Action<StreamId?> lost = stream =>
        {
            if (stream is null) _ = RenewAsync(stoppingToken);
        };
        if (changes is not null) changes.WatchesMayBeLost += lost;
        try
        {
            using var timer = new PeriodicTimer(options.Value.RenewWatchesEvery, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RenewAsync(stoppingToken);
        }
        finally
        {
            if (changes is not null) changes.WatchesMayBeLost -= lost;
        }
    }

    internal void Take(string workspace, IReadOnlyList<LiveChange> changes)
    {
        var recent = _recent.GetOrAdd(workspace, _ => new());
        lock (recent)
            foreach (var change in changes)
                recent.Take(change, RowsMax);
    }

    private Task RenewAsync(CancellationToken cancel) =>
        Task.WhenAll(_viewers.Values.Select(v => v.Workspace).Distinct().Select(workspace => views.FollowAsync(workspace, InterestIn(workspace), cancel)));

    private LiveInterest InterestIn(string workspace)
    {
        var here = _viewers.Values.Where(v => v.Workspace == workspace).Select(v => v.Caller).ToList();
        var agents = here.Where(c => c.Role == CallerRole.Agent).ToList();
        return new(here.Exists(c => c.SeesWholeWorkspace), [.. agents.SelectMany(a => a.Queues).Distinct()], [.. agents.Select(a => a.Actor.Id).Distinct()]);
    }

    /// <summary>The rows of one workspace, the one that changed last in front. Used under its own lock.</summary>
    private sealed class Recent
    {
        private readonly Dictionary<string, LinkedListNode<Row>> _nodes = [];
        private readonly LinkedList<Row> _changed = new();

        /// <summary>Grows with every change.</summary>
        public long Mark { get; private set; }

        public IEnumerable<Row> ChangedBehind(long mark) => _changed.TakeWhile(row => row.ChangedAt > mark);

        public void Take(LiveChange change, int rowsMax)
        {
            var id = change.Conversation.ConversationId;
            if (!_nodes.TryGetValue(id, out var node)) _nodes[id] = node = new(new(change));
            else if (node.Value.Change.Conversation.LastSeq > change.Conversation.LastSeq) return;
            else _changed.Remove(node);
            node.Value.Take(change, ++Mark);
            _changed.AddFirst(node);
            if (_nodes.Count <= rowsMax) return;
            _nodes.Remove(_changed.Last!.Value.Change.Conversation.ConversationId);
            _changed.RemoveLast();
        }
    }

    private sealed class Row(LiveChange change)
    {
        private long _leftAt;
        private string? _leftQueue;

        public LiveChange Change { get; private set; } = change;
        public long ChangedAt { get; private set; }

        public void Take(LiveChange change, long mark)
        {
            (Change, ChangedAt) = (change, mark);
            if (change.Left) (_leftAt, _leftQueue) = (mark, change.LeftQueue ?? _leftQueue);
        }

        /// <summary>Whether it went from a caller behind a mark: it waited in a queue that the caller serves, or the caller had it.</summary>
        public bool WentFrom(Caller caller, long behind) => _leftAt > behind
            && ((_leftQueue is { } left && caller.Queues.Contains(left)) || Change.Parties.Agents.Any(a => a.AgentId == caller.Actor.Id));
    }
}
