using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Integrations.Assistants;

/// <summary>
/// The door for customers' own assistants: the workspace is the address's, the customer the token's or the mandate's, and never what a call says. Who brings
/// no token is nobody, for whom only what is public is open.
/// </summary>
internal sealed class AssistantDoor(
    WorkspaceDirectory workspaces, Callers callers, Mandates mandates, CustomerSessions sessions, RateLimits limits, TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private static readonly object Key = new();

    /// <summary>Puts the door before some endpoints. Each answers 404 for a workspace that there is not, or that is closed to assistants.</summary>
    /// <param name="kind">First part of the endpoints' path.</param>
    public static void Guard(IEndpointConventionBuilder endpoints, string kind) => endpoints.Add(endpoint =>
    {
        var inner = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<AssistantDoor>().EnterAsync(http, kind, inner);
    });

    /// <summary>Who is in, behind the door.</summary>
    public static Guest Of(HttpContext http) => (Guest)http.Items[Key]!;

    private async Task EnterAsync(HttpContext http, string kind, RequestDelegate next)
    {
        if (Find(http) is not { } workspace)
        {
            await Problems.Of(Refusal.NotFound("workspace, or it is not open to assistants")).ExecuteAsync(http);
            return;
        }
        var (me, refusal) = await WhoAsync(http, workspace);
        if (refusal is null && !limits.TryTake(me?.Id ?? RateLimits.Address(http)))
            refusal = Refusal.RateLimited("Too many calls; wait a moment and try again.", TimeSpan.FromSeconds(1));
        if (refusal is not null)
        {
            if (refusal.Code == RefusalCodes.Unauthenticated)
                http.Response.Headers.WWWAuthenticate =
                    $"Bearer error=\"invalid_token\", resource_metadata=\"{ProtectedResources.AddressOf(http.Request, kind, workspace.Name)}\"";
            await Problems.Of(refusal).ExecuteAsync(http);
            return;
        }
        http.Items[Key] = new Guest(workspace, me, RateLimits.Address(http), me is null ? null : cancel => IsStillInAsync(http, me, cancel));
        await next(http);
    }

    /// <summary>The workspace that a request names, if it is open to assistants.</summary>
    public Workspace? Find(HttpContext http) =>
        workspaces.Find(http.GetRouteValue("workspace") as string) is { OpenToAssistants: true } workspace ? workspace : null;

    private async Task<(CallerIn? Me, Refusal? Refusal)> WhoAsync(HttpContext http, Workspace workspace)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return (null, null);
        if (callers.Find(http.User) is { } me)
        {
            if (me.Caller.Role != CallerRole.Customer)
                return (null, Refusal.Forbidden("This door is for customers' assistants: it takes a customer's token or mandate."));
            me = me with { Caller = me.Caller with { ViaAssistant = true } };
            return me.Workspace.Name == workspace.Name ? (me, null) : (null, Wrong("It is a token of another workspace."));
        }
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && await mandates.FindAsync(TokenOf(http), http.RequestAborted) is { } mandated)
            return mandated.Workspace.Name == workspace.Name ? (mandated, null) : (null, Wrong("It is a mandate of another workspace."));
        return (null, Wrong("The token is not right, is over, or its session was ended."));
    }

    /// <summary>Whether the token or mandate of a call that waited is still worth something.</summary>
    private async Task<bool> IsStillInAsync(HttpContext http, CallerIn me, CancellationToken cancel)
    {
        if (workspaces.Find(me.Workspace.Name) is not { OpenToAssistants: true }) return false;
        if (me.Caller.Mandate is not null) return await mandates.FindAsync(TokenOf(http), cancel) is not null;
        var end = long.TryParse(http.User.FindFirst(JwtRegisteredClaimNames.Exp)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;
        return end > time.GetUtcNow() && !await sessions.IsEndedAsync(me, http.User, cancel);
    }

    private static string TokenOf(HttpContext http) => http.Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();

    private static Refusal Wrong(string why) => new(RefusalCodes.Unauthenticated, why);
}
