using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace ConversationGrid.ModelDouble;

/// <summary>
/// A small server that speaks the OpenAI wire format: <c>/v1/chat/completions</c> plain and streamed, with tools, <c>/v1/embeddings</c> and
/// <c>/v1/models</c>. A key is wanted. The mode is the server's own, or the model's name (<c>fault-hang</c>) decides call by call.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();
    private int _calls;

    private ModelServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");
    public DoubleMode Mode { get; set; }

    /// <summary>What to say to a message that holds the key, in mode <see cref="DoubleMode.Script"/>.</summary>
    public ConcurrentDictionary<string, string> Script { get; } = new();

    /// <summary>Bodies of all requests, oldest first.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public static async Task<ModelServer> StartAsync(string url = "http://127.0.0.1:0", DoubleMode mode = DoubleMode.Quote)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var server = new ModelServer(app) { Mode = mode };
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = new[] { new { id = "double", @object = "model" } } }));
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapPost("/v1/embeddings", EmbedAsync);
        await app.StartAsync();
        server.Address = new(app.Urls.First() + "/");
        return server;
    }

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task CompleteAsync(HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
        {
            await Wire.ErrorAsync(http, 401, "invalid_api_key");
            return;
        }
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        _requests.Enqueue(body);
        ChatRequest request;
        try
        {
            request = ChatRequest.Read(JsonDocument.Parse(body).RootElement);
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            await Wire.ErrorAsync(http, 400, "invalid_request_error");
            return;
        }
        await AnswerAsync(http, request, ModeOf(request));
    }

    private DoubleMode ModeOf(ChatRequest request) =>
        request.Model.StartsWith("fault-", StringComparison.Ordinal) && Enum.TryParse<DoubleMode>(request.Model["fault-".Length..], ignoreCase: true, out var mode) ? mode : Mode;

    private async Task AnswerAsync(HttpContext http, ChatRequest request, DoubleMode mode)
    {
        var call = Interlocked.Increment(ref _calls);
        switch (mode)
        {
            case DoubleMode.Hang:
                await Wire.ForeverAsync(http);
                return;
            case DoubleMode.Busy:
                await Wire.ErrorAsync(http, 429, "rate_limit_exceeded");
                return;
            case DoubleMode.BusyOnce when call % 2 == 1:
                http.Response.Headers.RetryAfter = "1";
                await Wire.ErrorAsync(http, 429, "rate_limit_exceeded");
                return;
            case DoubleMode.Error:
                await Wire.ErrorAsync(http, 500, "server_error");
                return;
            case DoubleMode.Reset:
                http.Abort();
                return;
            case DoubleMode.Malformed:
                http.Response.ContentType = request.Stream ? "text/event-stream" : "application/json";
                await http.Response.WriteAsync(request.Stream ? "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"del\n\n" : "{\"id\":\"x\",\"choices\":[{", http.RequestAborted);
                return;
            case DoubleMode.Html:
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<html><body>Gateway</body></html>", http.RequestAborted);
                return;
        }
        var reply = Replies.To(request, mode, Script);
        if (request.Stream) await Wire.StreamAsync(http, request.Model, reply, mode);
        else await Wire.WholeAsync(http, request.Model, reply);
    }

    /// <summary>Hashed 3-grams: alike texts are near, and nothing is understood.</summary>
    private static async Task EmbedAsync(HttpContext http)
    {
        var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var input = body.RootElement.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().Select(t => t.GetString() ?? "").ToList() : [input.GetString() ?? ""];
        var base64 = body.RootElement.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var data = texts.Select((text, index) =>
        {
            var vector = Vector(text);
            object embedding = base64 ? Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(vector)) : vector;
            return new { @object = "embedding", index, embedding };
        });
        await http.Response.WriteAsJsonAsync(new { @object = "list", data, model = "double", usage = new { prompt_tokens = 1, total_tokens = 1 } }, http.RequestAborted);
    }

    private static float[] Vector(string text)
    {
        var vector = new float[256];
        var padded = $"  {text.ToLowerInvariant()} ";
        for (var i = 0; i + 3 <= padded.Length; i++)
        {
            var hash = 2166136261u;
            foreach (var b in Encoding.UTF8.GetBytes(padded.Substring(i, 3))) hash = (hash ^ b) * 16777619u;
            vector[hash % 256]++;
        }
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        return length == 0 ? vector : [.. vector.Select(x => x / length)];
    }
}
