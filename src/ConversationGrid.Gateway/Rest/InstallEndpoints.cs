using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Http;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Setup;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What an administrator needs to put the widget on a site: what holds here, a look at the site's page, and a test of its proofs.</summary>
internal static class InstallEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/install").WithTags("Install").RequireAuthorization(AccessPolicies.Of(Rights.Settings))
            .RequireRateLimiting(RateLimits.Rest);
        group.MapGet("", GetAsync).WithName("Install_Get").Produces<InstallAnswer>();
        group.MapPost("/check", CheckAsync).WithName("Install_CheckSite").Produces<SiteAnswer>();
        group.MapPost("/proof", ProveAsync).WithName("Install_CheckProof")
            .Produces<ProofAnswer>();
        group.MapPost("/secret", ShowAsync).WithName("Install_ShowSecret")
            .Produces<SecretAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> GetAsync(
        HttpContext http, Callers callers, SiteOrigins origins, WidgetSightings sightings, TimeProvider time, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        var identity = me.Workspace.Identity;
        return Results.Json(new InstallAnswer(
            me.Workspace.Name, me.Workspace.Company, [.. me.Workspace.Origins.Order(StringComparer.Ordinal)],
            [.. origins.OfHost.Order(StringComparer.Ordinal)], await sightings.FirstAsync(me.Workspace.Name, cancel),
            identity.SecretAt(time.GetUtcNow()) is not null, me.Workspace.Company is not null && identity.Secret is not null,
            [.. identity.Keys.Select(k => new IdentityKeyAnswer(k.Id, k.Algorithm))]));
    }

    private static async Task<IResult> CheckAsync(
        HttpContext http, Callers callers, ISiteCheck sites, SiteOrigins origins, SiteRequest request, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || request.Url.Length > Limits.ShortTextMax)
            return Problems.Of(Refusal.Invalid("The address of a page is needed, e.g. https://shop.example/help."));
        if (!http.Request.Host.HasValue) return Problems.Of(Refusal.Invalid("The call names no host."));
        var host = new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        var page = await sites.CheckAsync(me.Workspace.Name, url.AbsoluteUri, host, cancel);
        var origin = new Uri(page.Url ?? url.AbsoluteUri).GetLeftPart(UriPartial.Authority);
        return Results.Json(new SiteAnswer(
            page.Error, origin, origins.Allows(me.Workspace, origin, http.Request), page.Found, page.Workspace, page.Blocked ?? []));
    }

    private static async Task<IResult> ProveAsync(HttpContext http, Callers callers, ProofCheck proofs, ProofRequest request) =>
        callers.Find(http.User) is { } me ? Results.Json(await proofs.CheckAsync(me.Workspace, request)) : SettingsEndpoints.Unknown();

    private static async Task<IResult> ShowAsync(HttpContext http, Callers callers, SecurityTrail trail)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (me.Workspace is not { Company: not null, Identity.Secret: { } secret })
            return Problems.Of(Refusal.NotFound("identity secret of the store"));
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.IdentitySecretShown, me.Workspace.Name);
        return Results.Json(new SecretAnswer(secret));
    }
}

/// <summary>What holds for the widget of a workspace.</summary>
/// <param name="Company">What the company is called, where the workspace was set up here.</param>
/// <param name="Origins">Origins of the workspace's own sites.</param>
/// <param name="HostOrigins">Origins that the host allows for every workspace.</param>
/// <param name="SeenOn">The first site on which the widget was seen; null for none yet.</param>
/// <param name="TakesSignatures">Whether a signature of a bare id proves a customer now.</param>
/// <param name="ShowsSecret">Whether the identity secret can be shown here; else it is in the configuration, or there is none.</param>
/// <param name="Keys">Keys that sign assertions.</param>
public sealed record InstallAnswer(
    string Workspace, string? Company, IReadOnlyList<string> Origins, IReadOnlyList<string> HostOrigins, string? SeenOn, bool TakesSignatures, bool ShowsSecret,
    IReadOnlyList<IdentityKeyAnswer> Keys);

/// <summary>A key that signs assertions.</summary>
public sealed record IdentityKeyAnswer(string Id, string Algorithm);

/// <summary>A page of a site.</summary>
public sealed record SiteRequest(string? Url);

/// <summary>What a page of a site says of the widget.</summary>
/// <param name="Error">Why the page could not be looked at; null where it was.</param>
/// <param name="Allowed">Whether pages of this origin may use the widget of this workspace.</param>
/// <param name="Found">Whether the page's HTML loads the widget from this host.</param>
/// <param name="Workspace">The workspace that it names.</param>
/// <param name="Blocked">Directives of the page's content policy that keep the widget from working.</param>
public sealed record SiteAnswer(string? Error, string Origin, bool Allowed, bool Found, string? Workspace, IReadOnlyList<string> Blocked);

/// <summary>The secret that signs the ids of customers.</summary>
public sealed record SecretAnswer(string Secret);
