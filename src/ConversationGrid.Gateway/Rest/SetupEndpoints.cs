using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Setup;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>The set-up of a host without a workspace, and what its administrators still have to do after it.</summary>
public static class SetupEndpoints
{
    private const string Cookie = "setup";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/setup/api/workspace", MakeAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/api/v1/checklist", ChecklistAsync).WithTags("Settings").WithName("Checklist_Get").Produces<Checklist>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Settings)).RequireRateLimiting(RateLimits.Rest);
    }

    /// <summary>
    /// Serves the set-up page to who has a code: the code of the address becomes a cookie of the page, so that it stands in no history. Everybody else is
    /// answered that there is nothing.
    /// </summary>
    /// <param name="page">The file of a path below the page; null where there is none.</param>
    public static void MapSetupPage(this IEndpointRouteBuilder routes, Func<string, HttpContext, IResult?> page) => routes.MapGet("/setup/{**path}",
        async (HttpContext http, SetupCodes codes, string? path, string? code, CancellationToken cancel) =>
    {
        if (!await codes.IsRightAsync(code ?? http.Request.Cookies[Cookie], RateLimits.Address(http), cancel)) return Nothing();
        if (code is null) return page(path ?? "", http) ?? Nothing();
        http.Response.Cookies.Append(Cookie, code, new()
        {
            Path = "/setup", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true,
        });
        return Results.Redirect("/setup/");
    }).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> MakeAsync(HttpContext http, SetupCodes codes, FirstSetup setup, CancellationToken cancel)
    {
        // Before the body is looked at: without the code nothing here answers anything.
        if (!await codes.IsRightAsync(http.Request.Cookies[Cookie], RateLimits.Address(http), cancel)) return Nothing();
        if (await ReadAsync(http.Request, cancel) is not { } request) return Problems.Of(Refusal.Invalid("The body is a JSON object."));
        var (made, wrong) = await setup.MakeAsync(request, cancel);
        if (wrong is not null) return Problems.Of(wrong);
        http.Response.Cookies.Delete(Cookie, new() { Path = "/setup" });
        return Results.Json(made, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<SetupRequest?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasJsonContentType()) return null;
        try
        {
            return await request.ReadFromJsonAsync<SetupRequest>(WireJson.Options, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<IResult> ChecklistAsync(
        HttpContext http, Callers callers, LiveSettings settings, IArticles articles, WidgetSightings sightings, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        // Who wrote a workspace into the configuration has set it up there.
        if (me.Workspace.Company is null) return Results.Json(new Checklist([]));
        var known = settings.Of(me.Workspace.Name);
        return Results.Json(new Checklist(
        [
            new("queue", known.SavedOf(SettingKinds.Queue).Any()),
            new("people", me.Workspace.Staff.Skip(1).Any()),
            new("articles", articles.List(me.Workspace.Name).Any()),
            new("site", await sightings.FirstAsync(me.Workspace.Name, cancel) is not null),
            new("hours", known.SavedOf(SettingKinds.Calendar).Any()),
        ]));
    }

    private static IResult Nothing() => Problems.Of(Refusal.NotFound("page"));
}

/// <summary>What makes a new workspace complete, in the order in which it is best done; empty where there is nothing to do.</summary>
public sealed record Checklist(IReadOnlyList<ChecklistItem> Items)
{
    public bool IsDone => Items.All(item => item.IsDone);
}

/// <summary>One step.</summary>
/// <param name="Id"><c>queue</c>, <c>people</c>, <c>articles</c>, <c>site</c> (the widget was seen on a site) or <c>hours</c>.</param>
public sealed record ChecklistItem(string Id, bool IsDone);
