using System.Text.Json;

namespace ConversationGrid.Client.Wire;

// Arguments and answers of the hubs, as the protocol page has them.

public sealed record StartRequest(string ClientId, string? Text = null, string? Topic = null, string? Locale = null);

public sealed record PostRequest(string ConversationId, string ClientId, string Text);

public sealed record TypingRequest(string ConversationId, string? Draft = null);

public sealed record ReadRequest(string ConversationId, long Seq);

public sealed record ResumeRequest(string ConversationId, long After, int? Limit = null);

public sealed record ReasonRequest(string ConversationId, string? Reason = null);

public sealed record RateRequest(string ConversationId, int Score, string? Comment = null);

public sealed record ConversationRequest(string ConversationId);

public sealed record PresenceRequest(string Status);

public sealed record OfferRequest(string OfferId, string? Reason = null);

public sealed record TransferRequest(string ConversationId, string? Queue, string? AgentId, string? Note);

public sealed record ResolveRequest(string ConversationId, string? Disposition = null);

/// <summary>An agent's room for work.</summary>
public sealed record PresenceAnswer(string Status, int Load, int Capacity);

/// <summary>A conversation offered to an agent until <paramref name="ExpiresAt"/>.</summary>
public sealed record Offer(string OfferId, string ConversationId, string? Queue, JsonElement? Summary, DateTimeOffset? ExpiresAt);

public sealed record OfferGone(string OfferId, string? Reason);

/// <summary>A conversation in a list.</summary>
public sealed record ConversationSummary(string ConversationId, string? State);

public sealed record Inbox(IReadOnlyList<ConversationSummary> Assigned, IReadOnlyList<Offer> Offers, string? Status);

public sealed record SuggestedReply(string Text, string? Source, double? Confidence);

public sealed record Suggestions(IReadOnlyList<SuggestedReply>? Replies, JsonElement? Articles, JsonElement? NextActions);

public sealed record TypingPush(string ConversationId, Party? By);

public sealed record AlertPush(string ConversationId, string Kind, string? Text);

public sealed record CustomerSessionRequest(string Workspace, string? ExternalId = null, string? Signature = null, string? Name = null, string? Email = null,
    string? Locale = null);

public sealed record CustomerSession(string CustomerId, string Token, DateTimeOffset ExpiresAt);

public sealed record AgentSessionRequest(string Workspace, string Email, string Password);

public sealed record AgentSession(string AgentId, string Name, string Role, string Token, DateTimeOffset ExpiresAt);

/// <summary>An error of a REST call, RFC 9457 with a code.</summary>
public sealed record Problem(string? Code, string? Title, string? Detail, int? Status, bool? Retryable = null);
