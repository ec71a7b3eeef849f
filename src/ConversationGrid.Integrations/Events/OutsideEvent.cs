using System.Buffers;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Integrations.Events;

/// <summary>An event as other systems get it: <c>{type, at, workspace, conversationId, seq, by, data}</c>.</summary>
internal static class OutsideEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = ContractsJson.Options.Encoder, SkipValidation = true };

    /// <param name="viewer">As whom the other system sees the event.</param>
    public static byte[] Write(EntityId conversation, long seq, ConversationEvent e, Audience viewer) => Write(json =>
    {
        json.WriteString("type", EventAttribute.Of(e.GetType()).Name);
        json.WriteString("at", e.At.UtcDateTime);
        json.WriteString("workspace", conversation.Workspace);
        json.WriteString("conversationId", conversation.Id);
        json.WriteNumber("seq", seq);
        EventWire.WriteContent(json, e, viewer);
    });

    /// <summary>One that only shows that a receiver is there.</summary>
    public static byte[] WriteTest(string type, string workspace, DateTimeOffset at) => Write(json =>
    {
        json.WriteString("type", type);
        json.WriteString("at", at.UtcDateTime);
        json.WriteString("workspace", workspace);
        json.WriteNull("conversationId");
        json.WriteNumber("seq", 0);
        json.WriteStartObject("data");
        json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
