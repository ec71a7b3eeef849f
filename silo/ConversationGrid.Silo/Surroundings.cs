using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.FileProviders;

namespace ConversationGrid.Silo;

/// <summary>What a host offers beside the protocol: health, and the built clients.</summary>
internal static class Surroundings
{
    private const string Engine = "orleans";

    private const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'";

    /// <summary>The desk, besides, can make no script of a text. The demo's pages load the widget by a script element, as any shop would.</summary>
    private const string DeskPolicy = PagePolicy + "; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>Serves the built clients, if there are any: the demo at <c>/</c>, the desk at <c>/desk/</c>, the widget at <c>/widget/</c>.</summary>
    public static IApplicationBuilder UseGridClients(this IApplicationBuilder app)
    {
        var configuration = app.ApplicationServices.GetRequiredService<IConfiguration>();
        var folder = Path.GetFullPath(configuration["Grid:Clients:Path"] ?? "clients/dist");
        if (!Directory.Exists(folder)) return app;
        Serve(app, Path.Combine(folder, "widget"), "/widget", PagePolicy, isPublic: true);
        Serve(app, Path.Combine(folder, "desk"), "/desk", DeskPolicy, isPublic: false);
        Serve(app, Path.Combine(folder, "demo"), "", PagePolicy, isPublic: false);
        return app;
    }

    /// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can take work; 503 while it starts, drains, or has no journal. Articles without their vectors are no reason.</summary>
    public static IEndpointRouteBuilder MapGridHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live", engine = Engine })).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", async (IAgenda agenda, IHostApplicationLifetime lifetime, EmbeddedArticles embedded, CancellationToken cancel) =>
        {
            if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested) return NotReady("starting or draining");
            try
            {
                await agenda.NextDueAsync(cancel);
                return Results.Json(new { status = "ready", engine = Engine, articleVectors = embedded.Progress });
            }
            catch (JournalUnavailableException)
            {
                return NotReady("the journal does not answer");
            }
        }).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static IResult NotReady(string why) => Results.Json(new { status = "not ready", why }, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static void Serve(IApplicationBuilder app, string folder, string path, string policy, bool isPublic)
    {
        if (!Directory.Exists(folder)) return;
        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = path });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            RequestPath = path,
            OnPrepareResponse = served =>
            {
                var headers = served.Context.Response.Headers;
                headers.CacheControl = served.File.Name.EndsWith(".html", StringComparison.Ordinal) ? "no-cache" : "public, max-age=300";
                // The widget's script is loaded by other sites' pages, which have a policy of their own.
                if (isPublic) headers.AccessControlAllowOrigin = "*";
                headers.ContentSecurityPolicy = policy;
            },
        });
    }
}
