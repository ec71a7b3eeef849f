using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Integrations.Events;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>Where a workspace's events are sent to.</summary>
/// <param name="Secrets">Its secrets, encrypted.</param>
/// <param name="Failures">Attempts that failed since the last one that did not.</param>
/// <param name="FailingSince">The first of them.</param>
/// <param name="DisabledAt">When it was switched off.</param>
/// <param name="EnabledAt">When it was switched on, if that was after it was made: events of before are not sent.</param>
internal sealed record Webhook(
    string Workspace, string Id, string Url, EventFilter Events, string Secrets, bool Enabled, DateTimeOffset CreatedAt, string CreatedById, long Failures = 0,
    DateTimeOffset? FailingSince = null, DateTimeOffset? DisabledAt = null, string? DisabledWhy = null,
    DateTimeOffset? EnabledAt = null)
{
    /// <summary>From when on events are sent.</summary>
    public DateTimeOffset Since => EnabledAt ?? CreatedAt;
}

/// <summary>How far a delivery is. The numbers are stored.</summary>
internal enum DeliveryState
{
    None = 0,
    Waiting = 1,
    Delivered = 2,
    /// <summary>Given up after the last attempt; it may be sent again by hand.</summary>
    Dead = 3,
}

/// <summary>One event for one hook.</summary>
/// <param name="Conversation">Empty for a test delivery.</param>
/// <param name="Id">The header <c>webhook-id</c>: the same at every attempt.</param>
internal sealed record Delivery(
    string Workspace, string Hook, string Conversation, long Seq, string Id, string Type, DeliveryState State, long Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset? TriedAt = null, long? Code = null, string? Reason = null)
{
    public bool IsTest => Conversation.Length == 0;

    /// <summary>Derived, so that the same event never gets another one.</summary>
    public static string IdOf(string workspace, string hook, string conversation, long seq) =>
        $"msg_{ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"webhook\n{workspace}\n{hook}\n{conversation}\n{seq}")))}";
}

/// <summary>How one attempt ended.</summary>
/// <param name="Code">Status of the answer; null where there was none.</param>
/// <param name="Reason">Why it failed; null where it was delivered.</param>
/// <param name="RetryAfter">For how long the receiver asked not to be called.</param>
/// <param name="IsGone">Whether the receiver wants nothing any more.</param>
internal sealed record Attempt(int? Code, string? Reason, TimeSpan? RetryAfter = null, bool IsGone = false)
{
    public bool IsDelivered => Reason is null;
}
