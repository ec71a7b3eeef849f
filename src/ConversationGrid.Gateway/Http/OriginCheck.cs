using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Gateway.Http;

/// <summary>
/// Lets only pages of this host and of allowed origins in. CORS does not cover WebSockets, so hubs are checked here, before the upgrade;
/// for REST the same list answers the browser's CORS questions. Tokens are bearer tokens and there are no cookies, but SignalR's clients ask
/// with credentials unless told otherwise, so an origin that is named is answered with them; <c>*</c> is not, as it names nobody.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, SiteOrigins origins)
{
    public Task InvokeAsync(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0) return next(http);
        var isPreflight = HttpMethods.IsOptions(http.Request.Method) && http.Request.Headers.AccessControlRequestMethod.Count > 0;
        var headers = http.Response.Headers;
        headers.Vary = "Origin";
        var isNamed = origins.IsNamed(origin, http.Request);
        if (!isNamed && !origins.AllowsAll) return RefuseAsync(http, origin, isPreflight);
        headers.AccessControlAllowOrigin = origin;
        if (isNamed) headers.AccessControlAllowCredentials = "true";
        if (!isPreflight) return next(http);
        headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Requested-With, X-SignalR-User-Agent";
        headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>
    /// A preflight is denied; a plain request is told why in an answer that the page may read, so that its client can say which setting to change.
    /// </summary>
    private static Task RefuseAsync(HttpContext http, string origin, bool isPreflight)
    {
        if (!isPreflight) http.Response.Headers.AccessControlAllowOrigin = origin;
        var why = "This origin is not allowed: it is neither in Grid:Gateway:AllowedOrigins nor among the sites of a workspace (Administration, Sites).";
        return Problems.Of(Refusal.Forbidden(why)).ExecuteAsync(http);
    }
}
