using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Passwords;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What administrators do about the sign-in of others: sessions, invitations to set a password, a lost second factor.</summary>
internal static class StaffAccessEndpoints
{
    private const int CodeLengthMax = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/api/v1/staff/{id}").WithTags("Account").RequireAuthorization(AccessPolicies.Of(Rights.People))
            .RequireRateLimiting(RateLimits.Rest);
        staff.MapGet("/sessions", ListAsync).WithName("Staff_Sessions").Produces<Page<StaffSession>>();
        staff.MapDelete("/sessions", EndAllAsync).WithName("Staff_EndSessions").Produces(StatusCodes.Status204NoContent);
        staff.MapPost("/invitation", InviteAsync).WithName("Staff_Invite").Produces<InvitationAnswer>(StatusCodes.Status201Created);
        staff.MapDelete("/second-factor", RemoveSecondFactorAsync).WithName("Staff_RemoveSecondFactor").Produces(StatusCodes.Status204NoContent);
        routes.MapPost("/api/v1/sessions/agent/invitation", AcceptAsync).WithTags("Sessions").AllowAnonymous().RequireRateLimiting(RateLimits.SignIns)
            .WithName("Session_AcceptInvitation").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Callers callers, StaffSessions sessions, string id, CancellationToken cancel) =>
        Find(http, callers, id, out var refused) is var (me, member)
        ? Results.Json(new Page<StaffSession>(await sessions.ListAsync(me.Workspace.Name, member, cancel))) : refused;

    private static async Task<IResult> EndAllAsync(HttpContext http, Callers callers, StaffSessions sessions, string id, CancellationToken cancel) =>
        Find(http, callers, id, out var refused) is var (me, member) ? Done(await sessions.EndAllAsync(me.Workspace.Name, me.Caller, member.Id, null, cancel))
        : refused;

    private static async Task<IResult> InviteAsync(
        HttpContext http, Callers callers, Invitations invitations, SecurityTrail trail, string id, CancellationToken cancel)
    {
        if (Find(http, callers, id, out var refused) is not var (me, member)) return refused;
        var (code, expires) = await invitations.CreateAsync(me.Workspace.Name, member.Id, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.Invited, member.Id);
        // Behind the sign of a fragment, which no browser sends to a server or tells another page.
        var url = $"{http.Request.Scheme}://{http.Request.Host}/desk/#invitation={code}&workspace={Uri.EscapeDataString(me.Workspace.Name)}";
        return Results.Json(new InvitationAnswer(url, code, expires), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveSecondFactorAsync(
        HttpContext http, Callers callers, Credentials credentials, StaffSessions sessions, SecurityTrail trail, string id, CancellationToken cancel)
    {
        if (Find(http, callers, id, out var refused) is not var (me, member)) return refused;
        await credentials.RemoveSecondFactorAsync(me.Workspace.Name, member, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SecondFactorRemoved, member.Id);
        return Done(await sessions.EndAllAsync(me.Workspace.Name, me.Caller, member.Id, member.Id == me.Id ? Tokens.SessionOf(http.User) : null, cancel));
    }

    private static async Task<IResult> AcceptAsync(
        InvitationRequest request, WorkspaceDirectory workspaces, Invitations invitations, Credentials credentials, StaffSessions sessions,
        IOptions<StaffSignInOptions> options, SecurityTrail trail, CancellationToken cancel)
    {
        if (workspaces.Find(request.Workspace) is not { } workspace || request.Code is not { Length: > 0 and <= CodeLengthMax } code
            || await invitations.FindAsync(workspace, code, cancel) is not { } member) return Over();
        if (PasswordRules.WhatIsWrong(request.Password, options.Value, member.Name, member.Email) is { } wrong) return Problems.Of(Refusal.Invalid(wrong));
        if (!await invitations.UseAsync(workspace, code, cancel)) return Over();
        await credentials.SetPasswordAsync(workspace.Name, member, request.Password!, cancel);
        await trail.AddAsync(workspace.Name, member.Id, SecurityActions.PasswordSet, member.Id, "invitation");
        return Done(await sessions.EndAllAsync(workspace.Name, member.ToCaller(), member.Id, null, cancel));

        static IResult Over() =>
            Problems.Of(new(RefusalCodes.Unauthenticated, "This invitation was used, is over, or never was; ask an administrator for a new one."));
    }

    private static (CallerIn Me, StaffMember Member)? Find(HttpContext http, Callers callers, string id, out IResult refused)
    {
        refused = SettingsEndpoints.Unknown();
        if (callers.Find(http.User) is not { } me) return null;
        if (StaffWrites.StandsAbove(me, id) is { } above) refused = Problems.Of(above);
        else if (me.Workspace.FindById(id) is { } member) return (me, member);
        else refused = Problems.Of(Refusal.NotFound("member of staff"));
        return null;
    }

    private static IResult Done(Refusal? refusal) => refusal is null ? Results.NoContent() : Problems.Of(refusal);
}

/// <summary>A link by which a member of staff sets its password, for the administrator to hand over; shown once.</summary>
public sealed record InvitationAnswer(string Url, string Code, DateTimeOffset ExpiresAt);

/// <summary>The password of the person who has the link.</summary>
public sealed record InvitationRequest(string? Workspace, string? Code, string? Password);
