using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Why a conversation was offered to whom: for staff alone.</summary>
internal static class RoutingEndpoints
{
    /// <summary>Events looked at for offers, and choices answered, newest first.</summary>
    private const int EventsMax = 500;
    private const int ChoicesMax = 20;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/conversations/{id}/routing", ExplainAsync).WithTags("Conversations").WithName("Conversation_Routing")
            .RequireAuthorization(AccessPolicies.Of(Rights.View)).RequireRateLimiting(RateLimits.Rest).Produces<RoutingAnswer>();

    private static async Task<IResult> ExplainAsync(HttpContext http, Callers callers, IGrid grid, IJournal journal, OfferReader offers, string id,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        var conversation = me.Entity(id);
        if (!conversation.IsWellFormed || await grid.Conversation(conversation).ViewAsync(me.Caller, cancel) is not { } view)
            return Problems.Of(Refusal.NotFound("conversation"));
        var choices = new List<RoutingChoice>();
        var events = await journal.ReadBackwardsAsync(new(EntityKind.Conversation, conversation), view.ReadableTo ?? long.MaxValue, EventsMax, cancel);
        foreach (var offer in events.Select(e => e.Event).OfType<Offered>().Take(ChoicesMax))
            if (await offers.PickOfAsync(me.Workspace.Name, offer, cancel) is { } pick)
                choices.Add(
                    new(offer.OfferId, offer.Queue, pick.At, pick.AgentId, offer.AgentName, pick.Reason, pick.Basis, PickReplay.Choose(pick) == pick.AgentId));
        return Results.Json(new RoutingAnswer(view.ConversationId, choices));
    }
}

/// <summary>The choices that led to offers of a conversation, newest first.</summary>
public sealed record RoutingAnswer(string ConversationId, IReadOnlyList<RoutingChoice> Choices);

/// <summary>One choice.</summary>
/// <param name="Basis">What was known, and what spoke for and against each agent that was looked at.</param>
/// <param name="Replayed">Whether the same code makes the same choice from that again.</param>
public sealed record RoutingChoice(
    string OfferId, string Queue, DateTimeOffset At, string AgentId, string Name, string Reason, PickBasis? Basis, bool Replayed);
