using System.Collections.Concurrent;
using System.Text.Json;
using ConversationGrid.Integrations.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>What a receiver got.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Text)
{
    public JsonElement Body { get; } = JsonElement.Parse(Text);
    public string Type => Body.GetProperty("type").GetString()!;
    public string? Conversation => Body.GetProperty("conversationId").GetString();
    public long Seq => Body.GetProperty("seq").GetInt64();

    /// <summary>Whether one of the signatures is the one of a secret.</summary>
    public bool IsSignedWith(string secret) => Signature.Split(' ').Contains(WebhookSecret.Sign(
        [secret], Id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp)), System.Text.Encoding.UTF8.GetBytes(Text)));
}

/// <summary>A system that takes webhooks, on a real socket.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>All that came, in the order in which it came, also what was refused.</summary>
    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>What was accepted.</summary>
    public ConcurrentQueue<Received> Accepted { get; } = new();

    /// <summary>Says what is answered.</summary>
    public Func<Received, HttpContext, Task<int>> Answer { get; set; } = (_, _) => Task.FromResult(204);

    public string Url => $"{_app.Urls.First()}/hook";

    public static async Task<Receiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        var received = new Received(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, await reader.ReadToEndAsync());
        All.Enqueue(received);
        var status = await Answer(received, http);
        if (status < 300) Accepted.Enqueue(received);
        http.Response.StatusCode = status;
    }
}

/// <summary>Waits for what happens elsewhere.</summary>
internal static class Until
{
    public static async Task TrueAsync(string what, Func<bool> isTrue, double seconds = 30) => await TrueAsync(what, () => Task.FromResult(isTrue()), seconds);

    public static async Task TrueAsync(string what, Func<Task<bool>> isTrue, double seconds = 30)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds), $"Waited {seconds} seconds for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
