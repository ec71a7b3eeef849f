using System.Collections.Concurrent;
using System.Threading.Channels;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Carries changes of the staff out in this process: connections of accounts that are gone, or whose role does not open their hub any more, end;
/// watches that are not allowed any more end; and the work of removed accounts goes back. Looked at with every change of the settings, and again
/// with each renewal of the watches.
/// </summary>
internal sealed partial class AccessChanges(
    LiveSettings settings, WorkspaceDirectory directory, Callers callers, Connections connections, Watches watches, IGrid grid,
    IOptions<GatewayOptions> options,
    TimeProvider time, ILogger<AccessChanges> log) : BackgroundService
{
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>(new() { SingleReader = true });

    /// <summary>Removed accounts whose agents gave their work back.</summary>
    private readonly ConcurrentDictionary<EntityId, byte> _retired = new();

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        settings.Changed += Note;
        try
        {
            var renewing = RenewAsync(cancel);
            await foreach (var workspace in _changed.Reader.ReadAllAsync(cancel))
                Apply(workspace, cancel);
            await renewing;
        }
        finally
        {
            settings.Changed -= Note;
        }
    }

    private void Note(string workspace) => _changed.Writer.TryWrite(workspace);

    private async Task RenewAsync(CancellationToken cancel)
    {
        foreach (var workspace in directory.All) Note(workspace.Name);
        using var timer = new PeriodicTimer(options.Value.RenewWatchesEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var workspace in directory.All) Note(workspace.Name);
    }

    private void Apply(string workspace, CancellationToken cancel)
    {
        foreach (var (buffer, hub) in connections.All)
            if (buffer.User.FindFirst(Tokens.WorkspaceClaim)?.Value == workspace
                && !(callers.Find(buffer.User) is { } me && AccessPolicies.Admits(hub, me.Caller))) buffer.Abort();
        watches.LookAgain(workspace);

        var removed = settings.Of(workspace).RemovedOf(SettingKinds.Staff).Select(id => new EntityId(workspace, id)).ToHashSet();
        foreach (var back in _retired.Keys.Where(id => id.Workspace == workspace && !removed.Contains(id))) _retired.TryRemove(back, out _);
        foreach (var agent in removed)
            if (_retired.TryAdd(agent, 0)) _ = RetireAsync(agent, cancel);
    }

    /// <summary>Every process does so, because the one that removed the account may be gone; the agent does it once.</summary>
    private async Task RetireAsync(EntityId agent, CancellationToken cancel)
    {
        try
        {
            (await grid.Agent(agent).ExecuteAsync(new RetireAgent(), cancel)).OrThrow();
        }
        catch (Exception failure)
        {
            // Looked at again with the next renewal.
            _retired.TryRemove(agent, out _);
            if (failure is not OperationCanceledException) NotRetired(log, new StreamId(EntityKind.Agent, agent), failure);
        }
    }

    [LoggerMessage(4003, LogLevel.Warning, "The work of the removed account {Agent} could not be given back; it is tried again.")]
    private static partial void NotRetired(ILogger log, LoggedStream agent, Exception failure);
}
