using System.Collections.Concurrent;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Sessions;

namespace ConversationGrid.Gateway.Delivery;

/// <content>The staff who are connected here: this process answers for its agents, and passes on what concerns staff who follow nothing.</content>
internal sealed partial class Watches
{
    private readonly ConcurrentDictionary<StreamId, AgentWatch> _agents = new();
    private readonly ConcurrentDictionary<string, StreamId> _agentOf = new();
    private readonly string _gateway = ClientKeys.Base32(RandomNumberGenerator.GetBytes(17));

    /// <summary>The supervisors' connections of each workspace.</summary>
    private readonly ConcurrentDictionary<StreamId, ConcurrentDictionary<string, SendBuffer>> _supervisors = new();

    /// <summary>Registers an agent's connection: it gets offers and its inbox's changes, and keeps the agent's work from going back.</summary>
    public async Task ConnectAgentAsync(SendBuffer buffer, CallerIn caller, CancellationToken cancel)
    {
        var stream = new StreamId(EntityKind.Agent, caller.Entity(caller.Id));
        var watch = _agents.GetOrAdd(stream, key => new AgentWatch(key.Id, Grid, () => directory.Find(key.Id.Workspace)?.FindById(key.Id.Id)?.ToCaller()));
        watch.Add(buffer);
        _agentOf[buffer.ConnectionId] = stream;
        await Grid.WatchAsync(stream, cancel);
        await LeaseAsync(stream, connected: true);
    }

    /// <summary>Registers a supervisor's connection: it gets the workspace's alerts.</summary>
    public async Task ConnectSupervisorAsync(SendBuffer buffer, string workspace, CancellationToken cancel)
    {
        var stream = StreamId.OfWorkspace(workspace);
        _supervisors.GetOrAdd(stream, _ => new())[buffer.ConnectionId] = buffer;
        if (buffer.IsClosed) await DisconnectAsync(buffer.ConnectionId, buffer);
        await TryAsync(stream, () => Grid.WatchAsync(stream, cancel));
    }

    /// <summary>
    /// Whom a signal to the workspace concerns here, each connection once: supervisors, the agent who has the conversation, and staff who follow it.
    /// </summary>
    private HashSet<SendBuffer> ConcernedBy(string workspace, Signal signal)
    {
        var concerned = new HashSet<SendBuffer>();
        if (_supervisors.TryGetValue(StreamId.OfWorkspace(workspace), out var supervisors))
            concerned.UnionWith(supervisors.Values.Where(buffer => CallerOf(buffer)?.SeesWholeWorkspace == true));
        if (signal is AlertSignal { AgentId: { } id } && _agents.TryGetValue(new(EntityKind.Agent, new(workspace, id)), out var agent))
            concerned.UnionWith(agent.Connections());
        if (_conversations.TryGetValue(new(EntityKind.Conversation, new(workspace, signal.ConversationId)), out var watch))
            concerned.UnionWith(watch.StaffFollowers());
        return concerned;
    }

    private async Task DisconnectAgentAsync(string connectionId)
    {
        if (!_agentOf.TryRemove(connectionId, out var agent) || !_agents.TryGetValue(agent, out var connections)) return;
        connections.Remove(connectionId);
        if (connections.Count > 0) return;
        _agents.TryRemove(agent, out _);
        // A host that stops closes the connections itself: the agents are not gone, and have the grace to come back, here or elsewhere.
        await LeaseAsync(agent, connected: lifetime.ApplicationStopping.IsCancellationRequested);
        await TryAsync(agent, () => Grid.UnwatchAsync(agent));
        // The agent may have come back while this was under way, and been told to be gone after it was told to be there.
        if (_agents.ContainsKey(agent)) await RenewAgentAsync(agent, CancellationToken.None);
    }

    private async Task RenewAgentAsync(StreamId agent, CancellationToken cancel)
    {
        await LeaseAsync(agent, connected: true);
        await TryAsync(agent, () => Grid.WatchAsync(agent, cancel));
    }

    /// <summary>A lease outlives two renewals, so that one late renewal is no harm; without a connection it is just the grace.</summary>
    private Task LeaseAsync(StreamId agent, bool connected)
    {
        var renews = connected && !lifetime.ApplicationStopping.IsCancellationRequested;
        var lease = renews ? options.Value.RenewWatchesEvery * 2 + options.Value.AgentGrace : options.Value.AgentGrace;
        return TryAsync(agent, () => Grid.Agent(agent.Id).ExecuteAsync(new LeaseAgent(_gateway, time.GetUtcNow() + lease, connected)));
    }
}
