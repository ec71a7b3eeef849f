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

namespace ConversationGrid.Integrations.Assistants;

/// <summary>
/// The door for customers' own assistants: the workspace is the address's, the customer the token's or the mandate's, and never what a call says. Who brings
/// no token is nobody, for whom only what is public is open.
/// </summary>
internal sealed class AssistantDoor(WorkspaceDirectory workspaces, Callers callers, Mandates mandates, RateLimits limits)
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
        http.Items[Key] = new Guest(workspace, me, RateLimits.Address(http));
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
            && await mandates.FindAsync(header[Bearer.Length..].Trim(), http.RequestAborted) is { } mandated)
            return mandated.Workspace.Name == workspace.Name ? (mandated, null) : (null, Wrong("It is a mandate of another workspace."));
        return (null, Wrong("The token is not right, is over, or its session was ended."));
    }

    private static Refusal Wrong(string why) => new(RefusalCodes.Unauthenticated, why);
}

/// <summary>Who came in.</summary>
/// <param name="Me">The customer in whose name it comes; null for who brings no token.</param>
/// <param name="Address">Network address, as quotas count it.</param>
internal sealed record Guest(Workspace Workspace, CallerIn? Me, string Address)
{
    /// <summary>The customer, who may use a tool.</summary>
    /// <exception cref="RefusedException">There is none, or the mandate does not name the tool.</exception>
    public CallerIn Customer(string tool)
    {
        Allow(tool);
        return Me ?? throw new RefusedException(new(RefusalCodes.Unauthenticated,
            $"'{tool}' acts for a customer: send Authorization: Bearer with a customer's token. POST /api/v1/sessions/customer " +
            $"{{\"workspace\": \"{Workspace.Name}\"}} gives an anonymous one; the company's own site gives one for a customer who is signed in, and " +
            "POST /api/v1/sessions/customer/mandates a mandate for some tools."));
    }

    /// <summary>Whether the mandate, if there is one, names a tool.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public void Allow(string tool)
    {
        if (Me?.Caller.Mandate is { } mandate && !mandate.Allows(tool))
            throw new RefusedException(Refusal.Forbidden($"The mandate does not name '{tool}'. It names: {string.Join(", ", mandate.Tools)}."));
    }
}
