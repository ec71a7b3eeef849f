using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Articles over REST. Staff read, administrators change; a change is known in every process about a second later.</summary>
internal static class ArticleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/articles").WithTags("Articles").RequireRateLimiting(RateLimits.Rest);
        group.MapGet("", List).WithName("Article_List").Produces<Page<ArticleEntry>>().RequireAuthorization(AccessPolicies.Of(Rights.View));
        group.MapPost("", PublishAsync).WithName("Article_Publish").Produces<ArticleText>().RequireAuthorization(AccessPolicies.Of(Rights.Knowledge));
        group.MapPost("/import", ImportAsync).WithName("Article_Import").Produces<Page<ImportedArticle>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Knowledge));
        group.MapGet("/gaps", Gaps).WithName("Article_Gaps").Produces<Page<ArticleGap>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapGet("/issues", Issues).WithName("Article_Issues").Produces<Page<ArticleIssue>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapGet("/{id}/{language}", Get).WithName("Article_Get").Produces<ArticleText>()
            .RequireAuthorization(AccessPolicies.Of(Rights.View));
        group.MapDelete("/{id}/{language}", WithdrawAsync).WithName("Article_Withdraw").Produces(StatusCodes.Status204NoContent)
            .RequireAuthorization(AccessPolicies.Of(Rights.Knowledge));
        group.MapGet("/{id}/{language}/versions", VersionsAsync).WithName("Article_Versions").Produces<Page<ArticleVersion>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.View));
    }

    private static IResult List(HttpContext http, Callers callers, IArticles articles) =>
        callers.Find(http.User) is { Caller.IsStaff: true } me ? Results.Json(Page.Of(articles.List(me.Workspace.Name))) : NotForYou();

    /// <summary>What other customers asked, masked: for those who see the whole workspace.</summary>
    private static IResult Gaps(HttpContext http, Callers callers, IArticleCare care) =>
        callers.Find(http.User) is { Caller.SeesWholeWorkspace: true } me ? Results.Json(Page.Of(care.Gaps(me.Workspace.Name))) : NotForYou();

    private static IResult Issues(HttpContext http, Callers callers, IArticleCare care) =>
        callers.Find(http.User) is { Caller.SeesWholeWorkspace: true } me ? Results.Json(Page.Of(care.Issues(me.Workspace.Name))) : NotForYou();

    private static IResult Get(HttpContext http, Callers callers, IArticles articles, string id, string language)
    {
        if (callers.Find(http.User) is not { Caller.IsStaff: true } me) return NotForYou();
        return articles.Find(me.Workspace.Name, id, language) is { } found ? Results.Json(found) : Problems.Of(Refusal.NotFound("article"));
    }

    private static async Task<IResult> PublishAsync(HttpContext http, Callers callers, IArticles articles, ArticleRequest request, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { Caller.Role: CallerRole.Admin } me) return NotForYou();
        if (string.IsNullOrEmpty(request.Source)) return Problems.Of(Refusal.Invalid("An article needs a source: Markdown with front matter."));
        var (article, refusal) = await articles.PublishAsync(me.Workspace.Name, me.Id, request.Source, cancel);
        return refusal is null ? Results.Json(article) : Problems.Of(refusal);
    }

    private static async Task<IResult> ImportAsync(HttpContext http, Callers callers, IArticleImport import, ImportRequest request, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { Caller.Role: CallerRole.Admin } me) return NotForYou();
        var audience = request.Audience ?? "agents";
        if (audience is not ("public" or "agents")) return Problems.Of(Refusal.Invalid($"An audience is public or agents, not '{audience}'."));
        if (request.Urls is { Count: > 0 } urls)
            return Results.Json(Page.Of(await import.FromUrlsAsync(me.Workspace.Name, me.Id, urls, audience, request.Preview, cancel)));
        return request.Folder is { } folder
            ? Results.Json(Page.Of(await import.FromFolderAsync(me.Workspace.Name, me.Id, folder, audience, request.Preview, cancel)))
            : Problems.Of(Refusal.Invalid("An import needs urls or a folder."));
    }

    private static async Task<IResult> WithdrawAsync(HttpContext http, Callers callers, IArticles articles, string id, string language,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { Caller.Role: CallerRole.Admin } me) return NotForYou();
        return await articles.WithdrawAsync(me.Workspace.Name, me.Id, id, language, cancel) is { } refusal ? Problems.Of(refusal) : Results.NoContent();
    }

    private static async Task<IResult> VersionsAsync(HttpContext http, Callers callers, IArticles articles, string id, string language,
        CancellationToken cancel) =>
        callers.Find(http.User) is { Caller.IsStaff: true } me ? Results.Json(Page.Of(await articles.HistoryAsync(me.Workspace.Name, id, language, cancel)))
        : NotForYou();

    private static IResult NotForYou() => Problems.Of(Refusal.Forbidden("Staff read articles, administrators change them."));
}

/// <summary>An article to publish: Markdown with front matter.</summary>
public sealed record ArticleRequest(string? Source);

/// <summary>Texts to import: addresses, or a folder below the configured one (<c>""</c> is that itself).</summary>
/// <param name="Audience"><c>public</c> or <c>agents</c> (the default): of pages whatever they say, of files that do not say it themselves.</param>
/// <param name="Preview">Whether nothing is published and the answer holds what would be.</param>
public sealed record ImportRequest(IReadOnlyList<string>? Urls, string? Folder, string? Audience, bool Preview = false);
