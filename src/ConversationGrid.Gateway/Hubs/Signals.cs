using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Delivery;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>What is pushed and never stored.</summary>
internal static class Signals
{
    public static Signal Typing(string conversationId, Actor by) => new(
        "typing", Audience.Everyone, by.Id, JsonSerializer.Serialize(new TypingPush(conversationId, By(by)), Options));

    public static Signal Read(string conversationId, Actor by, long seq) => new(
        "presence", Audience.Everyone, by.Id, JsonSerializer.Serialize(new PresencePush(conversationId, By(by), seq), Options));

    public static SerializedHubMessage Suggestions(string conversationId, IReadOnlyList<SuggestedArticle> articles) => Outbox.Frame(
        WireEvents.Push("suggestions", json => JsonSerializer.Serialize(json, new SuggestionsPush(conversationId, articles), Options)));

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = ContractsJson.Options.Encoder,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static ByPush By(Actor by) => new(WireEvents.Kind(by.Kind), by.Id, by.Name);

    private sealed record ByPush(string Kind, string Id, string? Name);
    private sealed record TypingPush(string ConversationId, ByPush By);
    private sealed record PresencePush(string ConversationId, ByPush By, long ReadTo);
    private sealed record SuggestionsPush(string ConversationId, IReadOnlyList<SuggestedArticle> Articles);
}
