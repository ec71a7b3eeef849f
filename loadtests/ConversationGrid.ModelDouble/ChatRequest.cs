using System.Text.Json;

namespace ConversationGrid.ModelDouble;

/// <summary>A request for a chat completion, as far as the rules look at it.</summary>
internal sealed record ChatRequest(string Model, string System, string LastUser, string All, IReadOnlyList<string> Tools, bool Stream)
{
    /// <exception cref="JsonException">It is no such request.</exception>
    public static ChatRequest Read(JsonElement body)
    {
        if (!body.TryGetProperty("messages", out var list) || list.ValueKind != JsonValueKind.Array) throw new JsonException("'messages' is missing.");
        var messages = list.EnumerateArray().Select(m => (Role: m.GetProperty("role").GetString() ?? "", Text: TextOf(m))).ToList();
        var tools = body.TryGetProperty("tools", out var offered)
            ? offered.EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString() ?? "").ToList()
            : [];
        return new(
            body.TryGetProperty("model", out var model) ? model.GetString() ?? "" : "",
            string.Join('\n', messages.Where(m => m.Role is "system" or "developer").Select(m => m.Text)),
            messages.LastOrDefault(m => m.Role == "user").Text ?? "",
            string.Join('\n', messages.Select(m => m.Text)), tools,
            body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True);
    }

    private static string TextOf(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content)) return "";
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString() ?? "",
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : "")),
            _ => "",
        };
    }
}
