using System.Net;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Channels.Hooks;

/// <summary>Sends messages to the other side of a hook.</summary>
internal sealed class HookSender(HookSettings settings, TimeProvider time) : IChannelSender, IDisposable
{
    // The address is the operator's; where the other side would like to send the message instead is not.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });

    public ChannelProfile? Find(string workspace, string channel) => settings.Find(workspace, channel) is { } hook
        ? new(new ChannelRule(hook.Assistant), new(hook.TextMax, hook.Markdown, Receipts: true))
        : null;

    public async Task<DeliveryReport> SendAsync(OutboundMessage message, CancellationToken cancel)
    {
        if (settings.Find(message.Conversation.Workspace, message.Channel) is not { } hook) return DeliveryReport.Failed(DeliveryProblem.NotConfigured);
        if (message.Origin?.Address is not { } to) return DeliveryReport.Failed(DeliveryProblem.NoAddress);
        var body = JsonSerializer.SerializeToUtf8Bytes(new HookMessage(
            "message", message.Key, message.Conversation.Workspace, message.Channel, message.Conversation.Id, message.MessageSeq, to, message.Text,
            message.By.Kind.ToString().ToLowerInvariant(), message.By.Name, message.At), JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        var now = time.GetUtcNow();
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(HookSignature.IdHeader, message.Key);
        request.Headers.Add(HookSignature.TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(HookSignature.SignatureHeader, HookSignature.Of(hook.Secret, message.Key, now, body));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(hook.Timeout);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
        return ReportOf(answer);
    }

    public void Dispose() => _http.Dispose();

    private DeliveryReport ReportOf(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode) return DeliveryReport.Sent;
        var after = answer.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - time.GetUtcNow() : null;
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => DeliveryReport.Failed(DeliveryProblem.AddressUnknown),
            HttpStatusCode.RequestEntityTooLarge => DeliveryReport.Failed(DeliveryProblem.TooLarge),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or >= (HttpStatusCode)500
                => DeliveryReport.Later(DeliveryProblem.Unreachable, after > TimeSpan.Zero ? after : null),
            _ => DeliveryReport.Failed(DeliveryProblem.Refused),
        };
    }
}
