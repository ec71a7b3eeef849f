using System.Globalization;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Supervision;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What supervisors look at beside the board: the agents now, the audit trail; whom staff shut out, and what customers are worth.</summary>
internal static class OperationsEndpoints
{
    private const int AuditMax = 500;
    private const int AuditByDefault = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Operations").RequireRateLimiting(RateLimits.Rest);
        group.MapGet("/agents", AgentsAsync).WithName("Agent_List").Produces<Page<AgentAnswer>>().RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapGet("/audit", AuditAsync).WithName("Audit_List").Produces<AuditPage>().RequireAuthorization(AccessPolicies.Of(Rights.Audit));
        group.MapGet("/objectives/progress", ProgressAsync).WithName("Objective_Progress").Produces<Page<ObjectiveProgress>>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapPost("/customers/{id}/block", BlockAsync).WithName("Customer_Block").Produces<BlockAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapPost("/customers/value", ValueAsync).WithName("Customer_Value").Produces<ValueAnswer>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
    }

    private static async Task<IResult> ProgressAsync(HttpContext http, Callers callers, Objectives objectives, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        return Results.Json(new Page<ObjectiveProgress>(await objectives.OfAsync(me.Workspace, cancel)));
    }

    private static async Task<IResult> AgentsAsync(HttpContext http, Callers callers, IGrid grid, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        var members = me.Workspace.Staff.OrderBy(s => s.Id, StringComparer.Ordinal).ToList();
        var views = await Task.WhenAll(members.Select(s => grid.Agent(me.Entity(s.Id)).ViewAsync(cancel)));
        return Results.Json(new Page<AgentAnswer>([.. members.Zip(views, (s, v) => new AgentAnswer(
            s.Id, s.Name, s.Role, v.Status, v.Load, s.Capacity, s.Queues, s.Languages, [.. v.Slots.Select(x => x.ConversationId)]))]));
    }

    private static async Task<IResult> AuditAsync(HttpContext http, Callers callers, IJournal journal, long? after, int? limit, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (limit is < 1 or > AuditMax) return Problems.Of(Refusal.Invalid($"A limit is 1 to {AuditMax}, not {limit}."));
        var events = await journal.ReadAsync(StreamId.OfWorkspace(me.Workspace.Name), Math.Max(0, after ?? 0), limit ?? AuditByDefault, cancel);
        var last = events.Count > 0 ? events[^1].Seq : after ?? 0;
        var next = events.Count == (limit ?? AuditByDefault) ? last.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Json(new AuditPage([.. events.Select(e => Entry(e.Seq, (WorkspaceEvent)e.Event))], last, next));
    }

    private static async Task<IResult> BlockAsync(HttpContext http, Callers callers, IGrid grid, string id, BlockCustomerRequest request,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (!me.Entity(id).IsWellFormed) return Problems.Of(Refusal.NotFound("customer"));
        var customer = grid.Customer(me.Entity(id));
        var view = await customer.ViewAsync(cancel);
        if (view is { Conversations.Count: 0, Name: null, Email: null }) return Problems.Of(Refusal.NotFound("customer"));
        var outcome = await customer.ExecuteAsync(new BlockCustomer(me.Caller, request.Blocked, request.Reason), cancel);
        return outcome.Refusal is { } bad ? Problems.Of(bad) : Results.Json(new BlockAnswer(id, request.Blocked));
    }

    /// <summary>The company says what a customer is worth to it, also before the customer ever wrote.</summary>
    private static async Task<IResult> ValueAsync(HttpContext http, Callers callers, CustomerIds ids, IGrid grid, CustomerValueRequest request,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (request.ExternalId?.Length > Limits.ShortTextMax || request.Email?.Length > Limits.ShortTextMax)
            return Problems.Of(Refusal.TooLarge($"An e-mail or externalId has at most {Limits.ShortTextMax} characters."));
        if (request.Value is not { } value) return Problems.Of(Refusal.Invalid($"A value is 0 to {Limits.CustomerValueMax}."));
        if (await ids.OfAsync(me, request.Id, request.ExternalId, request.Email, cancel) is not { } id)
            return Problems.Of(Refusal.Invalid("A customer needs an id, an externalId or an email."));
        var outcome = await grid.Customer(me.Entity(id)).ExecuteAsync(new ValueCustomer(me.Caller, value), cancel);
        return outcome.Refusal is { } bad ? Problems.Of(bad) : Results.Json(new ValueAnswer(id, value));
    }

    private static AuditEntry Entry(long seq, WorkspaceEvent e) => e switch
    {
        SettingSaved x => new(seq, x.At, x.ById, x.ByName, "saved", x.Kind, x.Id, SettingsEndpoints.Shown(x.Kind, x.Body)),
        SettingRemoved x => new(seq, x.At, x.ById, x.ByName, "removed", x.Kind, x.Id, null),
        _ => new(seq, e.At, e.ById, e.ByName, e.GetType().Name, "", "", null),
    };
}

/// <summary>One member of staff now.</summary>
/// <param name="Conversations">What it has or is offered.</param>
public sealed record AgentAnswer(
    string AgentId, string Name, CallerRole Role, PresenceStatus Status, int Load, int Capacity, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages,
    IReadOnlyList<string> Conversations);

/// <summary>Changes of the settings in order.</summary>
/// <param name="Last">Where to go on with <c>after</c>, also when there is nothing more now.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Items, long Last, string? Next) : Page<AuditEntry>(Items, Next);

/// <summary>Who changed what, when, to what.</summary>
public sealed record AuditEntry(long Seq, DateTimeOffset At, string ById, string? ByName, string Action, string Kind, string Id, JsonElement? Definition);

/// <summary>What a customer is worth to the company, 0 (as any other) to 3: named by id, by what the company calls it, or by e-mail.</summary>
public sealed record CustomerValueRequest(string? Id, string? ExternalId, string? Email, int? Value);

/// <inheritdoc cref="CustomerValueRequest"/>
public sealed record ValueAnswer(string CustomerId, int Value);

/// <summary>Whether a customer may write.</summary>
public sealed record BlockCustomerRequest(bool Blocked, string? Reason);

/// <inheritdoc cref="BlockCustomerRequest"/>
public sealed record BlockAnswer(string CustomerId, bool Blocked);
