using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
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

/// <summary>A member of staff's own account, <c>/api/v1/me</c>: its sessions, its password, its second factor.</summary>
internal static class StaffAccountEndpoints
{
    private const int CodeLengthMax = 40;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/api/v1/me").WithTags("Account").RequireAuthorization(AccessPolicies.Staff);
        me.MapGet("", GetAsync).WithName("Account_Get").Produces<AccountAnswer>().RequireRateLimiting(RateLimits.Rest);
        me.MapGet("/sessions", ListAsync).WithName("Account_Sessions").Produces<Page<StaffSession>>().RequireRateLimiting(RateLimits.Rest);
        me.MapDelete("/sessions", EndOthersAsync).WithName("Account_EndOtherSessions").Produces(StatusCodes.Status204NoContent)
            .RequireRateLimiting(RateLimits.Rest);
        me.MapDelete("/sessions/{id}", EndAsync).WithName("Account_EndSession").Produces(StatusCodes.Status204NoContent).RequireRateLimiting(RateLimits.Rest);
        // Each of these tries a password or a code.
        me.MapPost("/password", ChangePasswordAsync).WithName("Account_ChangePassword").Produces(StatusCodes.Status204NoContent)
            .RequireRateLimiting(RateLimits.SignIns);
        me.MapPost("/second-factor", BeginAsync).WithName("Account_BeginSecondFactor").Produces<SecondFactorAnswer>().RequireRateLimiting(RateLimits.SignIns);
        me.MapPost("/second-factor/confirm", ConfirmAsync).WithName("Account_ConfirmSecondFactor").Produces<RecoveryCodesAnswer>()
            .RequireRateLimiting(RateLimits.SignIns);
        me.MapPost("/second-factor/remove", RemoveAsync).WithName("Account_RemoveSecondFactor").Produces(StatusCodes.Status204NoContent)
            .RequireRateLimiting(RateLimits.SignIns);
        routes.MapPost("/api/v1/sessions/agent/logout", LogoutAsync).WithTags("Sessions").RequireAuthorization(AccessPolicies.Staff)
            .RequireRateLimiting(RateLimits.Sessions)
            .WithName("Session_EndAgent").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> GetAsync(HttpContext http, Callers callers, Credentials credentials, CancellationToken cancel)
    {
        if (Find(http, callers) is not var (me, member)) return SettingsEndpoints.Unknown();
        return Results.Json(new AccountAnswer(
            member.Id, member.Name, member.Email, member.Role, Tokens.SessionOf(http.User),
            await credentials.HasSecondFactorAsync(me.Workspace.Name, member, cancel)));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Callers callers, StaffSessions sessions, CancellationToken cancel) =>
        Find(http, callers) is var (me, member)
            ? Results.Json(new Page<StaffSession>(await sessions.ListAsync(me.Workspace.Name, member, cancel)))
            : SettingsEndpoints.Unknown();

    private static async Task<IResult> EndAsync(HttpContext http, Callers callers, StaffSessions sessions, string id, CancellationToken cancel) =>
        Find(http, callers) is var (me, member) ? Done(await sessions.EndAsync(me.Workspace.Name, me.Caller, member.Id, id, cancel))
        : SettingsEndpoints.Unknown();

    private static async Task<IResult> EndOthersAsync(HttpContext http, Callers callers, StaffSessions sessions, CancellationToken cancel) =>
        Find(http, callers) is var (me, member)
        ? Done(await sessions.EndAllAsync(me.Workspace.Name, me.Caller, member.Id, Tokens.SessionOf(http.User), cancel))
        : SettingsEndpoints.Unknown();

    private static async Task<IResult> LogoutAsync(HttpContext http, Callers callers, StaffSessions sessions, CancellationToken cancel)
    {
        if (Find(http, callers) is not var (me, member)) return SettingsEndpoints.Unknown();
        var refusal = await sessions.EndAsync(me.Workspace.Name, me.Caller, member.Id, Tokens.SessionOf(http.User), cancel);
        return refusal is { Code: not RefusalCodes.NotFound } ? Problems.Of(refusal) : Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext http, Callers callers, SignIn signIn, Credentials credentials, StaffSessions sessions, IOptions<StaffSignInOptions> options,
        SecurityTrail trail, PasswordChangeRequest request, CancellationToken cancel)
    {
        if (Find(http, callers) is not var (me, member)) return SettingsEndpoints.Unknown();
        if (!await IsConfirmedAsync(http, me, member, signIn, request.Current, cancel)) return WrongPassword();
        if (PasswordRules.WhatIsWrong(request.Password, options.Value, member.Name, member.Email) is { } wrong) return Problems.Of(Refusal.Invalid(wrong));
        await credentials.SetPasswordAsync(me.Workspace.Name, member, request.Password!, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.PasswordSet, member.Id);
        // Others who knew the old one are out; the session that changed it stays.
        return Done(await sessions.EndAllAsync(me.Workspace.Name, me.Caller, member.Id, Tokens.SessionOf(http.User), cancel));
    }

    private static async Task<IResult> BeginAsync(
        HttpContext http, Callers callers, SignIn signIn, Credentials credentials, PasswordConfirmation request, CancellationToken cancel)
    {
        if (Find(http, callers) is not var (me, member)) return SettingsEndpoints.Unknown();
        if (!await IsConfirmedAsync(http, me, member, signIn, request.Password, cancel)) return WrongPassword();
        var secret = await credentials.BeginSecondFactorAsync(me.Workspace.Name, member, cancel);
        return Results.Json(new SecondFactorAnswer(Totp.TextOf(secret), Totp.UriOf(secret, me.Workspace.Name, member.Email)));
    }

    private static async Task<IResult> ConfirmAsync(
        HttpContext http, Callers callers, Credentials credentials, SecurityTrail trail, CodeRequest request, CancellationToken cancel)
    {
        if (Find(http, callers) is not var (me, member)) return SettingsEndpoints.Unknown();
        if (request.Code is not { Length: > 0 and <= CodeLengthMax } code) return Problems.Of(Refusal.Invalid("A code is missing."));
        if (await credentials.ConfirmSecondFactorAsync(me.Workspace.Name, member, code, cancel) is not { } codes)
            return Problems.Of(Refusal.Invalid("This code is not right."));
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SecondFactorAdded, member.Id);
        return Results.Json(new RecoveryCodesAnswer(codes));
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http, Callers callers, SignIn signIn, Credentials credentials, SecurityTrail trail, PasswordConfirmation request,
        CancellationToken cancel)
    {
        if (Find(http, callers) is not var (me, member)) return SettingsEndpoints.Unknown();
        if (!await IsConfirmedAsync(http, me, member, signIn, request.Password, cancel)) return WrongPassword();
        await credentials.RemoveSecondFactorAsync(me.Workspace.Name, member, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SecondFactorRemoved, member.Id);
        return Results.NoContent();
    }

    private static async Task<bool> IsConfirmedAsync(HttpContext http, CallerIn me, StaffMember member, SignIn signIn, string? password,
        CancellationToken cancel) =>
        password is { Length: > 0 and <= StaffSignInOptions.PasswordLengthMax }
        && await signIn.ConfirmAsync(me.Workspace, member, password, RateLimits.Address(http), cancel);

    private static IResult WrongPassword() => Problems.Of(Refusal.Forbidden("The present password is not right, or was wrong too often."));

    private static (CallerIn Me, StaffMember Member)? Find(HttpContext http, Callers callers) =>
        callers.Find(http.User) is { } me && me.Workspace.FindById(me.Id) is { } member ? (me, member) : null;

    private static IResult Done(Refusal? refusal) => refusal is null ? Results.NoContent() : Problems.Of(refusal);
}

/// <summary>The account of the caller.</summary>
/// <param name="SessionId">The session in which it asks.</param>
public sealed record AccountAnswer(string AgentId, string Name, string Email, CallerRole Role, string SessionId, bool HasSecondFactor);

/// <summary>A new password, and the present one.</summary>
public sealed record PasswordChangeRequest(string? Current, string? Password);

/// <summary>The present password.</summary>
public sealed record PasswordConfirmation(string? Password);

/// <summary>A code of an authenticator app.</summary>
public sealed record CodeRequest(string? Code);

/// <summary>What an authenticator app needs; shown once.</summary>
public sealed record SecondFactorAnswer(string Secret, string Uri);

/// <summary>Codes that each replace one of the app's, once; shown once.</summary>
public sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes);
