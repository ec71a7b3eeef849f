using System.Collections.Concurrent;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Keeps the lists at the desks live: every change of a conversation that a member of staff may see is pushed as <c>inbox</c>, many
/// changes of one conversation as one. At most <see cref="GatewayOptions.InboxChangesMax"/> at a time, the newest; the rest is found by asking.
/// </summary>
internal sealed class InboxPushes(IConversationIndex index, Callers callers, IOptions<GatewayOptions> options, TimeProvider time) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Viewer> _viewers = new();

    public void Follow(HubCallerContext connection, CallerIn caller, Outbox outbox) => _viewers[outbox.ConnectionId] =
        new(connection, outbox, index.ChangesBehind(caller.Workspace.Name, null, caller.Caller, 0).Mark);

    public void Leave(string connectionId) => _viewers.TryRemove(connectionId, out _);

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.InboxEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            // One frame for all who see the same change.
            var frames = new Dictionary<(string Workspace, string Id, long Seq), SerializedHubMessage>();
            foreach (var viewer in _viewers.Values)
                Push(viewer, frames);
        }
    }

    private void Push(Viewer viewer, Dictionary<(string Workspace, string Id, long Seq), SerializedHubMessage> frames)
    {
        // Rights are looked at each time: an account may be gone, or serve other queues.
        if (callers.Find(viewer.Connection.User) is not { } me) return;
        var (mark, changed, gone) = index.ChangesBehind(me.Workspace.Name, viewer.Mark, me.Caller, options.Value.InboxChangesMax);
        viewer.Mark = mark;
        for (var i = changed.Count - 1; i >= 0; i--)
        {
            var key = (me.Workspace.Name, changed[i].ConversationId, changed[i].LastSeq);
            if (!frames.TryGetValue(key, out var frame)) frames[key] = frame = AgentPushes.Inbox(changed[i]);
            viewer.Outbox.Send(frame);
        }
        foreach (var id in gone)
            viewer.Outbox.Send(AgentPushes.Gone(id));
    }

    private sealed class Viewer(HubCallerContext connection, Outbox outbox, long mark)
    {
        public HubCallerContext Connection => connection;
        public Outbox Outbox => outbox;
        public long Mark { get; set; } = mark;
    }
}
