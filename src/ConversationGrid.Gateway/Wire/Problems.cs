using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Gateway.Wire;

/// <summary>Refusals as RFC 9457 problem details with the protocol's <c>code</c>.</summary>
public static class Problems
{
    /// <param name="more">Something that the caller's program acts on.</param>
    public static IResult Of(Refusal refusal, KeyValuePair<string, object?>? more = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code, ["retryable"] = refusal.Retryable };
        if (more is { } extra) extensions[extra.Key] = extra.Value;
        if (refusal.RetryAfterMs is { } after) extensions["retryAfterMs"] = after;
        return Results.Problem(
            detail: refusal.Message, statusCode: StatusOf(refusal.Code), title: TitleOf(refusal.Code), type: $"urn:conversationgrid:problem:{refusal.Code}",
            extensions: extensions);
    }

    public static int StatusOf(string code) => code switch
    {
        RefusalCodes.Invalid => StatusCodes.Status400BadRequest,
        RefusalCodes.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalCodes.Forbidden => StatusCodes.Status403Forbidden,
        RefusalCodes.NotFound => StatusCodes.Status404NotFound,
        RefusalCodes.Conflict => StatusCodes.Status409Conflict,
        RefusalCodes.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalCodes.RateLimited => StatusCodes.Status429TooManyRequests,
        RefusalCodes.NotConfigured => StatusCodes.Status501NotImplemented,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The code for a status that the framework itself answers.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => RefusalCodes.Unauthenticated,
        StatusCodes.Status403Forbidden => RefusalCodes.Forbidden,
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => RefusalCodes.NotFound,
        StatusCodes.Status409Conflict => RefusalCodes.Conflict,
        StatusCodes.Status413PayloadTooLarge => RefusalCodes.TooLarge,
        StatusCodes.Status429TooManyRequests => RefusalCodes.RateLimited,
        >= 500 => RefusalCodes.Unavailable,
        _ => RefusalCodes.Invalid,
    };

    /// <summary>What to do about a status that the framework itself answers. Nothing of what was sent is in it.</summary>
    public static string DetailOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "A token is missing, is over, or was ended.",
        StatusCodes.Status403Forbidden => "This account, or this token, may not do that.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take that method.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than Grid:Gateway:MessageBytesMax.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON, as Content-Type: application/json.",
        StatusCodes.Status503ServiceUnavailable => "The store did not answer; try again.",
        >= 500 => "Something went wrong here; try again.",
        _ => "The body or a value of the query is missing, cannot be read as JSON, or is of another type than the interface's description says.",
    };

    private static string TitleOf(string code) => code switch
    {
        RefusalCodes.Invalid => "The request is not valid",
        RefusalCodes.Unauthenticated => "Sign in first",
        RefusalCodes.Forbidden => "Not allowed",
        RefusalCodes.NotFound => "Not found",
        RefusalCodes.Conflict => "The state does not allow it",
        RefusalCodes.TooLarge => "Too large",
        RefusalCodes.RateLimited => "Too many requests",
        RefusalCodes.NotConfigured => "Not set up here",
        _ => "Not available now",
    };
}
