using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Outbound;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Integrations.Events;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>
/// Makes one attempt: the body of the journal's event as it is now, signed. So what was erased or removed meanwhile is not sent. Of the answer only the status
/// counts; nothing of its body is read or kept.
/// </summary>
/// <param name="links">Addresses of files; null: none are given.</param>
internal sealed class WebhookSender(
    WebhookStore hooks, TranscriptReader transcripts, WebhookTargets targets, WebhookOptions options, TimeProvider time, IAttachmentLinks? links = null)
    : IDisposable
{
    /// <summary>The type of a test delivery.</summary>
    public const string TestType = "webhook.test";

    private readonly HttpClient _http = new(targets.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends an event.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    /// <exception cref="OperationCanceledException">It was called off; whether the receiver has it is not known.</exception>
    public async Task<Attempt> SendAsync(Webhook hook, Delivery delivery, CancellationToken cancel)
    {
        var body = await BodyAsync(hook, delivery, cancel);
        if (body is null) return new(null, null);
        var secrets = hooks.SecretsOf(hook);
        if (secrets.Count == 0) return new(null, "The secret cannot be read with the key of this host: give another one.");
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(options.AnswerWithin);
        try
        {
            using var request = RequestOf(hook, delivery, body, secrets);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, within.Token);
            var code = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? new(code, null) : new(code, $"It answered {code}.", RetryAfterOf(response), code == 410);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, string.Create(CultureInfo.InvariantCulture, $"It did not answer within {options.AnswerWithin.TotalSeconds:0.#} seconds."));
        }
        catch (HttpRequestException failure)
        {
            return new(null, failure.InnerException is AddressRefusedException refused ? refused.Message : "It could not be reached.");
        }
    }

    /// <summary>The event as the hook may see it now; null where it is not asked for any more.</summary>
    private async Task<byte[]?> BodyAsync(Webhook hook, Delivery delivery, CancellationToken cancel)
    {
        if (delivery.IsTest) return OutsideEvent.WriteTest(TestType, hook.Workspace, delivery.CreatedAt);
        var conversation = new EntityId(hook.Workspace, delivery.Conversation);
        return await transcripts.EventAsync(conversation, delivery.Seq, cancel) is { } e && hook.Events.ViewerOf(e) is { } viewer
            ? OutsideEvent.Write(conversation, delivery.Seq, links?.WithLinks(conversation, e) ?? e, viewer) : null;
    }

    private HttpRequestMessage RequestOf(Webhook hook, Delivery delivery, byte[] body, IReadOnlyList<string> secrets)
    {
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.ParseAdd("ConversationGrid-webhooks/1");
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSecret.Sign(secrets, delivery.Id, now, body));
        return request;
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date is { } date ? date - time.GetUtcNow() : null) : null;
}
