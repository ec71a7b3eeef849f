using Scalar.AspNetCore;

namespace ConversationGrid.Silo;

/// <summary>The reference of the REST interface as a page, <c>/api/</c>, made in the browser from <c>/openapi/v1.json</c>.</summary>
internal static class ApiReference
{
    public static void MapGridApiReference(this IEndpointRouteBuilder routes) => routes.MapScalarApiReference("/api", options =>
    {
        options.WithTitle("ConversationGrid API").WithOpenApiRoutePattern("/openapi/{documentName}.json").AddDocument("v1").WithNonce();
        // Nothing of the page comes from, or goes to, anywhere but this host.
        options.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton();
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
    }).AllowAnonymous().Add(endpoint =>
    {
        if (endpoint.RequestDelegate is not { } serve) return;
        endpoint.RequestDelegate = http =>
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.ContentSecurityPolicy = PolicyOf(http.Items[ScalarOptions.NonceHttpContextItemKey] as string);
                return Task.CompletedTask;
            });
            return serve(http);
        };
    });

    /// <summary>Scripts of the page's own elements alone. The reference writes its styles at run time, which needs them inline on this one page.</summary>
    private static string PolicyOf(string? nonce) =>
        $"default-src 'none'; script-src {(nonce is null ? "'self'" : $"'nonce-{nonce}'")} 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
        "img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'";
}
