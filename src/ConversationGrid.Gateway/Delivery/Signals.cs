using System.Diagnostics;
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
    /// <summary>A signal as the protocol page shows it.</summary>
    public static SerializedHubMessage Push(Signal signal)
    {
        var (name, push) = Shape(signal);
        return SendBuffer.Frame(HubFrames.Push(name, json => JsonSerializer.Serialize(json, push, Options)));
    }

    private static (string Name, object Push) Shape(Signal signal) => signal switch
    {
        TypingSignal x => ("typing", new TypingPush(x.ConversationId, By(x.By))),
        DraftSignal x => ("typing", new TypingPush(x.ConversationId, By(x.By), new(x.Mood, Math.Round(x.Score, 2), x.Priority))),
        ReadSignal x => ("presence", new PresencePush(x.ConversationId, By(x.By), x.Seq)),
        PlaceSignal x => ("presence", new PlacePush(x.ConversationId, x.Position)),
        ViewerSignal x => ("presence", new ViewerPush(x.ConversationId, By(x.By), JsonNamingPolicy.CamelCase.ConvertName(x.State.ToString()))),
        PartialSignal x => ("partial", new PartialPush(x.ConversationId, x.ReplyTo, x.Text)),
        AlertSignal x => ("alert", new AlertPush(x.ConversationId, x.Seq, x.Kind, x.Text)),
        WhisperSignal x => ("whisper", new WhisperPush(x.ConversationId, x.Seq, x.Text, x.ById, x.ByName)),
        _ => throw new UnreachableException(signal.GetType().Name),
    };

    public static SerializedHubMessage Suggestions(string conversationId, IReadOnlyList<SuggestedArticle> articles) => SendBuffer.Frame(
        HubFrames.Push("suggestions", json => JsonSerializer.Serialize(json, new SuggestionsPush(conversationId, articles), Options)));

    /// <summary>How the agent's own draft would sound; for that agent alone.</summary>
    public static SerializedHubMessage Assist(string conversationId, ToneReading tone) => SendBuffer.Frame(
        HubFrames.Push("assist", json => JsonSerializer.Serialize(json, new AssistPush(conversationId, tone, null), Options)));

    /// <summary>A reply that the model wrote to a message, for the agent who asked for suggestions.</summary>
    public static SerializedHubMessage Assist(string conversationId, SuggestedReply reply, long replyTo) => SendBuffer.Frame(
        HubFrames.Push("assist", json => JsonSerializer.Serialize(
            json, new AssistPush(conversationId, null, new(replyTo, reply.Text, reply.Source, reply.Confidence, reply.Citations)), Options)));

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = ContractsJson.Options.Encoder,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static ByPush By(Actor by) => new(EventWire.Kind(by.Kind), by.Id, by.Name);

    private sealed record ByPush(string Kind, string Id, string? Name);
    private sealed record TypingPush(string ConversationId, ByPush By, DraftPush? Draft = null);
    private sealed record DraftPush(string Mood, double Score, int Priority);
    private sealed record ViewerPush(string ConversationId, ByPush By, string State);
    private sealed record PresencePush(string ConversationId, ByPush By, long ReadTo);
    private sealed record PartialPush(string ConversationId, long ReplyTo, string Text);
    private sealed record AlertPush(string ConversationId, long Seq, string Kind, string Text);
    private sealed record WhisperPush(string ConversationId, long Seq, string Text, string ById, string? ByName);
    private sealed record AssistPush(string ConversationId, ToneReading? Tone, ReplyPush? Reply);
    private sealed record ReplyPush(long ReplyTo, string Text, string Source, double Confidence, IReadOnlyList<Citation>? Citations);
    private sealed record PlacePush(string ConversationId, int Position);
    private sealed record SuggestionsPush(string ConversationId, IReadOnlyList<SuggestedArticle> Articles);
}
