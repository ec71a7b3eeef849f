using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>What is pushed and never stored.</summary>
internal static class Signals
{
    /// <summary>States of a viewer: has just come, is there, is gone.</summary>
    public const string Opened = "opened";
    public const string Viewing = "viewing";
    public const string Left = "left";

    public static Signal Typing(string conversationId, Actor by) => new(
        "typing", Audience.Everyone, by.Id, JsonSerializer.Serialize(new TypingPush(conversationId, By(by)), Options));

    public static Signal Read(string conversationId, Actor by, long seq) => new(
        "presence", Audience.Everyone, by.Id, JsonSerializer.Serialize(new PresencePush(conversationId, By(by), seq), Options));

    /// <summary>Where the conversation stands in the line, 1 for the next.</summary>
    public static Signal Place(string conversationId, int position) => new(
        "presence", Audience.Everyone, Actor.System.Id, JsonSerializer.Serialize(new PlacePush(conversationId, position), Options));

    /// <summary>A member of staff looks at the conversation, or does not any more.</summary>
    public static Signal Presence(string conversationId, Actor by, string state) => new(
        "presence", Audience.Staff, by.Id, JsonSerializer.Serialize(new ViewerPush(conversationId, By(by), state), Options));

    /// <summary>Whether somebody has just opened it and wants to know who else is there.</summary>
    public static bool IsOpened(Signal signal) => signal is { Name: "presence", Audience: Audience.Staff }
        && signal.Json.Contains($"\"state\":\"{Opened}\"", StringComparison.Ordinal);

    public static SerializedHubMessage Suggestions(string conversationId, IReadOnlyList<SuggestedArticle> articles) => Outbox.Frame(
        HubFrames.Push("suggestions", json => JsonSerializer.Serialize(json, new SuggestionsPush(conversationId, articles), Options)));

    /// <summary>How the agent's own draft would sound; for that agent alone.</summary>
    public static SerializedHubMessage Assist(string conversationId, ToneReading tone) => Outbox.Frame(
        HubFrames.Push("assist", json => JsonSerializer.Serialize(json, new AssistPush(conversationId, tone, null), Options)));

    /// <summary>A reply that the model wrote to a message, for the agent who asked for suggestions.</summary>
    public static SerializedHubMessage Assist(string conversationId, SuggestedReply reply, long replyTo) => Outbox.Frame(
        HubFrames.Push("assist", json => JsonSerializer.Serialize(
            json, new AssistPush(conversationId, null, new(replyTo, reply.Text, reply.Source, reply.Confidence, reply.Citations)), Options)));

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = ContractsJson.Options.Encoder,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static ByPush By(Actor by) => new(EventWire.Kind(by.Kind), by.Id, by.Name);

    private sealed record ByPush(string Kind, string Id, string? Name);
    private sealed record TypingPush(string ConversationId, ByPush By);
    private sealed record ViewerPush(string ConversationId, ByPush By, string State);
    private sealed record PresencePush(string ConversationId, ByPush By, long ReadTo);
    private sealed record AssistPush(string ConversationId, ToneReading? Tone, ReplyPush? Reply);
    private sealed record ReplyPush(long ReplyTo, string Text, string Source, double Confidence, IReadOnlyList<Citation>? Citations);
    private sealed record PlacePush(string ConversationId, int Position);
    private sealed record SuggestionsPush(string ConversationId, IReadOnlyList<SuggestedArticle> Articles);
}
