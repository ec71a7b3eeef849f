using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What the assistant decided and why, for supervisors: read by id, listed by conversation, made again.</summary>
internal static class DecisionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Decisions").RequireAuthorization(AccessPolicies.Of(Rights.Supervise))
            .RequireRateLimiting(RateLimits.Rest);
        group.MapGet("/decisions/{id}", GetAsync).WithName("Decision_Get").Produces<DecisionAnswer>();
        group.MapPost("/decisions/{id}/execute-again", AgainAsync).WithName("Decision_ExecuteAgain").Produces<ReExecution>();
        group.MapGet("/conversations/{id}/decisions", ListAsync).WithName("Decision_List").Produces<Page<DecisionAnswer>>();
    }

    private static async Task<IResult> GetAsync(HttpContext http, Callers callers, IDecisions decisions, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { Caller.SeesWholeWorkspace: true } me) return NotForYou();
        return await decisions.FindAsync(me.Workspace.Name, id, cancel) is { } found ? Results.Json(Answer(id, found))
            : Problems.Of(Refusal.NotFound("decision"));
    }

    private static async Task<IResult> AgainAsync(HttpContext http, Callers callers, IDecisions decisions, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { Caller.SeesWholeWorkspace: true } me) return NotForYou();
        return await decisions.ExecuteAgainAsync(me.Workspace.Name, id, cancel) is { } again ? Results.Json(again) : Problems.Of(Refusal.NotFound("decision"));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Callers callers, IGrid grid, IDecisions decisions, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { Caller.SeesWholeWorkspace: true } me) return NotForYou();
        if (!me.Entity(id).IsWellFormed || await grid.Conversation(me.Entity(id)).ViewAsync(me.Caller, cancel) is null)
            return Problems.Of(Refusal.NotFound("conversation"));
        return Results.Json(Page.Of((await decisions.OfAsync(me.Entity(id), cancel)).Select(d => Answer(d.Id, d.Decision))));
    }

    private static DecisionAnswer Answer(string id, DecisionRecorded record) => new(id, record.At, record.Decision, record.Texts);

    private static IResult NotForYou() => Problems.Of(Refusal.Forbidden("Supervisors look into decisions."));
}

/// <summary>The record of one decision. Its words are absent after an erasure.</summary>
public sealed record DecisionAnswer(string Id, DateTimeOffset At, AiDecision Decision, DecisionTexts? Texts);
