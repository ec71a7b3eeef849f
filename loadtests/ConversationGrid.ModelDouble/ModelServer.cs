using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace ConversationGrid.ModelDouble;

/// <summary>
/// A small server that speaks the OpenAI wire format: <c>/v1/chat/completions</c> plain and streamed, with tools, <c>/v1/embeddings</c> and
/// <c>/v1/models</c>. A key is wanted. The mode is the server's own, or a chat model's name (<c>fault-hang</c>) decides call by call.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    /// <summary>Numbers of a vector where the request does not say.</summary>
    private const int VectorSize = 256;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _embedded = new();
    private int _calls;

    private ModelServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");
    public DoubleMode Mode { get; set; }

    /// <summary>What to say to a message that holds the key, in mode <see cref="DoubleMode.Script"/>.</summary>
    public ConcurrentDictionary<string, string> Script { get; } = new();

    /// <summary>Bodies of all requests for chat completions, oldest first.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>All texts whose vectors were asked for, oldest first.</summary>
    public IReadOnlyCollection<string> Embedded => _embedded;

    /// <summary>The vector of a text; null: hashed 3-grams.</summary>
    public Func<string, float[]>? Vectors { get; set; }

    public static async Task<ModelServer> StartAsync(string url = "http://127.0.0.1:0", DoubleMode mode = DoubleMode.Quote)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var server = new ModelServer(app) { Mode = mode };
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = new[] { new { id = "double", @object = "model" } } }));
        app.MapPost("/v1/chat/completions", server.CompleteAsync);
        app.MapPost("/v1/embeddings", server.EmbedAsync);
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
        request.Model.StartsWith("fault-", StringComparison.Ordinal)
        && Enum.TryParse<DoubleMode>(request.Model["fault-".Length..], ignoreCase: true, out var mode) ? mode : Mode;

    private async Task AnswerAsync(HttpContext http, ChatRequest request, DoubleMode mode)
    {
        if (await FailsAsync(http, mode, request.Stream)) return;
        var reply = Replies.To(request, mode, Script);
        if (request.Stream) await Wire.StreamAsync(http, request.Model, reply, mode);
        else await Wire.WholeAsync(http, request.Model, reply);
    }

    /// <summary>Fails as the mode says, if it does; false where an answer is due.</summary>
    private async Task<bool> FailsAsync(HttpContext http, DoubleMode mode, bool isStream)
    {
        var call = Interlocked.Increment(ref _calls);
        switch (mode)
        {
            case DoubleMode.Hang:
                await Wire.ForeverAsync(http);
                return true;
            case DoubleMode.Busy:
                await Wire.ErrorAsync(http, 429, "rate_limit_exceeded");
                return true;
            case DoubleMode.BusyOnce when call % 2 == 1:
                http.Response.Headers.RetryAfter = "1";
                await Wire.ErrorAsync(http, 429, "rate_limit_exceeded");
                return true;
            case DoubleMode.Error:
                await Wire.ErrorAsync(http, 500, "server_error");
                return true;
            case DoubleMode.Reset:
                http.Abort();
                return true;
            case DoubleMode.Malformed:
                http.Response.ContentType = isStream ? "text/event-stream" : "application/json";
                await http.Response.WriteAsync(isStream ? "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"del\n\n" : "{\"id\":\"x\",\"choices\":[{",
                    http.RequestAborted);
                return true;
            case DoubleMode.Html:
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<html><body>Gateway</body></html>", http.RequestAborted);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Hashed 3-grams of the words, or what <see cref="Vectors"/> says: alike texts are near, and nothing is understood.</summary>
    private async Task EmbedAsync(HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
        {
            await Wire.ErrorAsync(http, 401, "invalid_api_key");
            return;
        }
        var request = (await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted)).RootElement;
        var input = request.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().Select(t => t.GetString() ?? "").ToList() : [input.GetString() ?? ""];
        foreach (var text in texts) _embedded.Enqueue(text);
        if (await FailsAsync(http, Mode, isStream: false)) return;
        var isBase64 = request.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var size = request.TryGetProperty("dimensions", out var wanted) ? wanted.GetInt32() : VectorSize;
        var data = (Mode == DoubleMode.Empty ? [] : texts).Select((text, index) =>
        {
            var vector = Vectors?.Invoke(text) ?? TrigramVector(text, Mode == DoubleMode.WrongSize ? size / 2 : size);
            object embedding = isBase64 ? Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(vector)) : vector;
            return new { @object = "embedding", index, embedding };
        });
        if (Mode == DoubleMode.Shuffled) data = data.Reverse();
        await http.Response.WriteAsJsonAsync(new { @object = "list", data, model = "double", usage = new { prompt_tokens = 1, total_tokens = 1 } },
            http.RequestAborted);
    }

    private static float[] TrigramVector(string text, int size)
    {
        var vector = new float[size];
        var padded = $"  {text.ToLowerInvariant()} ";
        for (var i = 0; i + 3 <= padded.Length; i++)
        {
            var hash = 2166136261u;
            foreach (var b in Encoding.UTF8.GetBytes(padded.Substring(i, 3))) hash = (hash ^ b) * 16777619u;
            vector[hash % size]++;
        }
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        return length == 0 ? vector : [.. vector.Select(x => x / length)];
    }
}
