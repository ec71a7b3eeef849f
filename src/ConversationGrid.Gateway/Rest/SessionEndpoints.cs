using System.Security.Claims;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Http;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Setup;
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
    private const int CodeLengthMax = 40;

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
        CustomerSessionRequest request, HttpContext http, WorkspaceDirectory workspaces, CustomerDoor door, Tokens tokens, IGrid grid,
        AnonymousJoins joins, SecurityTrail trail, SiteOrigins origins, WidgetSightings sightings, IOptions<GatewayOptions> options,
        CancellationToken cancel)
    {
        if (workspaces.Find(request.Workspace) is not { } workspace) return Problems.Of(Refusal.NotFound("workspace"));
        if (http.Request.Headers.Origin.ToString() is { Length: > 0 } origin && !SiteOrigins.IsOwn(origin, http.Request))
        {
            if (!origins.Allows(workspace, origin, http.Request))
                return Problems.Of(Refusal.Forbidden("This origin is not among the sites of the workspace (Administration, Sites)."));
            await sightings.NoteAsync(workspace.Name, origin, cancel);
        }
        if (TooLong(request.Name) || TooLong(request.Email) || TooLong(request.ExternalId) || request.Locale?.Length > 35)
            return Problems.Of(Refusal.TooLarge($"A name, e-mail or externalId has at most {Limits.ShortTextMax} characters."));
        if (request.Name is { Length: > 0 } said && Names.WhatIsWrong(said) is { } wrongName) return Problems.Of(Refusal.Invalid(wrongName));
        var (proven, wrong) = await door.ProvenAsync(workspace, request, cancel);
        if (wrong is not null)
        {
            trail.Note(workspace.Name, SecurityTrail.Customers, SecurityActions.ProofRefused, SecurityTrail.Customers, RateLimits.Address(http));
            return Problems.Of(wrong);
        }

        var anonymous = await OlderAnonymousAsync(http, workspace, tokens, grid, options.Value.AnonymousRenewalWindow, cancel);
        var older = proven is null ? anonymous : null;
        var (customerId, name, email) = (proven?.CustomerId ?? older?.Id ?? ClientKeys.Base32(RandomNumberGenerator.GetBytes(17)), proven?.Name ?? request.Name,
            proven?.Email ?? request.Email);
        if (name is not null || email is not null || proven is not null)
        {
            if ((await grid.Customer(new(workspace.Name, customerId)).ViewAsync(cancel)).Blocked)
                return Problems.Of(Refusal.Forbidden("This customer may not write here."));
            var outcome = await grid.Customer(new(workspace.Name, customerId)).ExecuteAsync(
                new DescribeCustomer(name, email, request.Locale, proven is not null, proven?.ExternalId), cancel);
            if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        }
        var (token, expires) = tokens.Create(
            workspace.Name, CallerRole.Customer, customerId, name ?? older?.Name, options.Value.CustomerTokenLifetime, older?.Session, proven?.Proof);
        var hasJoined = proven is not null && anonymous is not null && await joins.TryAsync(workspace.Name, anonymous, customerId, cancel);
        return Results.Json(new CustomerSession(customerId, token, expires, hasJoined ? anonymous!.Id : null), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> OpenAgentAsync(
        AgentSessionRequest request, HttpContext http, WorkspaceDirectory workspaces, SignIn signIn, StaffSessions sessions, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.Email) || string.IsNullOrEmpty(request.Password) || TooLong(request.Email) || TooLong(request.Password)
            || request.Code?.Length > CodeLengthMax)
            return Problems.Of(Refusal.Invalid("An e-mail and a password are needed."));
        var workspace = workspaces.Find(request.Workspace);
        var source = RateLimits.Address(http);
        var signedIn = await signIn.CheckAsync(workspace, request.Email, request.Password, request.Code, source, cancel);
        if (signedIn.Member is not { } member)
            return Problems.Of(
                new(RefusalCodes.Unauthenticated, signedIn.NeedsCode ? "The code of the second factor is needed."
                    : "Workspace, e-mail, password or code is wrong."),
                signedIn.NeedsCode ? new("secondFactor", true) : null);
        var (token, expires) = await sessions.OpenAsync(workspace!.Name, member, signedIn.Proof!, source, http.Request.Headers.UserAgent, cancel);
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
        return customer.Verified || customer.JoinedInto is not null || customer.EndedSessions.Contains(session) ? null
            : new(id, session, principal.FindFirstValue(Tokens.NameClaim));
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

    private static bool TooLong(string? text) => text?.Length > Limits.ShortTextMax;
}

/// <summary>A customer's session.</summary>
/// <param name="JoinedCustomerId">The anonymous customer whose token came along and whose conversations are this one's now; null where there is none.</param>
public sealed record CustomerSession(string CustomerId, string Token, DateTimeOffset ExpiresAt, string? JoinedCustomerId = null);

/// <summary>Who wants to work.</summary>
/// <param name="Code">Of the second factor, or a recovery code, where the account has one.</param>
public sealed record AgentSessionRequest(string? Workspace, string? Email, string? Password, string? Code = null);

/// <summary>A session of a member of staff.</summary>
public sealed record AgentSession(string AgentId, string Name, string Role, string Token, DateTimeOffset ExpiresAt);
