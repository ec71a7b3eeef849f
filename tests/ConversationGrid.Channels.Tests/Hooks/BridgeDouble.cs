using System.Collections.Concurrent;
using System.Text.Json;
using ConversationGrid.Channels.Hooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Channels.Tests.Hooks;

/// <summary>A bridge to a messenger, as docs/channels.md describes one: it checks signatures, takes each message once, and can be told to fail.</summary>
internal sealed class BridgeDouble : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, HookMessage> _taken = new();

    private BridgeDouble(WebApplication app) => _app = app;

    /// <summary>Messages that were taken, in their order.</summary>
    public ConcurrentQueue<HookMessage> Shown { get; } = new();

    /// <summary>Answers of the next calls, before they succeed again; a negative one is given after the message was taken.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();
    public int Calls { get; private set; }
    public string Url => $"{_app.Urls.First()}/out";

    public static async Task<BridgeDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var bridge = new BridgeDouble(app);
        app.MapPost("/out", (Delegate)bridge.TakeAsync);
        await app.StartAsync();
        return bridge;
    }

    /// <summary>Calls the grid as a bridge does.</summary>
    public static async Task<HttpResponseMessage> SendAsync(GridHere here, string channel, string id, object call, string secret = Secret,
        TimeSpan ago = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(call, JsonSerializerOptions.Web);
        var at = TimeProvider.System.GetUtcNow() - ago;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/channels/demo/{channel}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(HookSignature.IdHeader, id);
        request.Headers.Add(HookSignature.TimestampHeader, at.ToUnixTimeSeconds().ToString());
        request.Headers.Add(HookSignature.SignatureHeader, HookSignature.Of(secret, id, at, body));
        return await here.Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        Calls++;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        if (!HookSignature.IsRight(
            Secret, headers[HookSignature.IdHeader], headers[HookSignature.TimestampHeader], headers[HookSignature.SignatureHeader], body.ToArray(),
            TimeProvider.System.GetUtcNow())) return Results.StatusCode(418);
        var answer = Answers.TryDequeue(out var told) ? told : 200;
        if (answer > 200) return Results.StatusCode(answer);
        var message = JsonSerializer.Deserialize<HookMessage>(body.ToArray(), JsonSerializerOptions.Web)!;
        if (_taken.TryAdd(message.Id, message)) Shown.Enqueue(message);
        return Results.StatusCode(Math.Abs(answer));
    }
}
