using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Desk;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What staff do in a conversation, for other systems and staff over REST: the same commands as on the hubs, with the same refusals.</summary>
internal static class ConversationWriteEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/conversations/{id}").WithTags("Conversations").RequireRateLimiting(RateLimits.Rest);
        group.MapPost("/messages", PostAsync).WithName("Conversation_Post").Produces<PostReceipt>(StatusCodes.Status201Created)
            .RequireAuthorization(AccessPolicies.Of(Rights.Reply))
            .WithDescription("Says something to the customer, or with `note` to colleagues only. The same clientId again gives the same receipt. A person " +
            "writes where it has the conversation or joined it; a key writes in every conversation that is open.");
        group.MapPost("/assign", AssignAsync).WithName("Conversation_Assign").Produces<TransferReceipt>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Assign))
            .WithDescription("Gives it to a queue, to the assistant or to an agent. Supervisors and keys assign it to the agent at once; from an agent it is " +
            "a transfer, which is offered.");
        Map<LabelsRequest>(group, "labels", (me, request) => new LabelConversation(me.Caller, request.Add, request.Remove))
            .WithDescription("Puts labels on and takes labels off; what is there already, or not there, changes nothing.");
        Map<ValuesRequest>(group, "fields", (me, request) =>
            new SetFields(me.Caller, [.. (request.Fields ?? new Dictionary<string, string?>()).Select(f => new CustomField(f.Key, f.Value))]))
            .WithDescription("Writes custom fields; a null value takes the field away.");
        Map<UrgencyRequest>(group, "priority", (me, request) => new SetPriority(me.Caller, request.Priority)).WithDescription("0 (whenever) to 3 (now).");
        Map<DispositionRequest>(group, "resolve", (me, request) => new ResolveConversation(me.Caller, request.Disposition))
            .WithDescription("Marks the matter as solved; the customer is asked to rate it.");
        Map<NoRequest>(group, "reopen", (me, _) => new ReopenConversation(me.Caller)).WithDescription("Takes it up again.");
    }

    private static RouteHandlerBuilder Map<TRequest>(RouteGroupBuilder group, string name, Func<CallerIn, TRequest, ConversationCommand> command)
        where TRequest : class, new() =>
        group.MapPost($"/{name}", async (HttpContext http, Callers callers, IGrid grid, string id, TRequest? request, CancellationToken cancel) =>
            await DoAsync(http, callers, id, async (me, conversation) =>
            {
                var receipt = await grid.Conversation(conversation).RunAsync(command(me, request ?? new()), cancel);
                return Results.Json(new ConversationReceipt(conversation.Id, receipt.Seq));
            })).WithName($"Conversation_{char.ToUpperInvariant(name[0])}{name[1..]}").Produces<ConversationReceipt>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Reply));

    private static Task<IResult> PostAsync(
        HttpContext http, Callers callers, IGrid grid, IAttachments attachments, string id, MessageRequest request, CancellationToken cancel) =>
        DoAsync(http, callers, id, async (me, conversation) =>
        {
            if (request is { Note: true, Attachments.Count: > 0 }) return Problems.Of(Refusal.Invalid("A note has no attachments."));
            var receipt = await attachments.PostAsync(conversation, me.Id, request.Attachments, files => grid.Conversation(conversation).RunAsync(
                request.Note == true
                    ? new PostNote(me.Caller, request.ClientId ?? "", request.Text ?? "")
                    : new PostMessage(me.Caller, request.ClientId ?? "", request.Text ?? "", Attachments: files),
                cancel), cancel);
            return Results.Json(new PostReceipt(conversation.Id, receipt.Seq, receipt.At), statusCode: StatusCodes.Status201Created);
        });

    private static Task<IResult> AssignAsync(
        HttpContext http, Callers callers, IGrid grid, Transfers transfers, string id, AssignRequest request, CancellationToken cancel) =>
        DoAsync(http, callers, id, async (me, conversation) =>
        {
            if (request is { AgentId: { } agentId, Queue: null, ToAssistant: not true } && me.Caller.SeesWholeWorkspace)
            {
                var taken = await grid.Conversation(conversation).RunAsync(await transfers.OrderAsync(me, agentId, cancel), cancel);
                return Results.Json(new TransferReceipt(id, taken.Seq, null));
            }
            if (await grid.Conversation(conversation).ViewAsync(me.Caller, cancel) is not { } view) return Problems.Of(Refusal.NotFound("conversation"));
            var (queue, warning) = await transfers.PlanAsync(me, view, new(id, request.Queue, request.AgentId, request.Note, request.ToAssistant), cancel);
            var receipt = await grid.Conversation(conversation).RunAsync(
                new TransferConversation(me.Caller, queue, request.AgentId, request.Note, request.ToAssistant == true), cancel);
            return Results.Json(new TransferReceipt(id, receipt.Seq, warning));
        });

    /// <summary>What is done for a caller in one of its workspace's conversations; a refusal as the problem that says why.</summary>
    private static async Task<IResult> DoAsync(HttpContext http, Callers callers, string id, Func<CallerIn, EntityId, Task<IResult>> act)
    {
        if (callers.Find(http.User) is not { } me) return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        // A system that only writes need not be able to read: it is answered receipts.
        if (Callers.IsKey(http.User)) me = me with { Caller = me.Caller with { Without = me.Caller.Without & ~Rights.View } };
        var conversation = me.Entity(id);
        if (!conversation.IsWellFormed) return Problems.Of(Refusal.NotFound("conversation"));
        try
        {
            return await act(me, conversation);
        }
        catch (RefusedException refused)
        {
            return Problems.Of(refused.Refusal);
        }
    }
}

/// <summary>What is said, 1 to 8,000 characters.</summary>
/// <param name="ClientId">The caller's name for the message: the same one again gives the same receipt, for ever.</param>
/// <param name="Note">Whether colleagues only see it. Default: no.</param>
/// <param name="Attachments">Ids of files that the caller sent in before, for this conversation.</param>
public sealed record MessageRequest(string? ClientId, string? Text, bool? Note = null, IReadOnlyList<string>? Attachments = null);

/// <summary>Who gets the conversation: one of the three.</summary>
/// <param name="Note">What the next agent should know.</param>
public sealed record AssignRequest(string? AgentId, string? Queue, bool? ToAssistant = null, string? Note = null);

/// <summary>Labels to put on and to take off.</summary>
public sealed record LabelsRequest
{
    public IReadOnlyList<string>? Add { get; init; }
    public IReadOnlyList<string>? Remove { get; init; }
}

/// <summary>Custom fields by their names.</summary>
public sealed record ValuesRequest
{
    public IReadOnlyDictionary<string, string?>? Fields { get; init; }
}

/// <summary>How urgent it is, 0 (whenever) to 3 (now).</summary>
public sealed record UrgencyRequest
{
    /// <summary>Nothing given is no urgency that there is.</summary>
    public int Priority { get; init; } = -1;
}

/// <summary>How it ended, in the company's own words.</summary>
public sealed record DispositionRequest
{
    public string? Disposition { get; init; }
}

/// <summary>A call that takes nothing.</summary>
public sealed record NoRequest;
