using System.Collections.Concurrent;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Keeps the lists at the desks live: every change of a conversation that a member of staff may see is pushed as <c>inbox</c>, many
/// changes of one conversation as one. At most <see cref="GatewayOptions.InboxChangesMax"/> at a time, the newest; the rest is found by asking.
/// Each desk has its turn once in <see cref="GatewayOptions.InboxEvery"/>, not all at once: messages would wait behind the burst.
/// </summary>
internal sealed class InboxPushes(LiveList list, Callers callers, IOptions<GatewayOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>Turns over which the desks are spread.</summary>
    internal const int Turns = 10;

    /// <summary>Pushes of one turn go out together, in writes of about this size: below what the collector treats as large.</summary>
    private const int WriteBytesMax = 32 * 1024;

    private readonly ConcurrentDictionary<string, Viewer>[] _byTurn = [.. Enumerable.Range(0, Turns).Select(_ => new ConcurrentDictionary<string, Viewer>())];

    /// <summary>What was written in this round: one frame for all who see the same change.</summary>
    private readonly Dictionary<(string Workspace, string Id, long Seq), byte[]> _frames = [];
    private readonly List<byte[]> _gathered = [];
    private uint _followed;
    private int _turn;

    /// <summary>Keeps a desk's list live from now on. Ends when the changes that its member of staff may see come to this process.</summary>
    public Task FollowAsync(HubCallerContext connection, CallerIn caller, SendBuffer buffer)
    {
        _byTurn[Interlocked.Increment(ref _followed) % Turns][buffer.ConnectionId] =
            new(connection, buffer, list.ChangesBehind(caller.Workspace.Name, null, caller.Caller, 0).Mark);
        return list.FollowAsync(buffer.ConnectionId, caller.Workspace.Name, caller.Caller);
    }

    public void Leave(string connectionId)
    {
        foreach (var viewers in _byTurn) viewers.TryRemove(connectionId, out _);
        list.Leave(connectionId);
    }

    /// <summary>The next of the turns: its desks are told what changed since their last one.</summary>
    internal void TakeTurn()
    {
        if (_turn == 0) _frames.Clear();
        foreach (var (_, viewer) in _byTurn[_turn])
            Push(viewer);
        _turn = (_turn + 1) % Turns;
    }

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.InboxEvery / Turns, time);
        while (await timer.WaitForNextTickAsync(cancel))
            TakeTurn();
    }

    private void Push(Viewer viewer)
    {
        // Rights are looked at each time: an account may be gone, or serve other queues.
        if (callers.Find(viewer.Connection.User) is not { } me) return;
        var (mark, changed, gone) = list.ChangesBehind(me.Workspace.Name, viewer.Mark, me.Caller, options.Value.InboxChangesMax);
        viewer.Mark = mark;
        var bytes = 0;
        for (var i = changed.Count - 1; i >= 0; i--)
        {
            var key = (me.Workspace.Name, changed[i].ConversationId, changed[i].LastSeq);
            if (!_frames.TryGetValue(key, out var frame)) _frames[key] = frame = AgentPushes.Inbox(changed[i]);
            Gather(frame);
        }
        foreach (var id in gone)
            Gather(AgentPushes.Gone(id));
        Send();

        void Gather(byte[] frame)
        {
            _gathered.Add(frame);
            bytes += frame.Length;
            if (bytes >= WriteBytesMax) Send();
        }

        void Send()
        {
            if (_gathered.Count > 0) viewer.SendBuffer.Send(SendBuffer.Frame(_gathered.Count == 1 ? _gathered[0] : Joined(bytes)));
            _gathered.Clear();
            bytes = 0;
        }
    }

    /// <summary>Each frame ends with a separator of its own, so together they are still those pushes, one after the other.</summary>
    private byte[] Joined(int bytes)
    {
        var (all, at) = (new byte[bytes], 0);
        foreach (var frame in _gathered)
        {
            frame.CopyTo(all, at);
            at += frame.Length;
        }
        return all;
    }

    private sealed class Viewer(HubCallerContext connection, SendBuffer buffer, long mark)
    {
        public HubCallerContext Connection => connection;
        public SendBuffer SendBuffer => buffer;
        public long Mark { get; set; } = mark;
    }
}
