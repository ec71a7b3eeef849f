using System.Globalization;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What is kept about one customer: to look at, to hand out, to agree to and to remove; and for how long it is kept.</summary>
internal static class CustomerEndpoints
{
    private const int ListedMax = 100;
    private const int LogMax = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Privacy").RequireRateLimiting(RateLimits.Rest);
        group.MapGet("/customers/{id}", GetAsync).WithName("Customer_Get").Produces<CustomerAnswer>()
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.View));
        group.MapGet("/customers/{id}/export", ExportAsync).WithName("Customer_Export").RequireAuthorization(AccessPolicies.Of(Rights.Export))
            .WithDescription("Everything that is kept about the customer, as a file: JSON, or with format=html a page to read.");
        group.MapDelete("/customers/{id}", EraseAsync).WithName("Customer_Erase").Produces<ErasureAnswer>(StatusCodes.Status202Accepted)
            .RequireAuthorization(AccessPolicies.Of(Rights.Erase))
            .WithDescription("Removes everything that is personal about the customer. The query 'why' is kept with the record of it.");
        group.MapGet("/erasures/{id}", ErasureAsync).WithName("Erasure_Get").Produces<ErasureProgress>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Erase));
        group.MapPost("/customers/{id}/consents", ConsentAsync).WithName("Customer_Consent").Produces<Consent>()
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.View));
        group.MapGet("/security-log", LogAsync).WithName("SecurityLog_List").Produces<Page<LoggedEntry>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Audit))
            .WithDescription("Who read, took along or removed what about customers, oldest first, chained by hashes.");
        group.MapGet("/retention", RetentionAsync).WithName("Retention_Get").Produces<Page<RetentionDue>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Settings))
            .WithDescription("How long each kind of data is kept, and how much of it would be removed now. Nothing is changed.");
    }

    /// <summary>A customer sees itself; an agent whoever it has a conversation of, or had it last.</summary>
    private static async Task<IResult> GetAsync(HttpContext http, Callers callers, IGrid grid, IConversationList list, ISecurityLog security, string id,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (!me.Entity(id).IsWellFormed || (me.Caller.Role == CallerRole.Customer && me.Id != id)) return Problems.Of(Refusal.NotFound("customer"));
        var isAgent = me.Caller.Role == CallerRole.Agent;
        var page = await list.FindAsync(me.Workspace.Name, new(CustomerId: id, VisibleTo: me.Caller, AgentId: isAgent ? me.Id : null),
            new(ConversationSort.Newest, null, ListedMax), cancel);
        if (isAgent && page.Items.Count == 0) return Problems.Of(Refusal.NotFound("customer"));
        var view = await grid.Customer(me.Entity(id)).ViewAsync(cancel);
        if (page.Items.Count == 0 && view is { Name: null, Email: null, Consents.Count: 0, ErasureId: null, Conversations.Count: 0 })
            return Problems.Of(Refusal.NotFound("customer"));
        var isStaff = me.Caller.IsStaff;
        if (isStaff) _ = security.AddAsync(me.Workspace.Name, new(me.Id, SecurityActions.CustomerRead, id));
        return Results.Json(new CustomerAnswer(
            id, view.Name, view.Email, view.Locale, view.ExternalId, view.Verified ? "signature" : null, isStaff ? view.Blocked : null,
            isStaff ? view.Value : null, page.Items, view.Consents, view.ErasureId, isStaff ? view.JoinedInto : null));
    }

    private static async Task<IResult> ExportAsync(HttpContext http, Callers callers, IGrid grid, IExports exports, ISecurityLog security, string id,
        string? format,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (format is not (null or "json" or "html")) return Problems.Of(Refusal.Invalid($"A format is json or html, not '{format}'."));
        if (!await IsKnownAsync(me, grid, id, cancel)) return Problems.Of(Refusal.NotFound("customer"));
        var isHtml = format == "html";
        // Nothing is handed out that was not written down.
        await security.AddAsync(me.Workspace.Name, new(me.Id, SecurityActions.CustomerExported, id, format ?? "json"));
        return Results.Stream(
            target => isHtml ? exports.WriteHtmlAsync(me.Entity(id), target, cancel) : exports.WriteJsonAsync(me.Entity(id), target, cancel),
            isHtml ? "text/html; charset=utf-8" : "application/json", $"customer-{id}.{(isHtml ? "html" : "json")}");
    }

    private static async Task<IResult> EraseAsync(HttpContext http, Callers callers, IGrid grid, IErasures erasures, ISecurityLog security, string id,
        string? why,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (!me.Entity(id).IsWellFormed) return Problems.Of(Refusal.NotFound("customer"));
        var customer = grid.Customer(me.Entity(id));
        var asked = ClientKeys.Base32(RandomNumberGenerator.GetBytes(17));
        var outcome = await customer.ExecuteAsync(new RequestErasure(me.Caller, asked, why), cancel);
        if (outcome.Refusal is { } bad) return Problems.Of(bad);
        // The one that is under way, where another asked before.
        var erasureId = (await customer.ViewAsync(cancel)).ErasureId ?? asked;
        await erasures.RecordAsync(me.Entity(id), erasureId, me.Id, why, cancel);
        await security.AddAsync(me.Workspace.Name, new(me.Id, SecurityActions.CustomerErased, id, erasureId));
        return Results.Json(new ErasureAnswer(erasureId), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ErasureAsync(HttpContext http, Callers callers, IErasures erasures, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        return await erasures.FindAsync(me.Workspace.Name, id, cancel) is { } found ? Results.Json(found) : Problems.Of(Refusal.NotFound("erasure"));
    }

    /// <summary>The customer itself agrees or takes it back; staff write what they were told.</summary>
    private static async Task<IResult> ConsentAsync(HttpContext http, Callers callers, IGrid grid, string id, ConsentRequest request, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (!me.Entity(id).IsWellFormed || (me.Caller.IsStaff && !await IsKnownAsync(me, grid, id, cancel))) return Problems.Of(Refusal.NotFound("customer"));
        if (request.Given is not { } given) return Problems.Of(Refusal.Invalid("Whether it is given is missing."));
        var customer = grid.Customer(me.Entity(id));
        var outcome = await customer.ExecuteAsync(new GiveConsent(me.Caller, request.Purpose, request.Version, given, request.Language, request.Text), cancel);
        if (outcome.Refusal is { } bad) return Problems.Of(bad);
        return Results.Json((await customer.ViewAsync(cancel)).Consents.First(c => c.Purpose == request.Purpose));
    }

    private static async Task<IResult> LogAsync(HttpContext http, Callers callers, ISecurityLog security, long? after, int? limit, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (limit is < 1 or > LogMax) return Problems.Of(Refusal.Invalid($"A limit is 1 to {LogMax}, not {limit}."));
        var entries = await security.ReadAsync(me.Workspace.Name, Math.Max(0, after ?? 0), limit ?? ListedMax, cancel);
        var next = entries.Count == (limit ?? ListedMax) ? entries[^1].Seq.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Json(new Page<LoggedEntry>(entries, next));
    }

    private static async Task<IResult> RetentionAsync(HttpContext http, Callers callers, IRetention retention, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        return Results.Json(new Page<RetentionDue>(await retention.DueAsync(me.Workspace.Name, cancel)));
    }

    private static async Task<bool> IsKnownAsync(CallerIn me, IGrid grid, string id, CancellationToken cancel) =>
        me.Entity(id).IsWellFormed && await grid.Customer(me.Entity(id))
        .ViewAsync(cancel) is not { Name: null, Email: null, Conversations.Count: 0, Consents.Count: 0 };
}

/// <summary>A customer.</summary>
/// <param name="VerifiedBy"><c>signature</c> where the company's site proved who it is; null where nobody did.</param>
/// <param name="Blocked">Staff only.</param>
/// <param name="Value">Staff only.</param>
/// <param name="Conversations">Those that the caller may see, newest first.</param>
/// <param name="ErasureId">The erasure under way.</param>
/// <param name="JoinedInto">The customer that this anonymous one turned out to be; staff only.</param>
public sealed record CustomerAnswer(
    string CustomerId, string? Name, string? Email, string? Locale, string? ExternalId, string? VerifiedBy, bool? Blocked, int? Value,
    IReadOnlyList<ListedConversation> Conversations, IReadOnlyList<Consent> Consents, string? ErasureId,
    string? JoinedInto = null);

/// <summary>Under which id the progress of an erasure can be asked for.</summary>
public sealed record ErasureAnswer(string ErasureId);

/// <summary>Whether a customer agrees to one purpose.</summary>
/// <param name="Version">Version of the text that was shown.</param>
/// <param name="Text">That text: the proof of what was agreed to.</param>
public sealed record ConsentRequest(string? Purpose, string? Version, bool? Given, string? Language, string? Text);
