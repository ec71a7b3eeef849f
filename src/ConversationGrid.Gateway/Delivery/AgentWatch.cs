using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Clients;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// This process's watch of one agent, and the agent's connections here. What it missed needs no replay: after a reconnect the agent's
/// client asks for its inbox, which is the whole truth.
/// </summary>
/// <param name="caller">The agent by the directory of now; null when its account is gone.</param>
internal sealed class AgentWatch(EntityId agent, IGrid grid, Func<Caller?> caller)
{
    private readonly Lock _lock = new();
    private readonly List<SendBuffer> _connections = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _connections.Count;
        }
    }

    public void Add(SendBuffer buffer)
    {
        lock (_lock)
            _connections.Add(buffer);
    }

    public void Remove(string connectionId)
    {
        lock (_lock)
            _connections.RemoveAll(c => c.ConnectionId == connectionId);
    }

    public void OnEvents(IReadOnlyList<Committed> events)
    {
        foreach (var (_, e) in events)
            if (e is OfferMade or SlotAssigned or SlotWrapping or SlotReleased or PresenceChanged) _ = TellAsync((AgentEvent)e);
    }

    /// <summary>Pushes to the agent's connections here.</summary>
    public void Send(SerializedHubMessage push)
    {
        foreach (var buffer in Connections()) buffer.Send(push);
    }

    /// <summary>The agent's connections here.</summary>
    public IReadOnlyList<SendBuffer> Connections()
    {
        lock (_lock)
            return [.. _connections];
    }

    private async Task TellAsync(AgentEvent e)
    {
        // Off the agent's turn: the summary is another entity's.
        await Task.Yield();
        try
        {
            switch (e)
            {
                case OfferMade offer:
                    var offered = await ViewAsync(offer.ConversationId);
                    // Taken or withdrawn meanwhile: the push would only mislead.
                    if (offered?.Offer?.OfferId == offer.OfferId) Send(AgentPushes.Offer(offer, offered));
                    break;
                case PresenceChanged:
                    Send(AgentPushes.Presence(await grid.Agent(agent).ViewAsync()));
                    break;
                case SlotReleased { WasAssigned: false } gone:
                    Send(AgentPushes.OfferWithdrawn(gone.OfferId, gone.Reason));
                    break;
                case SlotReleased { ConversationId: var id }:
                    await TellInboxAsync(id);
                    break;
                case SlotWrapping { ConversationId: var id }:
                    await TellInboxAsync(id);
                    break;
                case SlotAssigned { ConversationId: var id }:
                    await TellInboxAsync(id);
                    break;
            }
        }
        catch (Exception failure) when (failure is JournalUnavailableException or RefusedException or TimeoutException)
        {
            // Pushes are best effort; clients reload the inbox.
        }
    }

    private async Task TellInboxAsync(string conversationId)
    {
        if (await ViewAsync(conversationId) is { } summary) Send(AgentPushes.Inbox(summary));
    }

    /// <summary>As the agent may see it now.</summary>
    private async Task<ConversationView?> ViewAsync(string conversationId) =>
        caller() is { } me ? await grid.Conversation(new(agent.Workspace, conversationId)).ViewAsync(me) : null;
}
