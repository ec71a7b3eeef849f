using System.Security.Claims;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Rest;
using ConversationGrid.Gateway.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Opens sessions: <c>POST /api/v1/sessions/customer</c> and <c>/agent</c>.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/v1/sessions").WithTags("Sessions").RequireRateLimiting(RateLimits.Sessions).AllowAnonymous();
        sessions.MapPost("/customer", OpenCustomerAsync).WithName("Session_OpenCustomer").Produces<CustomerSession>(StatusCodes.Status201Created);
        sessions.MapPost("/agent", OpenAgentAsync).RequireRateLimiting(RateLimits.SignIns).WithName("Session_OpenAgent").Produces<AgentSession>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> OpenCustomerAsync(
        CustomerSessionRequest request, HttpContext http, WorkspaceDirectory workspaces, Tokens tokens, IGrid grid, IOptions<GatewayOptions> options, CancellationToken cancel)
    {
        if (workspaces.Find(request.Workspace) is not { } workspace) return Problems.Of(Refusal.NotFound("workspace"));
        if (TooLong(request.Name) || TooLong(request.Email) || TooLong(request.ExternalId) || request.Locale?.Length > 35)
            return Problems.Of(Refusal.TooLarge($"A name, e-mail or externalId has at most {Limits.ShortTextMax} characters."));
        var verified = !string.IsNullOrEmpty(request.ExternalId);
        if (verified && !SignIn.IsSigned(workspace, request.ExternalId!, request.Signature))
            return Problems.Of(new(RefusalCodes.Unauthenticated, "The signature of externalId is not right."));

        var customerId = verified
            ? CustomerIds.OfExternalId(workspace, request.ExternalId!)
            : await OlderAnonymousIdAsync(http, workspace, tokens) ?? ClientKeys.Base32(RandomNumberGenerator.GetBytes(17));
        if (request.Name is not null || request.Email is not null || verified)
        {
            if ((await grid.Customer(new(workspace.Name, customerId)).ViewAsync(cancel)).Blocked) return Problems.Of(Refusal.Forbidden("This customer may not write here."));
            var outcome = await grid.Customer(new(workspace.Name, customerId)).ExecuteAsync(
                new DescribeCustomer(request.Name, request.Email, request.Locale, verified, verified ? request.ExternalId : null), cancel);
            if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        }
        var (token, expires) = tokens.Create(workspace.Name, CallerRole.Customer, customerId, request.Name, options.Value.CustomerTokenLifetime);
        return Results.Json(new CustomerSession(customerId, token, expires), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> OpenAgentAsync(
        AgentSessionRequest request, WorkspaceDirectory workspaces, SignIn signIn, Tokens tokens, IOptions<GatewayOptions> options, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.Email) || string.IsNullOrEmpty(request.Password) || TooLong(request.Email) || TooLong(request.Password))
            return Problems.Of(Refusal.Invalid("An e-mail and a password are needed."));
        var workspace = workspaces.Find(request.Workspace);
        if (await signIn.CheckAsync(workspace, request.Email, request.Password, cancel) is not { } member)
            return Problems.Of(new(RefusalCodes.Unauthenticated, "Workspace, e-mail or password is wrong."));
        var (token, expires) = tokens.Create(workspace!.Name, member.Role, member.Id, member.Name, options.Value.AgentTokenLifetime);
        return Results.Json(
            new AgentSession(member.Id, member.Name, member.Role.ToString().ToLowerInvariant(), token, expires), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<string?> OlderAnonymousIdAsync(HttpContext http, Workspace workspace, Tokens tokens)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        var principal = await tokens.ReadAsync(header["Bearer ".Length..].Trim());
        return principal?.FindFirstValue(Tokens.RoleClaim) == "customer" && principal.FindFirstValue(Tokens.WorkspaceClaim) == workspace.Name
            ? principal.FindFirstValue("sub")
            : null;
    }

    private static bool TooLong(string? text) => text?.Length > Limits.ShortTextMax;
}

/// <summary>Who wants to write.</summary>
/// <param name="ExternalId">The company's own id of the customer, with its <paramref name="Signature"/>; without both the customer is anonymous.</param>
public sealed record CustomerSessionRequest(string? Workspace, string? ExternalId, string? Signature, string? Name, string? Email, string? Locale);

/// <summary>A customer's session.</summary>
public sealed record CustomerSession(string CustomerId, string Token, DateTimeOffset ExpiresAt);

/// <summary>Who wants to work.</summary>
public sealed record AgentSessionRequest(string? Workspace, string? Email, string? Password);

/// <summary>A session of a member of staff.</summary>
public sealed record AgentSession(string AgentId, string Name, string Role, string Token, DateTimeOffset ExpiresAt);
