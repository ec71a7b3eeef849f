using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Notices;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Clients;

/// <summary>The send buffers of this process's connections.</summary>
internal sealed class Connections(IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>Ended sessions remembered for connections that are just beginning.</summary>
    private const int EndedMax = 10_000;

    private readonly ConcurrentDictionary<string, Entry> _all = new();
    private readonly Lock _lock = new();
    private readonly Queue<SessionKey> _endedInOrder = new();
    private readonly HashSet<SessionKey> _ended = [];

    public int Count => _all.Count;

    public SendBuffer? Find(string connectionId) => _all.TryGetValue(connectionId, out var entry) ? entry.SendBuffer : null;

    /// <summary>Whether the connection may make another call now.</summary>
    public bool TryTakeCall(string connectionId) => !_all.TryGetValue(connectionId, out var entry) || entry.Budget.TryTake();

    /// <summary>All connections that are open here, with the hub of each.</summary>
    public IEnumerable<(SendBuffer SendBuffer, Type Hub)> All => _all.Values.Select(entry => (entry.SendBuffer, entry.Hub));

    public void Add(HubConnectionContext connection, Type hub)
    {
        var key = new SessionKey(connection.User.FindFirst(Tokens.WorkspaceClaim)?.Value ?? "", connection.User.Identity?.Name ?? "",
            Tokens.SessionOf(connection.User));
        _all[connection.ConnectionId] = new(
            hub, new SendBuffer(connection, options.Value.SendBufferMax, options.Value.SendBufferBytesMax),
            new CallBudget(options.Value.CallsPerSecondPerConnection, options.Value.CallsBurstPerConnection, time), connection, key);
        // After it is found by EndSession: a session that ends now is seen here or there.
        lock (_lock)
            if (_ended.Contains(key)) connection.Abort();
    }

    /// <summary>Ends the connections of a session that its customer ended. They can call nothing more from then on.</summary>
    public void EndSession(string workspace, string customerId, string session)
    {
        var key = new SessionKey(workspace, customerId, session);
        lock (_lock)
        {
            if (!_ended.Add(key)) return;
            _endedInOrder.Enqueue(key);
            if (_endedInOrder.Count > EndedMax) _ended.Remove(_endedInOrder.Dequeue());
        }
        foreach (var entry in _all.Values)
        {
            if (entry.Session != key) continue;
            entry.SendBuffer.Close();
            entry.Connection.Abort();
        }
    }

    public void Remove(string connectionId)
    {
        if (_all.TryRemove(connectionId, out var entry)) entry.SendBuffer.Close();
    }

    private sealed record Entry(Type Hub, SendBuffer SendBuffer, CallBudget Budget, HubConnectionContext Connection, SessionKey Session);

    private readonly record struct SessionKey(string Workspace, string Id, string Session);
}

/// <summary>The framework's manager, which also hands each connection to <see cref="Connections"/>: only there is it in reach.</summary>
internal sealed class TrackingLifetimeManager<THub>(Connections connections, ILogger<DefaultHubLifetimeManager<THub>> log)
    : DefaultHubLifetimeManager<THub>(log)
    where THub : Hub
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections.Add(connection, typeof(THub));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connections.Remove(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }
}

/// <summary>Ends the connections that this process holds of sessions that customers end at any process.</summary>
internal sealed class EndedSessions(Connections connections) : INoticed
{
    public void Hear(StreamId stream, Committed committed)
    {
        if (committed.Event is CustomerSessionEnded ended) connections.EndSession(stream.Id.Workspace, stream.Id.Id, ended.Session);
    }
}
