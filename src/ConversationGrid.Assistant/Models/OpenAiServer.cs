using System.ClientModel;
using System.ClientModel.Primitives;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OpenAI;

namespace ConversationGrid.Assistant.Models;

/// <summary>How a server that speaks the OpenAI protocol is reached: with a key, over https or on this machine, following no redirect, trying nothing again;
/// and how its failures read.</summary>
internal static class OpenAiServer
{
    public static HttpClient Http() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public static ApiKeyCredential Credential(string? key, string? keyFile) => new(key ?? File.ReadAllText(keyFile!).Trim());

    public static OpenAIClientOptions Options(Uri endpoint, HttpClient http, TimeSpan within) => new()
    {
        Endpoint = endpoint,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = within,
    };

    /// <summary>What is wrong with a server's section; nothing where none is configured.</summary>
    public static IEnumerable<ValidationResult> Check(string section, Uri? endpoint, string name, string? key, string? keyFile)
    {
        if (endpoint is null) yield break;
        if (!endpoint.IsAbsoluteUri || !(endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)))
            yield return new($"{section}:Endpoint must be an https address; plain http is accepted for this machine only.");
        if (name.Length == 0) yield return new($"{section}:Name is missing: which model?");
        if (string.IsNullOrEmpty(key) && string.IsNullOrEmpty(keyFile)) yield return new($"{section}:Key or KeyFile is missing.");
        if (!string.IsNullOrEmpty(keyFile) && !File.Exists(keyFile)) yield return new($"{section}:KeyFile: there is no file '{keyFile}'.");
    }

    /// <summary>The failure that an exception of the protocol's client stands for; null for any other, and for the caller's own cancellation.</summary>
    public static ModelFailedException? Failure(Exception broken, CancellationToken cancel) => broken switch
    {
        ClientResultException refused => new($"status {refused.Status}", RetryAfter(refused), refused),
        JsonException or HttpRequestException or IOException or AggregateException or InvalidOperationException
            or FormatException or ArgumentException or KeyNotFoundException or NotSupportedException => new(broken.GetType().Name, null, broken),
        OperationCanceledException when !cancel.IsCancellationRequested => new(broken.GetType().Name, null, broken),
        _ => null,
    };

    /// <summary>How long a busy server asks to be left alone; null where it does not say, or is not busy.</summary>
    private static TimeSpan? RetryAfter(ClientResultException refused) =>
        refused.Status is 429 or 503 && refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
        && int.TryParse(value, out var seconds) && seconds is >= 0 and < 3600
            ? TimeSpan.FromSeconds(seconds) : null;
}
