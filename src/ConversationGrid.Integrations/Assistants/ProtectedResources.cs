using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Integrations.Assistants;

/// <summary>
/// What RFC 9728 has clients look up: how a token for these doors is sent. No authorization server is named, for there is none: the company's own site says
/// who its customer is.
/// </summary>
internal static class ProtectedResources
{
    private const string Path = "/.well-known/oauth-protected-resource";

    public static void Map(IEndpointRouteBuilder routes, string kind) => routes.MapGet(
        $"{Path}/{kind}/{{workspace}}", (HttpContext http, AssistantDoor door) => door.Find(http) is { } workspace
            ? Results.Json(new ProtectedResource(
                $"{Origin(http.Request)}/{kind}/{workspace.Name}", ["header"], $"{workspace.Name}: customers' own assistants",
                $"{Origin(http.Request)}/api/v1/sessions/customer", $"{Origin(http.Request)}/api/v1/sessions/customer/mandates"))
            : Problems.Of(Refusal.NotFound("workspace, or it is not open to assistants")))
        .AllowAnonymous().RequireRateLimiting(RateLimits.Rest).WithTags("Assistants")
        .WithSummary("Says how a customer's own assistant proves whom it acts for.").Produces<ProtectedResource>();

    /// <summary>Where the description of a door lies.</summary>
    public static string AddressOf(HttpRequest request, string kind, string workspace) => $"{Origin(request)}{Path}/{kind}/{workspace}";

    /// <summary>This host, as the caller reached it.</summary>
    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}

/// <summary>A door for customers' assistants, as RFC 9728 describes it.</summary>
/// <param name="Resource">Its address.</param>
/// <param name="Methods">How a token is sent.</param>
/// <param name="SessionEndpoint">Where a customer's session, and so a token, is had.</param>
/// <param name="MandateEndpoint">Where a customer's session gets a mandate.</param>
public sealed record ProtectedResource(
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("bearer_methods_supported")] IReadOnlyList<string> Methods,
    [property: JsonPropertyName("resource_name")] string Name,
    [property: JsonPropertyName("session_endpoint")] string SessionEndpoint,
    [property: JsonPropertyName("mandate_endpoint")] string MandateEndpoint);
