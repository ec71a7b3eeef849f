namespace ConversationGrid.Integrations.Webhooks;

/// <summary>A webhook to make or to change; what is left out of a change stays.</summary>
/// <param name="Url">Where events are posted: https, on the public internet.</param>
/// <param name="Events">Names of event types, or <c>*</c> for all that customers see too.</param>
/// <param name="Secret"><c>whsec_</c> and base64 of 16 to 75 bytes, or a text of 8 to 256 characters; made here where it is left out.</param>
/// <param name="Enabled">Whether events are sent; true brings one back that was switched off.</param>
public sealed record WebhookRequest(string? Url, IReadOnlyList<string?>? Events, string? Secret, bool? Enabled);

/// <summary>A webhook.</summary>
/// <param name="Secret">Shown once, when the hook is made.</param>
/// <param name="Failures">Attempts that failed since the last one that did not.</param>
/// <param name="FailingSince">The first of them.</param>
/// <param name="DisabledAt">When it was switched off.</param>
/// <param name="DisabledWhy">Why, where it was not a person who did it.</param>
public sealed record WebhookAnswer(
    string WebhookId, string Url, IReadOnlyList<string> Events, string? Secret, bool Enabled, DateTimeOffset CreatedAt, string CreatedById, long Failures,
    DateTimeOffset? FailingSince, DateTimeOffset? DisabledAt, string? DisabledWhy)
{
    internal static WebhookAnswer Of(Webhook hook, string? secret = null) => new(
        hook.Id, hook.Url, hook.Events.Names, secret, hook.Enabled, hook.CreatedAt, hook.CreatedById, hook.Failures, hook.FailingSince, hook.DisabledAt,
        hook.DisabledWhy);
}

/// <summary>Another secret for a webhook; made here where it is left out.</summary>
public sealed record WebhookSecretRequest(string? Secret);

/// <summary>The new secret, shown once.</summary>
/// <param name="FormerUntil">Until when the one before it signs too.</param>
public sealed record WebhookSecretAnswer(string WebhookId, string Secret, DateTimeOffset? FormerUntil);

/// <summary>One event for a webhook, and how far it is.</summary>
/// <param name="DeliveryId">The header <c>webhook-id</c>.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, or <c>dead</c>: given up after the last attempt.</param>
/// <param name="TriedAt">When the last attempt ended.</param>
/// <param name="Code">Status that the receiver answered then; left out where it answered nothing.</param>
/// <param name="Reason">Why that attempt failed.</param>
public sealed record DeliveryAnswer(
    string DeliveryId, string Type, string? ConversationId, long? Seq, string State, long Attempts, DateTimeOffset CreatedAt, DateTimeOffset? TriedAt,
    long? Code, string? Reason)
{
    internal static DeliveryAnswer Of(Delivery d) => new(
        d.Id, d.Type, d.IsTest ? null : d.Conversation, d.IsTest ? null : d.Seq, d.State.ToString().ToLowerInvariant(), d.Attempts, d.CreatedAt, d.TriedAt,
        d.Code, d.Reason);
}
