namespace ConversationGrid.Client;

/// <summary>The codes of the wire protocol, and <see cref="Disconnected"/> for a wire that broke before the answer came.</summary>
public static class GridErrorCode
{
    public const string Invalid = "invalid";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string Conflict = "conflict";
    public const string TooLarge = "too_large";
    public const string RateLimited = "rate_limited";
    public const string Unavailable = "unavailable";

    /// <summary>The host was set up without it.</summary>
    public const string NotConfigured = "not_configured";

    /// <summary>Not the server's: nobody knows whether the call was carried out. Send it again with the same clientId.</summary>
    public const string Disconnected = "disconnected";
}

/// <summary>A refusal by the server, or a wire that broke. <see cref="Code"/> is one of <see cref="GridErrorCode"/>.</summary>
public sealed class GridException : Exception
{
    private const string HubExceptionMark = "HubException: ";

    private const string RetryMark = " (retry)";

    /// <param name="retryable">What the server itself says of trying again, where it does; REST does.</param>
    public GridException(string code, string message, Exception? inner = null, bool? retryable = null)
        : base(message.EndsWith(RetryMark, StringComparison.Ordinal) ? message[..^RetryMark.Length] : message, inner)
    {
        Code = code;
        Retryable = retryable
            ?? (message.EndsWith(RetryMark, StringComparison.Ordinal) || code is GridErrorCode.RateLimited or GridErrorCode.Unavailable
                or GridErrorCode.Disconnected);
    }

    public string Code { get; }

    /// <summary>Whether the same call may succeed later, without any change.</summary>
    public bool Retryable { get; }

    /// <summary>Reads the error text of a completion: SignalR puts words of its own before ours, which are <c>code: explanation</c>.</summary>
    public static GridException FromHub(string error)
    {
        var start = error.IndexOf(HubExceptionMark, StringComparison.Ordinal);
        var own = start < 0 ? error : error[(start + HubExceptionMark.Length)..];
        var colon = own.IndexOf(": ", StringComparison.Ordinal);
        var code = colon > 0 ? own[..colon] : "";
        // A text without a code is a failure inside the server, or a method or argument that it does not know.
        return IsCode(code) ? new GridException(code, own[(colon + 2)..])
            : new GridException(start < 0 ? GridErrorCode.Unavailable : GridErrorCode.Invalid, own);
    }

    internal static GridException Broken(Exception? reason) =>
        new(GridErrorCode.Disconnected, "The connection broke before the answer came.", reason);

    private static bool IsCode(string code) =>
        code.Length > 0 && code.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz_") < 0;
}
