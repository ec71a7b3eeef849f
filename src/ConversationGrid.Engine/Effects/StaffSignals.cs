using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Engine.Effects;

/// <summary>The pushes that reach staff who do not follow the conversation: <c>alert</c> and <c>whisper</c>.</summary>
internal static class StaffSignals
{
    private static readonly JsonWriterOptions Options = new() { Encoder = ContractsJson.Options.Encoder };

    public static Signal? Of(string conversationId, long seq, ConversationEvent e) => e switch
    {
        AlertRaised x => new("alert", Audience.Staff, "", Json(conversationId, seq, json =>
        {
            json.WriteString("kind", x.Kind);
            json.WriteString("text", x.Text);
        }), conversationId),
        // A text that was erased meanwhile is not whispered.
        NotePosted { Whisper: true, Text: { } text } x => new("whisper", Audience.Staff, x.ById, Json(conversationId, seq, json =>
        {
            json.WriteString("text", text);
            json.WriteString("byId", x.ById);
            if (x.ByName is not null) json.WriteString("byName", x.ByName);
        })),
        _ => null,
    };

    private static string Json(string conversationId, long seq, Action<Utf8JsonWriter> rest)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("conversationId", conversationId);
            json.WriteNumber("seq", seq);
            rest(json);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
