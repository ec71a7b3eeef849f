namespace ConversationGrid.Contracts;

/// <summary>Why something was not done. A value, not an exception: nothing was changed.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>; part of the wire protocol.</param>
/// <param name="Message">Names the thing and both values; never any customer text.</param>
/// <param name="Retryable">Whether the same call may succeed later.</param>
public sealed record Refusal(string Code, string Message, bool Retryable = false)
{
    /// <summary>When the same call may succeed, where that is known.</summary>
    public long? RetryAfterMs { get; init; }

    public static Refusal Invalid(string message) => new(RefusalCodes.Invalid, message);
    public static Refusal NotFound(string what) => new(RefusalCodes.NotFound, $"There is no such {what}.");
    public static Refusal Forbidden(string message) => new(RefusalCodes.Forbidden, message);
    public static Refusal Conflict(string message) => new(RefusalCodes.Conflict, message);
    public static Refusal TooLarge(string message) => new(RefusalCodes.TooLarge, message);
    public static Refusal Unavailable(string message) => new(RefusalCodes.Unavailable, message, Retryable: true);
    public static Refusal NotConfigured(string message) => new(RefusalCodes.NotConfigured, message);
    public static Refusal RateLimited(string message, TimeSpan? after = null) =>
        new(RefusalCodes.RateLimited, message, Retryable: true) { RetryAfterMs = (long?)after?.TotalMilliseconds };
}

/// <summary>The few words of the protocol page. Shared with the TypeScript client.</summary>
public static class RefusalCodes
{
    public const string Invalid = "invalid";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string Conflict = "conflict";
    public const string TooLarge = "too_large";
    public const string RateLimited = "rate_limited";
    public const string Unavailable = "unavailable";

    /// <summary>This host was set up without it.</summary>
    public const string NotConfigured = "not_configured";
}

/// <summary>Carries a refusal across a place that can only throw: a hub or an endpoint.</summary>
public sealed class RefusedException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Message}")
{
    public Refusal Refusal { get; } = refusal;
}
