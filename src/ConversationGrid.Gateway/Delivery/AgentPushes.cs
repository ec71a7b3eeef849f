using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>Why the host ends a watch.</summary>
internal enum WatchEnd
{
    None = 0,
    /// <summary>The conversation went to others.</summary>
    Reassigned,
    /// <summary>The role or the queues of the viewer changed.</summary>
    RightsChanged,
}

/// <summary>The pushes of the agent hub that are no conversation events.</summary>
internal static class AgentPushes
{
    public static SerializedHubMessage Offer(OfferMade offer, ConversationView? summary) => SendBuffer.Frame(HubFrames.Push("offer", json =>
    {
        json.WriteStartObject();
        json.WriteString("offerId", offer.OfferId);
        json.WriteString("conversationId", offer.ConversationId);
        json.WriteString("queue", offer.Queue);
        json.WritePropertyName("summary");
        JsonSerializer.Serialize(json, summary, WireJson.Options);
        json.WriteString("expiresAt", offer.ExpiresAt.UtcDateTime);
        json.WriteNumber("leftMs", (long)(offer.ExpiresAt - offer.At).TotalMilliseconds);
        json.WriteEndObject();
    }));

    public static SerializedHubMessage OfferWithdrawn(string offerId, ReleaseReason reason) => SendBuffer.Frame(HubFrames.Push("offerWithdrawn", json =>
        JsonSerializer.Serialize(json, new WithdrawnPush(offerId, reason), WireJson.Options)));

    /// <summary>The agent's own presence, wherever it changed: another desk, REST, or the host.</summary>
    public static SerializedHubMessage Presence(AgentView agent) => SendBuffer.Frame(HubFrames.Push("presence", json =>
        JsonSerializer.Serialize(json, new PresenceAnswer(agent.Status, agent.Load, agent.Capacity, agent.Reason), WireJson.Options)));

    public static SerializedHubMessage Inbox(ConversationView summary) =>
        SendBuffer.Frame(HubFrames.Push("inbox", json => JsonSerializer.Serialize(json, summary, WireJson.Options)));

    /// <summary>A row of the lists, as the bytes of one push.</summary>
    public static byte[] Inbox(ListedConversation summary) => HubFrames.Push("inbox", json => JsonSerializer.Serialize(json, summary, WireJson.Options));

    /// <summary>A watch that the host ended: nothing more comes of this conversation.</summary>
    public static SerializedHubMessage WatchEnded(string conversationId, WatchEnd reason) => SendBuffer.Frame(HubFrames.Push("watchEnded", json =>
    {
        json.WriteStartObject();
        json.WriteString("conversationId", conversationId);
        json.WriteString("reason", reason == WatchEnd.Reassigned ? "reassigned" : "rightsChanged");
        json.WriteEndObject();
    }));

    private sealed record WithdrawnPush(string OfferId, ReleaseReason Reason);

    /// <summary>A conversation that this agent may not see any more, without a word of what became of it.</summary>
    public static byte[] Gone(string conversationId) => HubFrames.Push("inbox", json =>
    {
        json.WriteStartObject();
        json.WriteString("conversationId", conversationId);
        json.WriteBoolean("gone", true);
        json.WriteEndObject();
    });
}
