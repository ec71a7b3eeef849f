using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Rest;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using ConversationGrid.Integrations.Assistants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Integrations.A2a;

/// <summary>The A2A agent of each workspace: its card, and JSON-RPC in versions 1.0 and 0.3 at <c>POST /a2a/{workspace}</c>.</summary>
internal static class A2aEndpoints
{
    private const string Kind = "a2a";
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int MethodNotFound = -32601;
    private const int InvalidParameters = -32602;
    private const int TaskNotFound = -32001;
    private const int TaskNotCancelable = -32002;
    private const int Unsupported = -32004;
    private const int ContentTypeNotSupported = -32005;
    private const int VersionNotSupported = -32009;
    private const string VersionHeader = "A2A-Version";

    /// <summary>What the protocol has no code for; <c>data.code</c> is one of the product's.</summary>
    private const int Refused = -32000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/{Kind}/{{workspace}}/.well-known/agent-card.json", (HttpContext http, AssistantDoor door) => door.Find(http) is { } workspace
                ? Results.Json(AgentCard.Of(http.Request, workspace.Name))
                : Problems.Of(Refusal.NotFound("workspace, or it is not open to assistants")))
            .AllowAnonymous().RequireRateLimiting(RateLimits.Rest).WithTags("Assistants").WithName("A2a_Card")
            .WithSummary("Describes the workspace's assistant to customers' own assistants.").Produces<JsonObject>();
        AssistantDoor.Guard(routes.MapPost($"/{Kind}/{{workspace}}", AnswerAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Rest), Kind);
        ProtectedResources.Map(routes, Kind);
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var calls = (A2aCalls)http.RequestServices.GetService(typeof(A2aCalls))!;
        JsonNode? id = null;
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            var request = body.RootElement;
            if (request.ValueKind != JsonValueKind.Object || !JsonBody.IsReadable(request) || A2aWire.Text(request, "jsonrpc") != "2.0"
                || A2aWire.Text(request, "method") is not { } method
                || !request.TryGetProperty("id", out var given) || given.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            {
                await FailAsync(http, id, InvalidRequest, "This is no JSON-RPC 2.0 request with an id.");
                return;
            }
            id = JsonNode.Parse(given.GetRawText());
            if (http.Request.Headers[VersionHeader] is [{ Length: > 0 } version] && !version.StartsWith("1.", StringComparison.Ordinal)
                && !version.StartsWith("0.3", StringComparison.Ordinal))
            {
                await FailAsync(http, id, VersionNotSupported, "Versions 1.0 and 0.3 are spoken here.");
                return;
            }
            await CallAsync(http, calls, method, id!, request.TryGetProperty("params", out var parameters) ? parameters : default);
        }
        catch (JsonException)
        {
            await FailAsync(http, id, ParseError, "The body is no JSON.");
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(http, id, refused.Refusal);
        }
        catch (JournalUnavailableException)
        {
            await RefuseAsync(http, id, Refusal.Unavailable("The store did not answer; try again."));
        }
    }

    private static Task CallAsync(HttpContext http, A2aCalls calls, string method, JsonNode id, JsonElement parameters) => method switch
    {
        "SendMessage" => SendAsync(http, calls, A2aWire.V1, id, parameters),
        "message/send" => SendAsync(http, calls, A2aWire.V03, id, parameters),
        "SendStreamingMessage" => StreamAsync(http, calls, A2aWire.V1, id, parameters),
        "message/stream" => StreamAsync(http, calls, A2aWire.V03, id, parameters),
        "GetTask" => GetAsync(http, calls, A2aWire.V1, id, parameters),
        "tasks/get" => GetAsync(http, calls, A2aWire.V03, id, parameters),
        "CancelTask" => CancelAsync(http, calls, A2aWire.V1, id, parameters),
        "tasks/cancel" => CancelAsync(http, calls, A2aWire.V03, id, parameters),
        _ => FailAsync(http, id, MethodNotFound, "There is no such method here."),
    };

    private static async Task SendAsync(HttpContext http, A2aCalls calls, A2aWire wire, JsonNode id, JsonElement parameters)
    {
        if (await RequestAsync(http, id, parameters) is not { } request) return;
        var task = await calls.SendAsync(AssistantDoor.Of(http), request, http.RequestAborted);
        await WriteAsync(http, Result(id, wire.Sent(task, request.HistoryLength)));
    }

    private static async Task StreamAsync(HttpContext http, A2aCalls calls, A2aWire wire, JsonNode id, JsonElement parameters)
    {
        if (await RequestAsync(http, id, parameters) is not { } request) return;
        var isFirst = true;
        await foreach (var (task, isLast) in calls.StreamAsync(AssistantDoor.Of(http), request, http.RequestAborted))
        {
            // A refusal comes before the first of them, and is an answer of its own.
            if (isFirst) http.Response.ContentType = "text/event-stream";
            var result = Result(id, isFirst ? wire.Sent(task, request.HistoryLength) : wire.Update(task, isLast));
            await http.Response.WriteAsync($"data: {result.ToJsonString(ContractsJson.Options)}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            isFirst = false;
        }
    }

    private static async Task GetAsync(HttpContext http, A2aCalls calls, A2aWire wire, JsonNode id, JsonElement parameters) => await WriteAsync(
        http, Result(id, wire.Task(await calls.GetAsync(AssistantDoor.Of(http), A2aWire.Text(parameters, "id"), http.RequestAborted),
            A2aWire.HistoryLengthIn(parameters))));

    private static async Task CancelAsync(HttpContext http, A2aCalls calls, A2aWire wire, JsonNode id, JsonElement parameters)
    {
        try
        {
            await WriteAsync(
                http, Result(id, wire.Task(await calls.CancelAsync(AssistantDoor.Of(http), A2aWire.Text(parameters, "id"), http.RequestAborted), null)));
        }
        catch (RefusedException over) when (over.Refusal.Code == RefusalCodes.Conflict)
        {
            await FailAsync(http, id, TaskNotCancelable, over.Refusal.Message);
        }
    }

    /// <summary>The message that a call brings; null where it was refused.</summary>
    private static async Task<A2aRequest?> RequestAsync(HttpContext http, JsonNode id, JsonElement parameters)
    {
        var request = A2aWire.Read(parameters);
        if (request is null) await FailAsync(http, id, InvalidParameters, "A message with messageId and parts is missing.");
        else if (request.Text is null) await FailAsync(http, id, ContentTypeNotSupported, "Parts of a message are text here.");
        return request is { Text: not null } ? request : null;
    }

    private static Task RefuseAsync(HttpContext http, JsonNode? id, Refusal refusal)
    {
        if (refusal.Code == RefusalCodes.Unauthenticated)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate =
                $"Bearer resource_metadata=\"{ProtectedResources.AddressOf(http.Request, Kind, AssistantDoor.Of(http).Workspace.Name)}\"";
        }
        var code = refusal.Code switch
        {
            RefusalCodes.NotFound => TaskNotFound,
            RefusalCodes.Invalid or RefusalCodes.TooLarge => InvalidParameters,
            RefusalCodes.Conflict => Unsupported,
            _ => Refused,
        };
        return FailAsync(http, id, code, refusal.Message, new JsonObject { ["code"] = refusal.Code, ["retryable"] = refusal.Retryable });
    }

    private static Task FailAsync(HttpContext http, JsonNode? id, int code, string message, JsonObject? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is not null) error["data"] = data;
        return WriteAsync(http, new() { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["error"] = error });
    }

    private static JsonObject Result(JsonNode id, JsonObject result) => new() { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result };

    private static Task WriteAsync(HttpContext http, JsonObject answer)
    {
        // A stream that broke off can be told nothing more.
        if (http.Response.HasStarted) return Task.CompletedTask;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(answer.ToJsonString(ContractsJson.Options), http.RequestAborted);
    }
}
