using System.Globalization;
using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace ConversationGrid.Gateway.Description;

/// <summary>Completes <c>/openapi/v1.json</c>: what each operation does, the token that it wants, and how it fails.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";
    private const string Problem = "Problem";

    private const string About = """
        REST beside the hubs. Times are ISO 8601 in UTC, ids are opaque, lists are `{items,
            next}`: give `next` as `cursor`. Errors are problem details (RFC 9457) with a
        `code`; what a caller may not see answers `not_found`. A call that is `retryable` may succeed in a moment.
        """;

    public static void Complete(OpenApiOptions options)
    {
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "ConversationGrid", Version = Version, Description = About };
            document.AddComponent(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer",
                Description = "The token of a session (POST /api/v1/sessions/agent, /customer), or a key (POST /api/v1/api-keys).",
            });
            document.AddComponent(Problem, ProblemSchema());
            return Task.CompletedTask;
        });
    }

    private static string Version => typeof(ApiDescription).Assembly.GetName().Version!.ToString(3);

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (operation.OperationId is { } id && Summaries.All.TryGetValue(id, out var summary)) operation.Summary = summary;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isOpen = metadata.OfType<IAllowAnonymous>().Any() || !metadata.OfType<IAuthorizeData>().Any();
        if (!isOpen) operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        operation.Responses ??= [];
        var declared = operation.Responses.Keys.Where(key => key[0] is '4' or '5').Select(key => int.Parse(key, CultureInfo.InvariantCulture));
        foreach (var status in Failures(operation, context, isOpen).Union(declared).ToList())
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(status)}: {Wire.Problems.CodeOf(status)}",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            };
    }

    private static IEnumerable<int> Failures(OpenApiOperation operation, OpenApiOperationTransformerContext context, bool isOpen)
    {
        yield return StatusCodes.Status400BadRequest;
        if (!isOpen || context.Description.RelativePath!.Contains("sessions", StringComparison.Ordinal)) yield return StatusCodes.Status401Unauthorized;
        yield return StatusCodes.Status403Forbidden;
        if (context.Description.RelativePath!.Contains('{')) yield return StatusCodes.Status404NotFound;
        var isRead = HttpMethods.IsGet(context.Description.HttpMethod!);
        if (!isRead) yield return StatusCodes.Status409Conflict;
        if (operation.RequestBody is not null) yield return StatusCodes.Status413PayloadTooLarge;
        yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status503ServiceUnavailable;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457).",
        Required = new HashSet<string> { "status", "title", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, in words for the caller's developer." },
            ["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. ((string[])[RefusalCodes.Invalid, RefusalCodes.Unauthenticated, RefusalCodes.Forbidden, RefusalCodes.NotFound, RefusalCodes.Conflict,
                    RefusalCodes.TooLarge, RefusalCodes.RateLimited, RefusalCodes.NotConfigured, RefusalCodes.Unavailable])],
            },
            ["retryable"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether the same call may succeed in a moment." },
            ["retryAfterMs"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "When, in milliseconds; not always known." },
        },
    };
}
