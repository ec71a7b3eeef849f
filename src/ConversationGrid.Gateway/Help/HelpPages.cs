using System.Globalization;
using System.Net;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Throttling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Help;

/// <summary>
/// The public articles of a workspace as pages at <c>/help/WORKSPACE/</c>: readable without scripts, to be found by search engines, in each language with an
/// address of its own. The chat stands beside them.
/// </summary>
internal static class HelpPages
{
    private const int WordsLengthMax = 200;

    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    private static readonly Lazy<string> Style = new(() =>
    {
        using var reader = new StreamReader(EmbeddedResource.Open(typeof(HelpPages).Assembly, "help.css"));
        return reader.ReadToEnd();
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/help").AllowAnonymous().RequireRateLimiting(RateLimits.Rest).ExcludeFromDescription();
        group.MapGet("/style.css", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return Results.Text(Style.Value, "text/css", Encoding.UTF8);
        });
        group.MapGet("/{workspace}", ToLanguage);
        group.MapGet("/{workspace}/articles/{id}", ToArticle);
        group.MapGet("/{workspace}/sitemap.xml", SiteMap);
        group.MapGet("/{workspace}/{language}", List);
        group.MapGet("/{workspace}/{language}/{id}", Read);
    }

    /// <summary>To the visitor's own language, where there are articles in it.</summary>
    private static IResult ToLanguage(HttpContext http, WorkspaceDirectory workspaces, IHelpArticles articles, string workspace) =>
        workspaces.Find(workspace) is not null && articles.Languages(workspace) is { Count: > 0 } languages
            ? Results.Redirect($"/help/{workspace}/{Preferred(http, languages)}")
            : NotFound();

    /// <summary>The address of an article that names no language: where a citation leads.</summary>
    private static IResult ToArticle(HttpContext http, WorkspaceDirectory workspaces, IHelpArticles articles, string workspace, string id)
    {
        if (workspaces.Find(workspace) is null) return NotFound();
        var languages = articles.Languages(workspace).Where(language => articles.Find(workspace, id, language) is not null).ToList();
        return languages.Count == 0 ? NotFound() : Results.Redirect($"/help/{workspace}/{Preferred(http, languages)}/{Uri.EscapeDataString(id)}");
    }

    private static IResult List(HttpContext http, WorkspaceDirectory workspaces, IHelpArticles articles, string workspace, string language, string? q)
    {
        if (workspaces.Find(workspace) is null || articles.Languages(workspace) is not { Count: > 0 } languages || !languages.Contains(language))
            return NotFound();
        var words = HelpWords.Of(language);
        q = q?.Trim() is { Length: > 0 } asked ? asked[..Math.Min(asked.Length, WordsLengthMax)] : null;
        var found = q is null ? articles.List(workspace, language) : articles.Search(workspace, language, q);
        var title = q is null ? words.All : string.Format(CultureInfo.InvariantCulture, words.Found, q);
        var body = new StringBuilder($"<h1>{Safe(title)}</h1>");
        if (found.Count == 0) body.Append($"<p>{Safe(words.Nothing)}</p>");
        body.Append("<ul class=\"list\">");
        foreach (var entry in found)
            body.Append($"<li><a href=\"/help/{workspace}/{language}/{entry.Id}\"><strong>{Safe(entry.Title)}</strong>")
                .Append($"<span>{Safe(entry.Snippet)}</span></a></li>");
        body.Append("</ul>");
        return Page(http, new(workspace, language, title, null, languages, "", body.ToString(), q, IsIndexed: q is null));
    }

    private static IResult Read(HttpContext http, WorkspaceDirectory workspaces, IHelpArticles articles, string workspace, string language, string id)
    {
        if (workspaces.Find(workspace) is null || articles.Find(workspace, id, language) is not { } article) return NotFound();
        var body = $"<article><h1>{Safe(article.Entry.Title)}</h1>{article.Html}</article>";
        return Page(http, new(workspace, language, article.Entry.Title, article.Entry.Snippet, article.Languages, $"/{article.Entry.Id}", body, null));
    }

    private static IResult SiteMap(HttpContext http, WorkspaceDirectory workspaces, IHelpArticles articles, string workspace)
    {
        if (workspaces.Find(workspace) is null) return NotFound();
        var map = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
        foreach (var entry in articles.Languages(workspace).SelectMany(language => articles.List(workspace, language)))
            map.Append($"<url><loc>{Safe(OriginOf(http))}/help/{workspace}/{entry.Language}/{entry.Id}</loc></url>");
        return Results.Text(map.Append("</urlset>").ToString(), "application/xml", Encoding.UTF8);
    }

    private static IResult Page(HttpContext http, HelpPage page)
    {
        var (words, home) = (HelpWords.Of(page.Language), $"/help/{page.Workspace}/{page.Language}");
        var html = new StringBuilder($"""
            <!doctype html>
            <html lang="{page.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Safe(page.Title)} – {Safe(words.Title)}</title>

            """);
        if (page.Description is { } description) html.Append($"<meta name=\"description\" content=\"{Safe(description)}\">\n");
        if (!page.IsIndexed) html.Append("<meta name=\"robots\" content=\"noindex\">\n");
        html.Append($"<link rel=\"canonical\" href=\"{Safe(OriginOf(http))}{home}{page.Path}\">\n");
        foreach (var other in page.Languages)
            html.Append($"<link rel=\"alternate\" hreflang=\"{other}\" href=\"{Safe(OriginOf(http))}/help/{page.Workspace}/{other}{page.Path}\">\n");
        html.Append($"""
            <link rel="stylesheet" href="/help/style.css"></head><body><a class="skip" href="#text">{Safe(words.Skip)}</a>
            <header><a class="home" href="{home}">{Safe(words.Title)}</a>
            <form action="{home}" role="search">
            <input type="search" name="q" maxlength="{WordsLengthMax}" value="{Safe(page.Words ?? "")}" aria-label="{Safe(words.Search)}"
              placeholder="{Safe(words.Search)}">
            <button>{Safe(words.Find)}</button></form></header>
            <main id="text">{page.Body}</main>
            <footer><a href="{home}">{Safe(words.All)}</a>
            """);
        if (page.Languages.Count > 1)
        {
            html.Append($"<nav aria-label=\"{Safe(words.Languages)}\">");
            foreach (var other in page.Languages.Where(other => other != page.Language))
                html.Append($"<a lang=\"{other}\" hreflang=\"{other}\" href=\"/help/{page.Workspace}/{other}{page.Path}\">{Safe(NameOf(other))}</a> ");
            html.Append("</nav>");
        }
        html.Append($"</footer><script src=\"/widget/loader.js\" data-workspace=\"{page.Workspace}\" data-locale=\"{page.Language}\" async></script>")
            .Append("</body></html>");
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "public, max-age=60";
        return Results.Text(html.ToString(), "text/html", Encoding.UTF8);
    }

    /// <summary>The visitor's language of those that there are, else English, else the first.</summary>
    private static string Preferred(HttpContext http, IReadOnlyList<string> languages)
    {
        if (http.Request.Query["language"].ToString() is { Length: >= 2 } named && languages.Contains(named[..2].ToLowerInvariant()))
            return named[..2].ToLowerInvariant();
        var wanted = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant());
        return wanted.FirstOrDefault(languages.Contains) ?? (languages.Contains("en") ? "en" : languages[0]);
    }

    private static string NameOf(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language, predefinedOnly: true).NativeName;
        }
        catch (CultureNotFoundException)
        {
            return language;
        }
    }

    private static string OriginOf(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private static IResult NotFound() => Results.Text("404", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    /// <summary>What a page shows.</summary>
    /// <param name="Path">What stands behind the language in its address.</param>
    private sealed record HelpPage(
        string Workspace, string Language, string Title, string? Description, IReadOnlyList<string> Languages, string Path, string Body, string? Words,
        bool IsIndexed = true);
}
