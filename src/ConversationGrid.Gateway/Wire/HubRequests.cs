namespace ConversationGrid.Gateway.Wire;

/// <summary>Arguments of hub methods, one record each, so that fields can be added. Nothing is required here: methods check and answer
/// <c>invalid</c>.</summary>
public sealed record StartRequest(string? ClientId, string? Text, string? Topic, string? Locale);

/// <inheritdoc cref="StartRequest"/>
/// <param name="Attachments">Ids of files that were sent in before, by the same sender for the same conversation.</param>
public sealed record PostRequest(string? ConversationId, string? ClientId, string? Text, IReadOnlyList<string>? Attachments = null);

/// <inheritdoc cref="StartRequest"/>
public sealed record TypingRequest(string? ConversationId, string? Draft);

/// <inheritdoc cref="StartRequest"/>
public sealed record ReadRequest(string? ConversationId, long Seq);

/// <inheritdoc cref="StartRequest"/>
public sealed record ResumeRequest(string? ConversationId, long After, int? Limit);

/// <inheritdoc cref="StartRequest"/>
public sealed record ReasonRequest(string? ConversationId, string? Reason);

/// <inheritdoc cref="StartRequest"/>
public sealed record RateRequest(string? ConversationId, int Score, string? Comment);

/// <inheritdoc cref="StartRequest"/>
public sealed record ConversationRequest(string? ConversationId);

/// <inheritdoc cref="StartRequest"/>
public sealed record PresenceRequest(string? Status, string? Reason = null);

/// <inheritdoc cref="StartRequest"/>
public sealed record WrapUpRequest(string? OfferId, string? Code);

/// <inheritdoc cref="StartRequest"/>
public sealed record CallBackRequest(string? ConversationId, string? Phone, string? When);

/// <inheritdoc cref="StartRequest"/>
public sealed record OfferRequest(string? OfferId, string? Reason);

/// <inheritdoc cref="StartRequest"/>
public sealed record TransferRequest(string? ConversationId, string? Queue, string? AgentId, string? Note, bool? ToAssistant = null);

/// <inheritdoc cref="StartRequest"/>
public sealed record ResolveRequest(string? ConversationId, string? Disposition);

/// <inheritdoc cref="StartRequest"/>
public sealed record LabelRequest(string? ConversationId, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove);

/// <inheritdoc cref="StartRequest"/>
public sealed record FieldsRequest(string? ConversationId, IReadOnlyDictionary<string, string?>? Fields);

/// <inheritdoc cref="StartRequest"/>
public sealed record PriorityRequest(string? ConversationId, int Priority);

/// <inheritdoc cref="StartRequest"/>
public sealed record SnoozeRequest(string? ConversationId, DateTimeOffset Until);

/// <inheritdoc cref="StartRequest"/>
public sealed record HoldRequest(string? ConversationId, bool OnHold);

/// <inheritdoc cref="StartRequest"/>
public sealed record MergeRequest(string? ConversationId, string? Into);

/// <inheritdoc cref="StartRequest"/>
public sealed record BlockRequest(string? ConversationId, bool Blocked, string? Reason);

/// <inheritdoc cref="StartRequest"/>
public sealed record MacroRequest(string? ConversationId, string? MacroId, string? ClientId);

/// <inheritdoc cref="StartRequest"/>
public sealed record TakeOverRequest(string? ConversationId, string? AgentId);

/// <inheritdoc cref="StartRequest"/>
public sealed record RedactRequest(string? ConversationId, long Seq);
