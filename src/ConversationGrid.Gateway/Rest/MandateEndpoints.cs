using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Mandates for customers' own assistants, made by the customer's session.</summary>
internal static class MandateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/sessions/customer/mandates", Create).WithTags("Sessions")
        .RequireAuthorization(AccessPolicies.Customer).RequireRateLimiting(RateLimits.Sessions).WithName("Session_Mandate")
        .Produces<MandateAnswer>(StatusCodes.Status201Created)
        .WithDescription("A token for the customer's own assistant: for some tools and tasks, up to an amount, for a time. It opens MCP and A2A alone.");

    private static IResult Create(HttpContext http, Callers callers, Mandates mandates, MandateRequest request)
    {
        if (callers.Find(http.User) is not { } me) return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        var (token, refusal) = mandates.Create(me, http.User, request.Tools, request.MaxAmount, request.ExpiresAt);
        return refusal is not null ? Problems.Of(refusal)
            : Results.Json(new MandateAnswer(token!, request.ExpiresAt!.Value), statusCode: StatusCodes.Status201Created);
    }
}

/// <summary>What the assistant may do.</summary>
/// <param name="Tools">Names of tools of MCP, and of the workspace's tasks.</param>
/// <param name="MaxAmount">A task whose value <c>amount</c> is larger is not done.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record MandateRequest(IReadOnlyList<string?>? Tools, decimal? MaxAmount, DateTimeOffset? ExpiresAt);

/// <summary>A mandate, sent as <c>Authorization: Bearer</c>.</summary>
public sealed record MandateAnswer(string Token, DateTimeOffset ExpiresAt);
