using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Keys by which other systems call: made, listed with their last use, and ended. For those who may change settings.</summary>
internal static class ApiKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/v1/api-keys").WithTags("Keys").RequireAuthorization(AccessPolicies.Of(Rights.Settings))
            .RequireRateLimiting(RateLimits.Rest);
        keys.MapGet("", ListAsync).WithName("ApiKey_List").Produces<Page<ApiKeyAnswer>>();
        keys.MapPost("", CreateAsync).WithName("ApiKey_Create").Produces<NewApiKey>(StatusCodes.Status201Created);
        keys.MapDelete("/{id}", RemoveAsync).WithName("ApiKey_Remove").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Callers callers, ApiKeys keys, CancellationToken cancel) => callers.Find(http.User) is { } me
        ? Results.Json(new Page<ApiKeyAnswer>(await keys.ListAsync(me.Workspace.Name, cancel)))
        : SettingsEndpoints.Unknown();

    private static async Task<IResult> CreateAsync(HttpContext http, Callers callers, ApiKeys keys, ApiKeyRequest request, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        var (made, key, refusal) = await keys.CreateAsync(me, new(request.Name, request.Rights, request.ExpiresAt), cancel);
        return refusal is not null ? Problems.Of(refusal)
            : Results.Json(new NewApiKey(made!.KeyId, key!, made.Name, made.Rights, made.ExpiresAt), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, Callers callers, ApiKeys keys, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        return await keys.RemoveAsync(me, id, cancel) is { } refusal ? Problems.Of(refusal) : Results.NoContent();
    }
}

/// <summary>A key to make.</summary>
/// <param name="Rights">What it may do: view, reply, assign, knowledge, people, settings, audit, export, erase, intake, supervise.</param>
public sealed record ApiKeyRequest(string? Name, IReadOnlyList<string>? Rights, DateTimeOffset? ExpiresAt);

/// <summary>A key that was made; <paramref name="Key"/> is shown this once, and sent as <c>Authorization: Bearer</c>.</summary>
public sealed record NewApiKey(string KeyId, string Key, string Name, IReadOnlyList<string> Rights, DateTimeOffset? ExpiresAt);
