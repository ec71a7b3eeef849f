using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>Webhooks over REST, for those who may change settings.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var hooks = routes.MapGroup("/api/v1/webhooks").WithTags("Webhooks").RequireAuthorization(AccessPolicies.Of(Rights.Settings))
            .RequireRateLimiting(RateLimits.Rest);
        hooks.MapGet("", ListAsync).WithName("Webhook_List").Produces<Page<WebhookAnswer>>();
        hooks.MapPost("", CreateAsync).WithName("Webhook_Create").Produces<WebhookAnswer>(StatusCodes.Status201Created);
        hooks.MapGet("/{id}", GetAsync).WithName("Webhook_Get").Produces<WebhookAnswer>();
        hooks.MapPut("/{id}", ChangeAsync).WithName("Webhook_Change").Produces<WebhookAnswer>();
        hooks.MapDelete("/{id}", RemoveAsync).WithName("Webhook_Remove").Produces(StatusCodes.Status204NoContent);
        hooks.MapPost("/{id}/test", TestAsync).WithName("Webhook_Test").Produces<DeliveryAnswer>()
            .WithDescription("Sends one event of the type webhook.test at once, and answers what came of it.");
        hooks.MapPost("/{id}/secrets", RotateAsync).WithName("Webhook_Rotate").Produces<WebhookSecretAnswer>(StatusCodes.Status201Created)
            .WithDescription("Another secret. For a time both sign, with a space between the signatures.");
        hooks.MapGet("/{id}/deliveries", DeliveriesAsync).WithName("Webhook_Deliveries").Produces<Page<DeliveryAnswer>>()
            .WithDescription("The latest first. state: waiting, delivered or dead.");
        hooks.MapPost("/{id}/deliveries/{deliveryId}/replay", ReplayAsync).WithName("Webhook_Replay").Produces<DeliveryAnswer>(StatusCodes.Status202Accepted)
            .WithDescription("Sends a delivery again under its own id, as the event is now.");
    }

    private static Task<IResult> ListAsync(HttpContext http, WebhookAdmin admin, CancellationToken cancel) => admin.RunAsync(
        http, async me => Results.Json(Page.Of(await admin.ListAsync(me, cancel))));

    private static Task<IResult> CreateAsync(HttpContext http, WebhookAdmin admin, WebhookRequest request, CancellationToken cancel) => admin.RunAsync(
        http, async me => Results.Json(await admin.CreateAsync(me, request, cancel), statusCode: StatusCodes.Status201Created));

    private static Task<IResult> GetAsync(HttpContext http, WebhookAdmin admin, string id, CancellationToken cancel) => admin.RunAsync(
        http, async me => Results.Json(WebhookAnswer.Of(await admin.FindAsync(me, id, cancel))));

    private static Task<IResult> ChangeAsync(HttpContext http, WebhookAdmin admin, string id, WebhookRequest request, CancellationToken cancel) =>
        admin.RunAsync(http, async me => Results.Json(await admin.ChangeAsync(me, id, request, cancel)));

    private static Task<IResult> RemoveAsync(HttpContext http, WebhookAdmin admin, string id, CancellationToken cancel) => admin.RunAsync(http, async me =>
    {
        await admin.RemoveAsync(me, id, cancel);
        return Results.NoContent();
    });

    private static Task<IResult> TestAsync(HttpContext http, WebhookAdmin admin, string id, CancellationToken cancel) => admin.RunAsync(
        http, async me => Results.Json(await admin.TestAsync(me, id, cancel)));

    private static Task<IResult> RotateAsync(HttpContext http, WebhookAdmin admin, string id, WebhookSecretRequest? request, CancellationToken cancel) =>
        admin.RunAsync(http, async me => Results.Json(await admin.RotateAsync(me, id, request?.Secret, cancel), statusCode: StatusCodes.Status201Created));

    private static Task<IResult> DeliveriesAsync(
        HttpContext http, WebhookAdmin admin, string id, string? state, string? cursor, int? limit, CancellationToken cancel) =>
        admin.RunAsync(http, async me => Results.Json(await admin.DeliveriesAsync(me, id, state, cursor, limit, cancel)));

    private static Task<IResult> ReplayAsync(HttpContext http, WebhookAdmin admin, string id, string deliveryId, CancellationToken cancel) => admin.RunAsync(
        http, async me => Results.Json(await admin.ReplayAsync(me, id, deliveryId, cancel), statusCode: StatusCodes.Status202Accepted));
}
