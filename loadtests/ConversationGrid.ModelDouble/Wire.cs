using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationGrid.ModelDouble;

/// <summary>The wire format, and the ways in which it breaks.</summary>
internal static class Wire
{
    private const int PieceLength = 24;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static async Task ErrorAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { error = new { message = $"The stand-in says {status}.", type = code, code } }, http.RequestAborted);
    }

    public static async Task WholeAsync(HttpContext http, string model, Reply reply)
    {
        var calls = reply.Calls.Count == 0 ? null : reply.Calls.Select(
            (c, i) => new { id = $"call_{i}", type = "function", function = new { name = c.Name, arguments = c.Arguments } });
        await http.Response.WriteAsJsonAsync(
            new
            {
                id = "chatcmpl-1", @object = "chat.completion", created = 1, model,
                choices = new[] { new { index = 0, message = new { role = "assistant", content = reply.Text, tool_calls = calls },
                    finish_reason = reply.Calls.Count > 0 ? "tool_calls" : "stop" } },
                usage = Usage(reply),
            },
            Json, http.RequestAborted);
    }

    public static async Task StreamAsync(HttpContext http, string model, Reply reply, DoubleMode mode)
    {
        http.Response.ContentType = "text/event-stream";
        await SendAsync(http, model, new { role = "assistant", content = "" });
        var pieces = Pieces(reply.Text).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i >= pieces.Count / 2 && mode == DoubleMode.Cut)
            {
                http.Abort();
                return;
            }
            if (i >= pieces.Count / 2 && mode == DoubleMode.Stall) await ForeverAsync(http);
            await SendAsync(http, model, new { content = pieces[i] });
        }
        while (mode == DoubleMode.Drip)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, http.RequestAborted);
            await SendAsync(http, model, new { content = " and" });
        }
        for (var piece = 0; mode == DoubleMode.LongTool; piece++)
            await SendAsync(http, model, new { tool_calls = new[] { CallPart(0, piece == 0 ? "refund" : null, piece == 0 ? "{\"id\":\"" : "0123456789") } });
        for (var c = 0; c < reply.Calls.Count; c++)
        {
            // Arguments come in parts, as real servers send them.
            await SendAsync(http, model, new { tool_calls = new[] { CallPart(c, reply.Calls[c].Name, "") } });
            foreach (var part in Pieces(reply.Calls[c].Arguments))
                await SendAsync(http, model, new { tool_calls = new[] { CallPart(c, null, part) } });
        }
        await SendAsync(http, model, new { }, reply.Calls.Count > 0 ? "tool_calls" : "stop");
        await WriteAsync(
            http, new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1, model, choices = Array.Empty<object>(), usage = Usage(reply) });
        await http.Response.WriteAsync("data: [DONE]\n\n", http.RequestAborted);
    }

    public static async Task ForeverAsync(HttpContext http)
    {
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
    }

    private static object CallPart(int index, string? name, string arguments) =>
        name is null ? new { index, function = new { arguments } } : new { index, id = $"call_{index}", type = "function", function = new { name, arguments } };

    private static object Usage(Reply reply) =>
        new { prompt_tokens = 100, completion_tokens = reply.Text.Length / 4, total_tokens = 100 + reply.Text.Length / 4 };

    private static Task SendAsync(HttpContext http, string model, object delta, string? finish = null) =>
        WriteAsync(http,
            new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1, model,
                choices = new[] { new { index = 0, delta, finish_reason = finish } } });

    private static async Task WriteAsync(HttpContext http, object chunk)
    {
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        for (var i = 0; i < text.Length; i += PieceLength)
            yield return text.Substring(i, Math.Min(PieceLength, text.Length - i));
    }
}
