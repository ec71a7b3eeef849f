using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Gateway.Http;

/// <summary>
/// What every answer tells a browser: take it for what it says it is, load nothing for it, show it in no frame, keep no copy of it. Pages
/// have a policy of their own, and what they set stands.
/// </summary>
internal sealed class SafeHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        // At the last moment, because the exception handler clears what was set before it.
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            if (((HttpContext)state).Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
