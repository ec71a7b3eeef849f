using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Http;

/// <summary>Notes in the security log who asked over REST, or at a hub's door, for what it has no right to.</summary>
internal sealed class RefusedAccess(RequestDelegate next, Callers callers, SecurityTrail trail)
{
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        // The route's pattern, and no id of it: what was asked for is not written down.
        if (http.Response.StatusCode == StatusCodes.Status403Forbidden && http.GetEndpoint() is RouteEndpoint endpoint && callers.Find(http.User) is { } me)
            Note(trail, me, $"{http.Request.Method} {endpoint.RoutePattern.RawText}");
    }

    public static void Note(SecurityTrail trail, CallerIn me, string what) => trail.Note(
        me.Workspace.Name, me.Caller.Role == CallerRole.Customer ? SecurityTrail.Customers : me.Id, SecurityActions.AccessRefused, what);
}
