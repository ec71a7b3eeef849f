using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Engine.Effects;

/// <summary>An answer in the making, as everyone who follows the conversation sees it. Never stored; the message itself follows, or a hand-over.</summary>
internal static class Partial
{
    public static Signal Of(string conversationId, long replyTo, string text)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ContractsJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("conversationId", conversationId);
            json.WriteNumber("replyTo", replyTo);
            json.WriteString("text", text);
            json.WriteEndObject();
        }
        return new("partial", Audience.Everyone, "", Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
