using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>
/// Pages below <see cref="Path"/> that administrators open in a browser. An administrator asks for a link, which works once and soon; it puts a token into a
/// cookie that is sent to these pages alone. The right is looked up at every request, as everywhere.
/// </summary>
public sealed class AdminPages(Tokens tokens, TimeProvider time)
{
    public const string Path = "/admin";

    /// <summary>Policy of these pages.</summary>
    public const string Policy = AccessPolicies.Admin;

    private const string Cookie = "grid-admin";
    private const int LinksMax = 100;

    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (CallerIn Admin, string Session, DateTimeOffset Until)> _links = [];

    /// <summary>Maps <c>POST /api/v1/admin/link</c>, for administrators, and the address that it gives.</summary>
    /// <param name="page">The page that the link leads to.</param>
    public static void Map(IEndpointRouteBuilder routes, string page)
    {
        routes.MapPost("/api/v1/admin/link", (HttpContext http, Callers callers, AdminPages pages) =>
            callers.Find(http.User) is { } me
                ? Results.Json(new AdminLink(
                    $"{http.Request.Scheme}://{http.Request.Host}{Path}/enter?code={pages.CreateCode(me, Tokens.SessionOf(http.User))}", pages.LinkEnds))
                : Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more.")))
            .WithTags("Operations").WithName("Admin_Link").Produces<AdminLink>().RequireAuthorization(Policy).RequireRateLimiting(RateLimits.Rest);
        routes.MapGet($"{Path}/enter", (HttpContext http, AdminPages pages, string? code) => pages.Enter(http, code, page))
            .AllowAnonymous().RequireRateLimiting(RateLimits.Sessions).ExcludeFromDescription();
    }

    internal static string? TokenOf(HttpRequest request) =>
        request.Path.StartsWithSegments(Path) && request.Headers.Authorization.Count == 0 && request.Cookies[Cookie] is { Length: > 0 } token ? token : null;

    private DateTimeOffset LinkEnds => time.GetUtcNow() + LinkLifetime;

    private string CreateCode(CallerIn admin, string session)
    {
        var code = ClientKeys.Base32(RandomNumberGenerator.GetBytes(32));
        lock (_lock)
        {
            foreach (var (old, link) in _links.ToList())
                if (link.Until < time.GetUtcNow()) _links.Remove(old);
            if (_links.Count >= LinksMax) throw new RefusedException(Refusal.RateLimited("Too many links are open."));
            _links[code] = (admin, session, LinkEnds);
        }
        return code;
    }

    private IResult Enter(HttpContext http, string? code, string page)
    {
        (CallerIn Admin, string Session, DateTimeOffset Until) link;
        lock (_lock)
            if (!_links.Remove(code ?? "", out link) || link.Until < time.GetUtcNow())
                return Problems.Of(new(RefusalCodes.Unauthenticated, "This link was used or is over; ask for a new one."));
        var (token, _) = tokens.Create(link.Admin.Workspace.Name, CallerRole.Admin, link.Admin.Id, null, SessionLifetime, link.Session);
        http.Response.Cookies.Append(Cookie, token, new()
        {
            Path = Path, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, MaxAge = SessionLifetime, IsEssential = true,
        });
        return Results.Redirect(page);
    }
}

/// <summary>A link that opens the administrators' pages once.</summary>
public sealed record AdminLink(string Url, DateTimeOffset ExpiresAt);
