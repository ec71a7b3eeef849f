using ConversationGrid.Gateway.Rest;
using ConversationGrid.Grains.Hosting;
using ConversationGrid.Silo.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Orleans.Dashboard;

namespace ConversationGrid.Silo.Admin;

/// <summary>
/// Orleans' dashboard below <c>/admin/orleans/</c>, for administrators and only where it is switched on. It shows silos, grain types, calls and
/// times. What would
/// show the state of grains, or the log as it is written, is not served: both hold what customers wrote.
/// </summary>
internal static class OrleansDashboard
{
    private const string Page = AdminPages.Path + "/orleans";

    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Pages of the dashboard that are served: what a later version adds is not, until somebody has looked at it.</summary>
    private static readonly string[] Served =
    [
        "", "/", "/index.html", "/favicon.ico", "/index.min.js", "/index.css", "/fonts", "/img", "/version", "/DashboardCounters", "/ClusterStats",
        "/Reminders", "/HistoricalStats",
        "/SiloProperties", "/SiloMetadata", "/SiloStats", "/SiloCounters", "/GrainStats", "/TopGrainMethods", "/LifecycleStages", "/GrainTypes",
    ];

    public static void Add(ISiloBuilder silo) => silo.AddDashboard(dashboard => dashboard.HideTrace = true);

    /// <summary>Stands before the pages, after it is known who asks: no path of theirs is served to others, whatever the routes say.</summary>
    public static IApplicationBuilder UseOrleansDashboard(this IApplicationBuilder app) => !IsOn(app.ApplicationServices) ? app : app.Use(async (http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments(Page, out var rest))
        {
            await next(http);
            return;
        }
        if (!(await http.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(http.User, AdminPages.Policy)).Succeeded)
            http.Response.StatusCode = http.User.Identity?.IsAuthenticated == true ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        else if (!Served.Any(page => page.Length <= 1 ? rest.Value == page : rest.StartsWithSegments(page)))
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
        {
            http.Response.Headers.ContentSecurityPolicy = PagePolicy;
            await next(http);
        }
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (!IsOn(routes.ServiceProvider)) return;
        AdminPages.Map(routes, Page + "/");
        routes.MapOrleansDashboard(Page).RequireAuthorization(AdminPages.Policy).ExcludeFromDescription();
    }

    /// <summary>A gateway that is no silo has none: the silos have.</summary>
    private static bool IsOn(IServiceProvider services) =>
        services.GetRequiredService<TelemetryOptions>().OrleansDashboard && services.GetRequiredService<ClusterOptions>().Role != ClusterRole.Gateway;
}
