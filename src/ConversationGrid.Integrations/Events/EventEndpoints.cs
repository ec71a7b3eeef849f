using System.Globalization;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Integrations.Events;

/// <summary>The workspace's events for systems that ask for them: <c>GET /api/v1/events</c>.</summary>
internal static class EventEndpoints
{
    private const int LimitMax = 500;
    private const int LimitDefault = 100;

    public static void Map(IEndpointRouteBuilder routes, int passedMax) => routes.MapGet(
        "/api/v1/events", (HttpContext http, Callers callers, IJournalFeed feed, IAttachmentLinks links, string? after, int? limit, string? types,
            CancellationToken cancel) => ReadAsync(http, callers, feed, links, new(after, limit, types, passedMax), cancel))
        .WithTags("Webhooks").WithName("Event_List").Produces<EventPage>().RequireAuthorization(AccessPolicies.Of(Rights.Export))
        .RequireRateLimiting(RateLimits.Rest)
        .WithDescription("All conversations' events in one order, from the first one on; next is always there, and gives what comes behind.");

    private static async Task<IResult> ReadAsync(
        HttpContext http, Callers callers, IJournalFeed feed, IAttachmentLinks links, Asked asked, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        if (asked.Limit is < 1 or > LimitMax) return Problems.Of(Refusal.Invalid($"A limit is 1 to {LimitMax}, not {asked.Limit}."));
        if (Read(asked.After) is not { } place)
            return Problems.Of(Refusal.Invalid("This cursor was not given by this list; ask without one for the first page."));
        string? wrong = null;
        var filter = asked.Types is not { } types ? EventFilter.Everyone
            : EventFilter.Read(types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), out wrong);
        if (filter is null) return Problems.Of(Refusal.Invalid(wrong!));
        var max = asked.Limit ?? LimitDefault;
        var page = await feed.ReadWorkspaceAsync(me.Workspace.Name, place, asked.PassedMax, cancel);
        var items = new List<JsonElement>();
        foreach (var e in page.Events)
        {
            if (filter.ViewerOf(e.Committed.Event) is not { } viewer) continue;
            var linked = links.WithLinks(e.Stream.Id, (ConversationEvent)e.Committed.Event);
            items.Add(JsonElement.Parse(OutsideEvent.Write(e.Stream.Id, e.Committed.Seq, linked, viewer)));
            if (items.Count == max) return Results.Json(new EventPage(items, Write(e.Position), More: true));
        }
        return Results.Json(new EventPage(items, Write(page.ReadTo), !page.IsWhole));
    }

    private static string Write(GlobalPosition place) => string.Create(CultureInfo.InvariantCulture, $"{place.Epoch}.{place.Offset}");

    private static GlobalPosition? Read(string? text) => string.IsNullOrEmpty(text) ? default(GlobalPosition)
        : text.Split('.') is [var epoch, var offset] && long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var e)
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var o) ? new(e, o) : null;

    private sealed record Asked(string? After, int? Limit, string? Types, int PassedMax);
}

/// <summary>Some events of a workspace.</summary>
/// <param name="Items">Each <c>{type, at, workspace, conversationId, seq, by, data}</c>, as webhooks get it.</param>
/// <param name="Next">What to ask <c>after</c> next time, also where there is nothing more yet.</param>
/// <param name="More">Whether there is more already.</param>
public sealed record EventPage(IReadOnlyList<JsonElement> Items, string Next, bool More);
