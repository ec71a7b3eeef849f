using ConversationGrid.Demo;
using ConversationGrid.Gateway.Rest;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Silo;

/// <summary>The built clients as static files.</summary>
internal static partial class ClientPages
{
    private const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; frame-ancestors 'self'; base-uri 'none'; " +
        "form-action 'self'; object-src 'none'";

    /// <summary>The desk, besides, can make no script of a text. The demo's pages load the widget by a script element, as any shop would.</summary>
    private const string DeskPolicy = PagePolicy + "; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>
    /// Serves the built clients, if there are any: the desk at <c>/desk/</c>, the widget at <c>/widget/</c>, and where the demo is on its pages
    /// at <c>/</c>. Where it is off, <c>/</c> leads to the desk.
    /// </summary>
    public static IApplicationBuilder UseGridClients(this IApplicationBuilder app)
    {
        var configuration = app.ApplicationServices.GetRequiredService<IConfiguration>();
        var demo = app.ApplicationServices.GetRequiredService<IOptions<DemoOptions>>().Value.Enabled;
        var folder = Path.GetFullPath(configuration["Grid:Clients:Path"] ?? "clients/dist");
        if (!Directory.Exists(folder))
        {
            app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ClientPages).FullName!).NoPages(folder);
            return app;
        }
        Serve(app, Path.Combine(folder, "widget"), "/widget", PagePolicy, isPublic: true);
        Serve(app, Path.Combine(folder, "desk"), "/desk", DeskPolicy, isPublic: false);
        if (demo) Serve(app, Path.Combine(folder, "demo"), "", PagePolicy, isPublic: false);
        else app.Use((http, next) => http.Request.Path == "/" ? RedirectToDesk(http) : next(http));
        return app;
    }

    /// <summary>The set-up page of a host without a workspace, for who has its code.</summary>
    public static void MapGridSetup(this IEndpointRouteBuilder routes)
    {
        var configuration = routes.ServiceProvider.GetRequiredService<IConfiguration>();
        var folder = Path.Combine(Path.GetFullPath(configuration["Grid:Clients:Path"] ?? "clients/dist"), "setup");
        var types = new FileExtensionContentTypeProvider();
        routes.MapSetupPage((path, http) =>
        {
            if (!Directory.Exists(folder)) return null;
            using var files = new PhysicalFileProvider(folder);
            var file = files.GetFileInfo(path.Length == 0 ? "index.html" : path);
            if (!file.Exists || file.PhysicalPath is null || !types.TryGetContentType(file.Name, out var type)) return null;
            http.Response.Headers.ContentSecurityPolicy = PagePolicy;
            return Results.File(file.PhysicalPath, type);
        });
    }

    private static Task RedirectToDesk(HttpContext http)
    {
        http.Response.Redirect("/desk/");
        return Task.CompletedTask;
    }

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

    [LoggerMessage(9001, LogLevel.Warning, "There are no pages: the folder {Folder} with the built clients does not "
        + "exist. './grid run' builds them, or 'npm ci && npm run build' in clients/.")]
    private static partial void NoPages(this ILogger log, string folder);
}
