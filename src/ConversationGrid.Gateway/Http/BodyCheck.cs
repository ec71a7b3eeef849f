using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ConversationGrid.Gateway.Http;

/// <summary>JSON is UTF-8. A body that says to be anything else is refused here: the framework would look for that encoding, and fail where there is
/// none.</summary>
internal sealed class BodyCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) =>
        http.Request.ContentType is { } type && MediaTypeHeaderValue.TryParse(type, out var parsed)
        && parsed.Charset is { Length: > 0 } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        && !charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
            ? Problems.Of(Refusal.Invalid("A body is UTF-8.")).ExecuteAsync(http)
            : next(http);
}
