using System.Security.Claims;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Opens sessions, <c>POST /api/v1/sessions/customer</c> and <c>/agent</c>, and ends those of customers, <c>/customer/logout</c>.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/v1/sessions").WithTags("Sessions").RequireRateLimiting(RateLimits.Sessions).AllowAnonymous();
        sessions.MapPost("/customer", OpenCustomerAsync).WithName("Session_OpenCustomer").Produces<CustomerSession>(StatusCodes.Status201Created);
        routes.MapPost("/api/v1/sessions/customer/logout", EndCustomerAsync).WithTags("Sessions").RequireAuthorization()
            .RequireRateLimiting(RateLimits.Sessions)
            .WithName("Session_EndCustomer").Produces(StatusCodes.Status204NoContent);
        sessions.MapPost("/agent", OpenAgentAsync).RequireRateLimiting(RateLimits.SignIns).WithName("Session_OpenAgent")
            .Produces<AgentSession>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> OpenCustomerAsync(
        CustomerSessionRequest request, HttpContext http, WorkspaceDirectory workspaces, Tokens tokens, IGrid grid, IOptions<GatewayOptions> options,
        CancellationToken cancel)
    {
        if (workspaces.Find(request.Workspace) is not { } workspace) return Problems.Of(Refusal.NotFound("workspace"));
        if (TooLong(request.Name) || TooLong(request.Email) || TooLong(request.ExternalId) || request.Locale?.Length > 35)
            return Problems.Of(Refusal.TooLarge($"A name, e-mail or externalId has at most {Limits.ShortTextMax} characters."));
        var verified = !string.IsNullOrEmpty(request.ExternalId);
        if (verified && !SignIn.IsSigned(workspace, request.ExternalId!, request.Signature))
            return Problems.Of(new(RefusalCodes.Unauthenticated, "The signature of externalId is not right."));

        var older = verified ? null : await OlderAnonymousAsync(http, workspace, tokens, grid, options.Value.AnonymousRenewalWindow, cancel);
        var customerId = verified
            ? CustomerIds.OfExternalId(workspace, request.ExternalId!)
            : older?.Id ?? ClientKeys.Base32(RandomNumberGenerator.GetBytes(17));
        if (request.Name is not null || request.Email is not null || verified)
        {
            if ((await grid.Customer(new(workspace.Name, customerId)).ViewAsync(cancel)).Blocked)
                return Problems.Of(Refusal.Forbidden("This customer may not write here."));
            var outcome = await grid.Customer(new(workspace.Name, customerId)).ExecuteAsync(
                new DescribeCustomer(request.Name, request.Email, request.Locale, verified, verified ? request.ExternalId : null), cancel);
            if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        }
        var (token, expires) = tokens.Create(workspace.Name, CallerRole.Customer, customerId, request.Name ?? older?.Name, options.Value.CustomerTokenLifetime,
            older?.Session, verified);
        return Results.Json(new CustomerSession(customerId, token, expires), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> OpenAgentAsync(
        AgentSessionRequest request, HttpContext http, WorkspaceDirectory workspaces, SignIn signIn, Tokens tokens, IOptions<GatewayOptions> options,
        CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.Email) || string.IsNullOrEmpty(request.Password) || TooLong(request.Email) || TooLong(request.Password))
            return Problems.Of(Refusal.Invalid("An e-mail and a password are needed."));
        var workspace = workspaces.Find(request.Workspace);
        if (await signIn.CheckAsync(workspace, request.Email, request.Password, RateLimits.Address(http), cancel) is not { } member)
            return Problems.Of(new(RefusalCodes.Unauthenticated, "Workspace, e-mail or password is wrong."));
        var (token, expires) = tokens.Create(workspace!.Name, member.Role, member.Id, member.Name, options.Value.AgentTokenLifetime);
        return Results.Json(
            new AgentSession(member.Id, member.Name, member.Role.ToString().ToLowerInvariant(), token, expires), statusCode: StatusCodes.Status201Created);
    }

    /// <summary>
    /// The anonymous person of an older token. Only anonymous sessions go on without a new proof: one that was proven by a signature, or that was ended,
    /// gives nobody.
    /// </summary>
    private static async Task<OlderSession?> OlderAnonymousAsync(
        HttpContext http, Workspace workspace, Tokens tokens, IGrid grid, TimeSpan window, CancellationToken cancel)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        if (await tokens.ReadForRenewalAsync(header["Bearer ".Length..].Trim(), window) is not { } principal) return null;
        if (principal.FindFirstValue(Tokens.RoleClaim) != "customer" || principal.FindFirstValue(Tokens.WorkspaceClaim) != workspace.Name) return null;
        if (principal.HasClaim(c => c.Type == Tokens.ProvenClaim) || principal.FindFirstValue("sub") is not { } id) return null;
        var session = Tokens.SessionOf(principal);
        var customer = await grid.Customer(new(workspace.Name, id)).ViewAsync(cancel);
        // Tokens of earlier versions do not say whether they were proven; the customer does.
        return customer.Verified || customer.EndedSessions.Contains(session) ? null : new(id, session, principal.FindFirstValue(Tokens.NameClaim));
    }

    /// <summary>Ends the session of the token that the call bears: at once here, and within moments at every other process.</summary>
    private static async Task<IResult> EndCustomerAsync(
        HttpContext http, Callers callers, IGrid grid, Connections connections, IOptions<GatewayOptions> options, TimeProvider time, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        if (me.Caller.Role != CallerRole.Customer) return Problems.Of(Refusal.Forbidden("Only customers end a customer's session."));
        var session = Tokens.SessionOf(http.User);
        var usableUntil = time.GetUtcNow() + options.Value.CustomerTokenLifetime + options.Value.AnonymousRenewalWindow;
        var outcome = await grid.Customer(me.Entity(me.Id)).ExecuteAsync(new EndCustomerSession(session, usableUntil), cancel);
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        connections.EndSession(me.Workspace.Name, me.Id, session);
        return Results.NoContent();
    }

    private sealed record OlderSession(string Id, string Session, string? Name);

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
