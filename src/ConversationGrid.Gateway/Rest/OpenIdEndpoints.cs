using ConversationGrid.Contracts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Rest;

/// <summary>
/// The company's own sign-in for staff: <c>GET /api/v1/sessions/agent/openid?workspace=</c> leads to its provider, which leads back to the desk with a code
/// that <c>POST /api/v1/sessions/agent/openid</c> takes once.
/// </summary>
internal static partial class OpenIdEndpoints
{
    private const int CodeLengthMax = 100;

    /// <summary>Adds the sign-in of each workspace that has one.</summary>
    public static AuthenticationBuilder Add(AuthenticationBuilder authentication, IConfiguration configuration)
    {
        foreach (var (workspace, options) in configuration.GetSection("Grid:OpenId").Get<Dictionary<string, OpenIdOptions>>() ?? [])
        {
            authentication.AddOpenIdConnect(SchemeOf(workspace), oidc => Configure(oidc, workspace, options));
            authentication.Services.AddOptions<OpenIdConnectOptions>(SchemeOf(workspace)).Configure<Seals>(
                (oidc, seals) => oidc.DataProtectionProvider = new SealedDataProtection(seals, "openid"));
        }
        return authentication;
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var openId = routes.MapGroup("/api/v1/sessions/agent/openid").WithTags("Sessions").AllowAnonymous().RequireRateLimiting(RateLimits.Sessions);
        openId.MapGet("", BeginAsync).WithName("Session_BeginOpenId").Produces(StatusCodes.Status302Found).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/api/v1/sessions/agent/ways", WaysAsync).WithTags("Sessions").WithName("Session_Ways").Produces<SignInWays>()
            .AllowAnonymous().RequireRateLimiting(RateLimits.Sessions);
        openId.MapPost("", EndAsync).WithName("Session_EndOpenId").Produces<AgentSession>(StatusCodes.Status201Created);
    }

    /// <summary>How staff of a workspace can sign in; the same for one that is not there as for one that has a password alone.</summary>
    private static async Task<IResult> WaysAsync(string? workspace, WorkspaceDirectory workspaces, IAuthenticationSchemeProvider schemes) =>
        Results.Json(new SignInWays(true, workspaces.Find(workspace) is not null && await schemes.GetSchemeAsync(SchemeOf(workspace)) is not null));

    private static string SchemeOf(string? workspace) => $"openid {workspace}";

    private static void Configure(OpenIdConnectOptions oidc, string workspace, OpenIdOptions options)
    {
        (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (options.Authority, options.ClientId, options.ClientSecret);
        oidc.RequireHttpsMetadata = !new Uri(options.Authority).IsLoopback;
        oidc.CallbackPath = $"/signin-openid/{workspace}";
        (oidc.ResponseType, oidc.ResponseMode, oidc.UsePkce) = ("code", "query", true);
        (oidc.MapInboundClaims, oidc.SaveTokens) = (false, false);
        oidc.ClaimActions.Remove("iss");
        // The way back is a plain address, so that the cookies of these minutes need no more than that; secure wherever the page is.
        foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        oidc.Scope.Add("email");
        foreach (var scope in options.Scopes) oidc.Scope.Add(scope);
        oidc.Events.OnTicketReceived = async received =>
        {
            var (code, why) = await received.HttpContext.RequestServices.GetRequiredService<OpenIdSignIn>().AcceptAsync(
                workspace, options, received.Principal!, received.HttpContext.RequestAborted);
            // The desk gets its session by the code: no cookie stays of any of this.
            received.HandleResponse();
            received.Response.Redirect(DeskAddress(workspace, code is null ? "refused" : "signedIn", code ?? why!));
        };
        oidc.Events.OnRemoteFailure = failed =>
        {
            failed.HandleResponse();
            SignInFailed(failed.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OpenIdEndpoints)), workspace,
                failed.Failure);
            failed.Response.Redirect(DeskAddress(workspace, "refused", "The company's sign-in did not end well; please try again."));
            return Task.CompletedTask;
        };
    }

    [LoggerMessage(4095, LogLevel.Warning, "A sign-in at the provider of workspace {Workspace} did not end well.")]
    private static partial void SignInFailed(ILogger log, string workspace, Exception? failure);

    private static string DeskAddress(string workspace, string what, string value) =>
        $"/desk/#{what}={Uri.EscapeDataString(value)}&workspace={Uri.EscapeDataString(workspace)}";

    private static async Task<IResult> BeginAsync(string? workspace, WorkspaceDirectory workspaces, IAuthenticationSchemeProvider schemes) =>
        workspaces.Find(workspace) is not null && await schemes.GetSchemeAsync(SchemeOf(workspace)) is not null
            ? Results.Challenge(new() { RedirectUri = "/desk/" }, [SchemeOf(workspace)])
            : Problems.Of(Refusal.NotFound("sign-in of a company"));

    private static async Task<IResult> EndAsync(
        OpenIdCodeRequest request, HttpContext http, WorkspaceDirectory workspaces, OpenIdSignIn openId, StaffSessions sessions, TimeProvider time,
        CancellationToken cancel)
    {
        if (workspaces.Find(request.Workspace) is not { } workspace || request.Code is not { Length: > 0 and <= CodeLengthMax } code
            || await openId.UseAsync(workspace, code, cancel) is not { } member)
            return Problems.Of(new(RefusalCodes.Unauthenticated, "This code was used or is over; please sign in again."));
        var (token, expires) = await sessions.OpenAsync(
            workspace.Name, member, new(time.GetUtcNow(), OpenIdSignIn.Method), RateLimits.Address(http), http.Request.Headers.UserAgent, cancel);
        return Results.Json(
            new AgentSession(member.Id, member.Name, member.Role.ToString().ToLowerInvariant(), token, expires), statusCode: StatusCodes.Status201Created);
    }
}

/// <summary>How staff can sign in: with a password, and with an account of the company.</summary>
public sealed record SignInWays(bool Password, bool Company);

/// <summary>The code with which the company's sign-in led back.</summary>
public sealed record OpenIdCodeRequest(string? Workspace, string? Code);
