using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Desk;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Conversations over REST: list, look at, read, and begin from a form or another system.</summary>
internal static class ConversationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/conversations").WithTags("Conversations").RequireRateLimiting(RateLimits.Rest);
        group.MapGet("", ListAsync).WithName("Conversation_List").Produces<ConversationListAnswer>()
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.View));
        group.MapPost("", IntakeAsync).WithName("Conversation_Intake").Produces<IntakeReceipt>(StatusCodes.Status201Created)
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.Intake));
        group.MapGet("/{id}", GetAsync).WithName("Conversation_Get").Produces<ConversationView>().RequireAuthorization(AccessPolicies.CustomerOr(Rights.View));
        group.MapGet("/{id}/events", EventsAsync).WithName("Conversation_Events").Produces<ResumeAnswer>()
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.View));
        group.MapGet("/{id}/messages/{seq}/original", OriginalAsync).WithName("Conversation_Original").Produces<OriginalAnswer>()
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise)).WithDescription(
                "One message or note as it was written, with the card numbers and other secrets that are shown to nobody else.");
        group.MapDelete("/{id}/messages/{seq}", RedactAsync).WithName("Conversation_Redact").Produces<RedactionAnswer>(StatusCodes.Status202Accepted)
            .RequireAuthorization(AccessPolicies.Of(Rights.Redact))
            .WithDescription("Removes the text of one message or note, for everybody and for ever; its place and time stay. Idempotent.");
        group.MapPost("/{id}/messages/{seq}/translation", TranslateAsync).WithName("Conversation_Translate").Produces<TranslationAnswer>()
            .RequireAuthorization(AccessPolicies.Of(Rights.View))
            .WithDescription("Staff: one message as the configured model translates it. The same again costs nothing. 501 not_configured where there is no " +
            "model, 503 unavailable when it gave none.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Callers callers, IConversationList list, int? limit, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        var (filter, page, wrong) = ListRequests.Read(ListRequests.Of(http.Request.Query, limit), me.Caller, me.Workspace.Zone);
        if (wrong is not null) return Problems.Of(wrong);
        var found = await list.FindAsync(me.Workspace.Name, filter!, page!, cancel);
        var next = ListRequests.Write(found.Next);
        return Results.Json(new ConversationListAnswer(found.Items, next, next, found.Total, found.IsMore ? true : null));
    }

    private static async Task<IResult> GetAsync(HttpContext http, Callers callers, IGrid grid, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        return await ViewAsync(me, grid, id, cancel) is { } view ? Results.Json(view) : Problems.Of(Refusal.NotFound("conversation"));
    }

    private static async Task<IResult> EventsAsync(
        HttpContext http, Callers callers, IGrid grid, ConversationPages pages, PageTurns turns, string id, long? after, int? limit, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (limit is < 1 or > Limits.ResumePageMax) return Problems.Of(Refusal.Invalid($"A limit is 1 to {Limits.ResumePageMax}, not {limit}."));
        if (await ViewAsync(me, grid, id, cancel) is not { } view) return Problems.Of(Refusal.NotFound("conversation"));
        try
        {
            // Until the answer is written.
            http.Response.RegisterForDispose(await turns.EnterAsync(http, cancel));
            var (_, page) = await pages.ReadAsync(me.Entity(id), CallerNow, view, after ?? 0, limit ?? 100, follower: null, cancel);
            return Results.Json(new ResumeAnswer(page.Events, page.Head));
        }
        catch (RefusedException refused)
        {
            return Problems.Of(refused.Refusal);
        }

        Caller CallerNow() => callers.Find(http.User)?.Caller ?? throw new RefusedException(NotKnown);
    }

    private static async Task<IResult> OriginalAsync(HttpContext http, Callers callers, IGrid grid, TranscriptReader transcripts, ISecurityLog security,
        string id, long seq,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (!me.Caller.SeesWholeWorkspace) return Problems.Of(Refusal.Forbidden("Supervisors see what is hidden."));
        if (await ViewAsync(me, grid, id, cancel) is not { } view || seq < 1) return Problems.Of(Refusal.NotFound("conversation"));
        await security.AddAsync(me.Workspace.Name, new(me.Id, SecurityActions.SecretRevealed, view.CustomerId, $"{id}.{seq}"));
        return await transcripts.EventAsync(me.Entity(id), seq, cancel) switch
        {
            MessagePosted { Text: { } text } message => Results.Json(new OriginalAnswer(id, seq, message.Original ?? text)),
            NotePosted { Text: { } text } note => Results.Json(new OriginalAnswer(id, seq, note.Original ?? text)),
            _ => Problems.Of(Refusal.NotFound("message")),
        };
    }

    private static async Task<IResult> RedactAsync(HttpContext http, Callers callers, Redactions redactions, string id, long seq, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        try
        {
            await redactions.RedactAsync(me, me.Entity(id), seq, cancel);
            return Results.Json(new RedactionAnswer(id, seq), statusCode: StatusCodes.Status202Accepted);
        }
        catch (RefusedException refused)
        {
            return Problems.Of(refused.Refusal);
        }
    }

    private static async Task<IResult> TranslateAsync(
        HttpContext http, Callers callers, IGrid grid, TranscriptReader transcripts, ModelDesk model, string id, long seq, TranslationRequest request,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (!me.Caller.IsStaff) return Problems.Of(Refusal.Forbidden("Staff have messages translated."));
        if (await ViewAsync(me, grid, id, cancel) is not { } view) return Problems.Of(Refusal.NotFound("conversation"));
        if (request.Language is not ("en" or "ms")) return Problems.Of(Refusal.Invalid("A message is translated into en or ms."));
        if (seq < 1 || seq > view.LastSeq || await transcripts.EventAsync(me.Entity(id), seq, cancel) is not MessagePosted { Text: { } text } message)
            return Problems.Of(Refusal.NotFound("message"));
        var asked = await transcripts.RequestAsync(me.Entity(id), view, cancel);
        var made = await model.TranslateAsync(asked with { Transcript = [new(seq, message.ByKind, text, null)], ReplyTo = seq }, request.Language, me.Caller);
        return made.Refusal is { } refusal ? Problems.Of(refusal) : Results.Json(new TranslationAnswer(id, seq, request.Language, made.Text!, Machine: true));
    }

    /// <summary>A form or another system writes for a customer. The same client id gives the same conversation.</summary>
    private static async Task<IResult> IntakeAsync(HttpContext http, Callers callers, CustomerIds ids, Quotas quotas, MemoryShed memory, IGrid grid,
        IntakeRequest request,
        CancellationToken cancel)
    {
        if (memory.IsShort()) return Problems.Of(MemoryShed.Refused);
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (string.IsNullOrEmpty(request.ClientId)) return Problems.Of(Refusal.Invalid("A clientId is missing."));
        if (request.Channel is not { Length: > 0 and <= 32 } channel || !channel.All(char.IsAsciiLetterLower))
            return Problems.Of(Refusal.Invalid("A channel is a short lower-case word, e.g. form, api or email."));
        if (request.Text is null) return Problems.Of(Refusal.Invalid("A message needs a text."));
        if (await CustomerOfAsync(me, ids, request.Customer, cancel) is not { } customerId)
            return Problems.Of(Refusal.Invalid("A customer needs an id, an externalId or an email."));

        var name = request.Customer?.Name;
        if (name?.Length > Limits.ShortTextMax) return Problems.Of(Refusal.TooLarge($"A name has at most {Limits.ShortTextMax} characters."));
        if (name is { Length: > 0 } && Names.WhatIsWrong(name) is { } wrongName)
            return Problems.Of(Refusal.Invalid($"{wrongName} Leave it out where there is none."));
        var isCustomer = me.Caller.Role == CallerRole.Customer;
        if (!isCustomer && request.Customer is { } described)
        {
            var outcome = await grid.Customer(me.Entity(customerId)).ExecuteAsync(
                new DescribeCustomer(described.Name, described.Email, described.Locale is null ? null : Locales.OrEnglish(described.Locale), Verified: false,
                    IsFiled: true), cancel);
            if (outcome.Refusal is { } bad) return Problems.Of(bad);
        }
        var id = me.Entity(ClientKeys.ConversationId(me.Workspace.Name, customerId, request.ClientId));
        if (isCustomer)
        {
            try
            {
                await quotas.TakeConversationAsync(me, RateLimits.Address(http), request.Text, cancel);
            }
            catch (RefusedException tooMuch)
            {
                return Problems.Of(tooMuch.Refusal);
            }
        }
        var known = await grid.Customer(me.Entity(customerId)).ViewAsync(cancel);
        // What staff or a system file in a customer's name proves nothing of the customer, and says by whom it was filed.
        var writer = Caller.Customer(customerId, isCustomer ? name : known.Name ?? name, isProven: isCustomer && me.Caller.IsProven);
        var started = await grid.Conversation(id).ExecuteAsync(
            new StartConversation(writer, request.ClientId, channel, Locales.OrEnglish(request.Customer?.Locale), request.Text, request.Subject, known.Value,
                isCustomer ? null : me.Caller.Actor), cancel);
        return started.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Results.Json(new IntakeReceipt(id.Id, customerId, started.Receipt.Seq), statusCode: StatusCodes.Status201Created);
    }

    /// <summary>A customer writes for itself; staff and systems for whom they name.</summary>
    private static async Task<string?> CustomerOfAsync(CallerIn me, CustomerIds ids, IntakeCustomer? customer, CancellationToken cancel) =>
        me.Caller.Role == CallerRole.Customer ? me.Id : await ids.OfAsync(me, customer?.Id, customer?.ExternalId, customer?.Email, cancel);

    private static Task<ConversationView?> ViewAsync(CallerIn me, IGrid grid, string id, CancellationToken cancel) =>
        me.Entity(id).IsWellFormed ? grid.Conversation(me.Entity(id)).ViewAsync(me.Caller, cancel) : Task.FromResult<ConversationView?>(null);

    private static Refusal NotKnown => new(RefusalCodes.Unauthenticated, "This account is not known any more.");

    private static IResult Unknown() => Problems.Of(NotKnown);
}

/// <summary>The language that a member of staff reads: <c>en</c> or <c>ms</c>.</summary>
public sealed record TranslationRequest(string? Language);

/// <summary>A message as it was written.</summary>
public sealed record OriginalAnswer(string ConversationId, long Seq, string Text);

/// <summary>A message in another language.</summary>
/// <param name="Machine">Always true: a machine wrote it, and nobody has read it.</param>
public sealed record TranslationAnswer(string ConversationId, long Seq, string Language, string Text, bool Machine);

/// <summary>A message that came by another way.</summary>
public sealed record IntakeRequest(string? Channel, IntakeCustomer? Customer, string? Subject, string? Text, string? ClientId);

/// <summary>Whose message it is: by id, or by what the company calls the customer, or by e-mail.</summary>
public sealed record IntakeCustomer(string? Id, string? ExternalId, string? Name, string? Email, string? Locale);

/// <summary>Where it went.</summary>
public sealed record IntakeReceipt(string ConversationId, string CustomerId, long Seq);

/// <summary>The text of this message is being removed.</summary>
public sealed record RedactionAnswer(string ConversationId, long Seq);
