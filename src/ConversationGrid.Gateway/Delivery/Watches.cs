using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// What this process's connections follow. It watches each entity once, however many connections follow it, renews the watches, and
/// answers for the agents who are connected here.
/// </summary>
internal sealed partial class Watches(
    IServiceProvider services, IJournal journal, IAttachmentLinks links, TranscriptReader transcripts, Viewers viewers, LiveSettings settings,
    WorkspaceDirectory directory, Callers callers, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Watches> log)
    : BackgroundService, IEventFeed
{
    /// <summary>Attempts to meet a moving stream before a follower is let in with a gap that it will see.</summary>
    private const int FollowAttemptsMax = 20;

    /// <summary>Watches renewed at the same time.</summary>
    private const int RenewalsAtOnceMax = 64;

    private readonly ConcurrentDictionary<StreamId, ConversationWatch> _conversations = new();

    /// <summary>What each connection follows.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<StreamId, ConversationWatch>> _followed = new();

    private IGrid? _grid;

    /// <summary>Late, because the grid publishes to this feed.</summary>
    private IGrid Grid => _grid ??= services.GetRequiredService<IGrid>();

    /// <summary>
    /// Reads what the audience may see behind <paramref name="after"/> and subscribes the connection: the first push is the event that
    /// follows the last one read. Whether the caller may have the page is decided after it, see <see cref="ConversationPages"/>.
    /// </summary>
    public async Task<TranscriptPage> FollowAsync(SendBuffer buffer, StreamId stream, Audience viewer, long after, PageSize size, CancellationToken cancel)
    {
        DeliveryMetrics.Resumed();
        var watch = Join(stream);
        try
        {
            _followed.GetOrAdd(buffer.ConnectionId, _ => new())[stream] = watch;
            var page = await FollowAsync(watch, buffer, stream, viewer, after, size, cancel);
            // A connection that ended meanwhile was cleared before it followed.
            if (buffer.IsClosed) await DisconnectAsync(buffer.ConnectionId, buffer);
            return page;
        }
        finally
        {
            watch.EndJoin();
        }
    }

    private async Task<TranscriptPage> FollowAsync(
        ConversationWatch watch, SendBuffer buffer, StreamId stream, Audience viewer, long after, PageSize size, CancellationToken cancel)
    {
        if (!watch.IsStarted) await StartAsync(stream, watch, cancel);
        var page = await transcripts.PageAsync(stream.Id, viewer, after, size, cancel);
        for (var attempt = 0; page.IsComplete && attempt < FollowAttemptsMax; attempt++)
        {
            if (watch.TryFollow(buffer, viewer, page.ReadTo)) return page;
            // The watch and the reading stand at different events: bring both forward.
            watch.OnHead(page.ReadTo);
            await transcripts.FillAsync(page, cancel);
            await Task.Yield();
        }
        watch.FollowFromHere(buffer, viewer);
        return page;
    }

    /// <summary>Ends one subscription of a connection.</summary>
    public async Task LeaveAsync(SendBuffer buffer, StreamId stream)
    {
        if (!_followed.TryGetValue(buffer.ConnectionId, out var followed) || !followed.TryRemove(stream, out var watch)) return;
        watch.Leave(buffer);
        await DropIfUnusedAsync(stream, watch);
    }

    /// <summary>Ends the watch of a connection that may not follow the conversation any more; colleagues do not see it there any more.</summary>
    public async Task EndAsync(StreamId stream, SendBuffer buffer)
    {
        await viewers.LeaveAsync(stream, buffer.ConnectionId);
        await LeaveAsync(buffer, stream);
    }

    /// <summary>The rights of the workspace's staff may be others now: ends every watch of it that is not allowed any more.</summary>
    public void LookAgain(string workspace)
    {
        foreach (var (stream, watch) in _conversations)
            if (stream.Id.Workspace == workspace) watch.LookAgain();
    }

    /// <summary>Ends all that a connection followed.</summary>
    public async Task DisconnectAsync(string connectionId, SendBuffer? buffer)
    {
        foreach (var connected in _supervisors.Values)
            connected.TryRemove(connectionId, out _);
        if (_followed.TryRemove(connectionId, out var followed) && buffer is not null)
            foreach (var (stream, watch) in followed)
            {
                watch.Leave(buffer);
                await DropIfUnusedAsync(stream, watch);
            }
        await DisconnectAgentAsync(connectionId);
    }

    /// <summary>The entities that are watched from here, by kind.</summary>
    public IEnumerable<Measurement<long>> Counts() =>
    [
        new(_conversations.Count, new KeyValuePair<string, object?>(GridTelemetry.EntityKindTag, EntityKind.Conversation.Word())),
        new(_agents.Count, new KeyValuePair<string, object?>(GridTelemetry.EntityKindTag, EntityKind.Agent.Word())),
    ];

    /// <summary>Whether anybody follows the conversation from here.</summary>
    public bool IsFollowed(StreamId conversation) => _conversations.ContainsKey(conversation);

    /// <summary>The queues in which somebody waits who is followed from here.</summary>
    public IReadOnlySet<EntityId> QueuesWaitedIn() => _conversations
        .Select(c => c.Value.WaitsIn is { } queue ? new EntityId(c.Key.Id.Workspace, queue) : default).Where(queue => queue.Id is not null).ToHashSet();

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        if (stream.Kind == EntityKind.Conversation)
        {
            if (_conversations.TryGetValue(stream, out var watch)) watch.OnEvents(events);
        }
        else if (stream.Kind == EntityKind.Workspace)
        {
            _ = TryAsync(stream, () => settings.RefreshAsync(stream.Id.Workspace));
        }
        else if (_agents.TryGetValue(stream, out var agent))
        {
            agent.OnEvents(events);
        }
    }

    public void OnSignal(StreamId stream, Signal signal)
    {
        if (stream.Kind == EntityKind.Conversation)
        {
            if (_conversations.TryGetValue(stream, out var watch)) watch.OnSignal(signal);
            viewers.OnSignal(stream, signal);
            return;
        }
        var push = Signals.Push(signal);
        if (stream.Kind == EntityKind.Agent)
        {
            if (_agents.TryGetValue(stream, out var agent)) agent.Send(push);
            return;
        }
        foreach (var buffer in ConcernedBy(stream.Id.Workspace, signal)) buffer.Send(push);
    }

    /// <summary>Renews every watch now: a silo died, and its entities' watches with it.</summary>
    public async Task RenewAllAsync(CancellationToken cancel = default)
    {
        // Side by side, because one after the other takes longer than the leases last when entities are busy; and agents first, because
        // an agent whose lease ends loses its work, while a watch that ends is only renewed late.
        var side = new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnceMax, CancellationToken = cancel };
        await Parallel.ForEachAsync(_agents.Keys, side, async (stream, stop) => await RenewAgentAsync(stream, stop));
        await Parallel.ForEachAsync(directory.All.Select(w => w.Name), side, async (workspace, stop) => await RenewWorkspaceAsync(workspace, stop));
        await Parallel.ForEachAsync(_conversations, side, async (watched, stop) => await RenewAsync(watched.Key, watched.Value, stop));
    }

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        Action<StreamId?> lookAgain = stream => _ = WatchAgainAsync(stream, cancel);
        var changes = services.GetService<IGridChanges>();
        if (changes is not null) changes.WatchesMayBeLost += lookAgain;
        try
        {
            foreach (var workspace in directory.All)
                await RenewWorkspaceAsync(workspace.Name, cancel);
            using var timer = new PeriodicTimer(options.Value.RenewWatchesEvery, time);
            while (await timer.WaitForNextTickAsync(cancel))
                await RenewAllAsync(cancel);
        }
        finally
        {
            if (changes is not null) changes.WatchesMayBeLost -= lookAgain;
        }
    }

    /// <summary>The grid says that a watch ended early: of one entity, or perhaps of all.</summary>
    private async Task WatchAgainAsync(StreamId? lost, CancellationToken cancel)
    {
        try
        {
            if (lost is not { } stream) await RenewAllAsync(cancel);
            else if (_conversations.TryGetValue(stream, out var watch)) await RenewAsync(stream, watch, cancel);
            else if (stream.Kind == EntityKind.Workspace) await RenewWorkspaceAsync(stream.Id.Workspace, cancel);
            else if (_agents.ContainsKey(stream)) await TryAsync(stream, () => Grid.WatchAsync(stream, cancel));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task StartAsync(StreamId stream, ConversationWatch watch, CancellationToken cancel)
    {
        await Grid.WatchAsync(stream, cancel);
        var parties = (await Grid.Conversation(stream.Id).ViewAsync(Caller.System, cancel))?.Parties ?? ConversationParties.None;
        watch.Start(
            parties,
            await transcripts.LastVisibleAsync(stream.Id, Audience.Everyone, parties.Seq, cancel),
            await transcripts.LastVisibleAsync(stream.Id, Audience.Staff, parties.Seq, cancel));
        // What happened between the watch and its start is found by its head.
        watch.OnHead(await Grid.WatchAsync(stream, cancel));
    }

    private async Task RenewAsync(StreamId stream, ConversationWatch watch, CancellationToken cancel)
    {
        if (await DropIfUnusedAsync(stream, watch)) return;
        await TryAsync(stream, async () => watch.OnHead(await Grid.WatchAsync(stream, cancel)));
        watch.LookAgain();
    }

    /// <summary>Changes of the settings arrive at once while the watch holds, and are read here in case it did not.</summary>
    private Task RenewWorkspaceAsync(string workspace, CancellationToken cancel) => TryAsync(StreamId.OfWorkspace(workspace), async () =>
    {
        await Grid.WatchAsync(StreamId.OfWorkspace(workspace), cancel);
        await settings.RefreshAsync(workspace, cancel);
    });

    /// <summary>A watch that is not retired: a follower that joins it will get its events.</summary>
    private ConversationWatch Join(StreamId stream)
    {
        while (true)
        {
            var watch =
                _conversations.GetOrAdd(stream, key => new ConversationWatch(key, journal, links, CallerOf, (ended, buffer) => _ = EndLaterAsync(ended,
                    buffer)));
            if (watch.TryJoin()) return watch;
            _conversations.TryRemove(new(stream, watch));
        }
    }

    private Caller? CallerOf(SendBuffer buffer) => callers.Find(buffer.User)?.Caller;

    private async Task EndLaterAsync(StreamId stream, SendBuffer buffer)
    {
        // Off the turn on which the event came.
        await Task.Yield();
        await EndAsync(stream, buffer);
    }

    private async Task<bool> DropIfUnusedAsync(StreamId stream, ConversationWatch watch)
    {
        if (!watch.TryRetire()) return false;
        if (!_conversations.TryRemove(new(stream, watch))) return true;
        await TryAsync(stream, () => Grid.UnwatchAsync(stream));
        // Somebody may have begun to follow while this was under way, and its watch was ended with the old one.
        if (_conversations.TryGetValue(stream, out var newer) && newer.IsStarted)
            await TryAsync(stream, async () => newer.OnHead(await Grid.WatchAsync(stream)));
        return true;
    }

    private async Task TryAsync(StreamId stream, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            RenewalFailed(log, stream, failure);
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "The watch of {Stream} could not be renewed; it is tried again.")]
    private static partial void RenewalFailed(ILogger log, LoggedStream stream, Exception failure);
}
