using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Demo.Traffic;

/// <summary>The demo's traffic over REST, for its supervisors: look, begin, stop. Absent where there is no demo workspace.</summary>
internal static class DemoEndpoints
{
    private const int ConversationsByDefault = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/demo/traffic").WithTags("Demo").RequireAuthorization(AccessPolicies.Of(Rights.Supervise))
            .RequireRateLimiting(RateLimits.Rest);
        group.MapGet("", (HttpContext http, Callers callers, DemoTraffic traffic) => Answer(http, callers, () => traffic.Status))
            .WithName("Demo_TrafficStatus").WithSummary("Says how far the written dialogues are.").Produces<TrafficStatus>();
        group.MapPost("", Begin).WithName("Demo_StartTraffic").WithSummary("Plays written dialogues through the engine.")
            .Produces<TrafficStatus>(StatusCodes.Status202Accepted);
        group.MapDelete("", async (HttpContext http, Callers callers, DemoTraffic traffic) =>
            IsOfDemo(http, callers) ? Results.Json(await traffic.StopAsync()) : NoSuch()).WithName("Demo_StopTraffic")
                .WithSummary("Ends the written dialogues.").Produces<TrafficStatus>();
    }

    private static IResult Begin(HttpContext http, Callers callers, DemoTraffic traffic, IOptions<DemoOptions> options, TrafficRequest? request)
    {
        var (conversations, max) = (request?.Conversations ?? Math.Min(ConversationsByDefault, options.Value.TrafficConversationsMax),
            options.Value.TrafficConversationsMax);
        return conversations < 1 || conversations > max
            ? Problems.Of(Refusal.Invalid($"A run has 1 to {max} conversations, not {conversations}."))
            : Answer(http, callers, () => traffic.Start(conversations), StatusCodes.Status202Accepted);
    }

    private static IResult Answer(HttpContext http, Callers callers, Func<TrafficStatus> status, int code = StatusCodes.Status200OK) =>
        IsOfDemo(http, callers) ? Results.Json(status(), statusCode: code) : NoSuch();

    private static bool IsOfDemo(HttpContext http, Callers callers) => callers.Find(http.User)?.Workspace.Name == DemoWorkspace.Name;

    private static IResult NoSuch() => Problems.Of(Refusal.NotFound("demo in this workspace"));
}

/// <summary>How much traffic is wanted.</summary>
public sealed record TrafficRequest(int? Conversations);
