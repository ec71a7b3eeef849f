using System.Collections.Concurrent;
using ConversationGrid.Gateway.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>The outboxes of this process's connections.</summary>
internal sealed class Connections(IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _all = new();

    public int Count => _all.Count;

    public Outbox? Find(string connectionId) => _all.TryGetValue(connectionId, out var entry) ? entry.Outbox : null;

    /// <summary>Whether the connection may make another call now.</summary>
    public bool TryTakeCall(string connectionId) => !_all.TryGetValue(connectionId, out var entry) || entry.Budget.TryTake();

    /// <summary>All connections that are open here, with the hub of each.</summary>
    public IEnumerable<(Outbox Outbox, Type Hub)> All => _all.Values.Select(entry => (entry.Outbox, entry.Hub));

    public void Add(HubConnectionContext connection, Type hub) => _all[connection.ConnectionId] = new(
        hub,
        new Outbox(connection, options.Value.OutboxMax),
        new CallBudget(options.Value.CallsPerSecondPerConnection, options.Value.CallsBurstPerConnection, time));

    public void Remove(string connectionId)
    {
        if (_all.TryRemove(connectionId, out var entry)) entry.Outbox.Close();
    }

    private sealed record Entry(Type Hub, Outbox Outbox, CallBudget Budget);
}

/// <summary>The framework's manager, which also hands each connection to <see cref="Connections"/>: only there is it in reach.</summary>
internal sealed class TrackingLifetimeManager<THub>(Connections connections, ILogger<DefaultHubLifetimeManager<THub>> log) : DefaultHubLifetimeManager<THub>(log)
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
