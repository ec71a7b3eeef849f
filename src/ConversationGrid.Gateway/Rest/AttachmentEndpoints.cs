using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ConversationGrid.Gateway.Rest;

/// <summary>Files of messages: sent in before the message that takes them, read by an address that ends.</summary>
internal static class AttachmentEndpoints
{
    /// <summary>What a form with one file has beside the file, at the most, in bytes.</summary>
    private const long FormBytesMax = 65_536;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/conversations/{id}/attachments").WithTags("Conversations").RequireRateLimiting(RateLimits.Rest);
        group.MapPost("", KeepAsync).WithName("Attachment_Keep").Produces<AttachmentAnswer>(StatusCodes.Status201Created)
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.Reply))
            .WithDescription("Sends in one file, as a form's file. A post of the same caller takes it by its id; what none takes is removed after a day.");
        group.MapGet("/{attachmentId}", FindAsync).WithName("Attachment_Get").Produces<AttachmentAnswer>()
            .RequireAuthorization(AccessPolicies.CustomerOr(Rights.View)).WithDescription("A file's description, with an address that is good from now on.");
        routes.MapMethods("/api/v1/attachments/{workspace}/{conversation}/{attachmentId}", [HttpMethods.Get, HttpMethods.Head], ReadAsync)
            .WithTags("Conversations").WithName("Attachment_Read")
            .AllowAnonymous().RequireRateLimiting(RateLimits.Rest).WithDescription("What a file holds. The address is made by the calls that name the file.");
    }

    private static async Task<IResult> KeepAsync(
        HttpContext http, Callers callers, IGrid grid, IAttachments attachments, Quotas quotas, MemoryShed memory, string id, CancellationToken cancel)
    {
        if (memory.IsShort()) return Problems.Of(MemoryShed.Refused);
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (await FollowedAsync(me, grid, id, cancel) is { } refusal) return Problems.Of(refusal);
        if (BoundaryOf(http.Request.ContentType) is not { } boundary) return Problems.Of(Refusal.Invalid("A file comes as multipart/form-data."));
        var bytesMax = attachments.BytesMax + FormBytesMax;
        if (http.Request.ContentLength > bytesMax) return Problems.Of(Refusal.TooLarge($"A file has at most {attachments.BytesMax} bytes."));
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = bytesMax;
        try
        {
            var address = RateLimits.Address(http);
            if (http.Request.ContentLength is { } bytes) await quotas.TakeFileAsync(me, address, bytes, cancel);
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (NameOf(section) is not { } name) continue;
                var kept = await attachments.KeepAsync(me.Entity(id), me.Id, name, section.Body, cancel);
                if (http.Request.ContentLength is null) await TakeOrRemoveAsync(quotas, attachments, me, id, address, kept, cancel);
                return Results.Json(AttachmentAnswer.Of(kept), statusCode: StatusCodes.Status201Created);
            }
            return Problems.Of(Refusal.Invalid("The form holds no file."));
        }
        catch (RefusedException refused)
        {
            return Problems.Of(refused.Refusal);
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.Of(Refusal.TooLarge($"A file has at most {attachments.BytesMax} bytes."));
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            return Problems.Of(Refusal.Invalid("The form could not be read."));
        }
    }

    /// <summary>Counts a file whose length nobody knew before; one that is too much is removed again.</summary>
    private static async Task TakeOrRemoveAsync(
        Quotas quotas, IAttachments attachments, CallerIn me, string id, string address, Attachment kept, CancellationToken cancel)
    {
        try
        {
            await quotas.TakeFileAsync(me, address, kept.Size, cancel);
        }
        catch (RefusedException)
        {
            await attachments.RemoveAsync(me.Entity(id), kept.AttachmentId, CancellationToken.None);
            throw;
        }
    }

    private static async Task<IResult> FindAsync(
        HttpContext http, Callers callers, IGrid grid, IAttachments attachments, AttachmentLinks links, string id, string attachmentId,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return SettingsEndpoints.Unknown();
        if (!me.Entity(id).IsWellFormed || await grid.Conversation(me.Entity(id)).ViewAsync(me.Caller, cancel) is null)
            return Problems.Of(Refusal.NotFound("conversation"));
        return await attachments.FindAsync(me.Entity(id), attachmentId, cancel) is { } found
            ? Results.Json(AttachmentAnswer.Of(links.WithLink(me.Entity(id), found)))
            : Problems.Of(Refusal.NotFound("attachment"));
    }

    private static async Task<IResult> ReadAsync(
        HttpContext http, IAttachments attachments, AttachmentLinks links, string workspace, string conversation, string attachmentId, string? until,
        string? signature, CancellationToken cancel)
    {
        var id = new EntityId(workspace, conversation);
        if (!id.IsWellFormed || !links.IsGood(id, attachmentId, until, signature))
            return Problems.Of(Refusal.Forbidden("This address is over, or was changed; ask for the attachment again."));
        if (await attachments.FindAsync(id, attachmentId, cancel) is not { } file) return Problems.Of(Refusal.NotFound("attachment"));
        var headers = http.Response.Headers;
        // Whatever a file holds, it runs nothing and reads nothing in this origin.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, max-age=3600";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.ContentDisposition = new ContentDispositionHeaderValue(IsShown(file.Type) ? "inline" : "attachment") { FileNameStar = file.Name }.ToString();
        http.Response.ContentType = file.Type.StartsWith("text/", StringComparison.Ordinal) ? $"{file.Type}; charset=utf-8" : file.Type;
        http.Response.ContentLength = file.Size;
        if (!HttpMethods.IsHead(http.Request.Method)) await attachments.WriteToAsync(id, attachmentId, http.Response.Body, cancel);
        return Results.Empty;
    }

    /// <summary>What a page may show by itself; everything else is saved.</summary>
    private static bool IsShown(string type) => type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal)
        || type.StartsWith("video/", StringComparison.Ordinal);

    /// <summary>Null where the caller sees the conversation and what comes in it.</summary>
    private static async Task<Refusal?> FollowedAsync(CallerIn me, IGrid grid, string id, CancellationToken cancel)
    {
        var view = me.Entity(id).IsWellFormed ? await grid.Conversation(me.Entity(id)).ViewAsync(me.Caller, cancel) : null;
        if (view is null) return Refusal.NotFound("conversation");
        return view.ReadableTo is null ? null : Refusal.Forbidden($"Conversation '{id}' went to others.");
    }

    private static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 70 } boundary ? boundary : null;

    /// <summary>The name of a form's file; null for a part that is none.</summary>
    private static string? NameOf(MultipartSection section) => section.GetContentDispositionHeader() is { } header && header.IsFileDisposition()
        ? header.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(header.FileName).Value ?? ""
        : null;
}

/// <summary>A file that was sent in.</summary>
/// <param name="Url">Where it is read for a while, below this gateway's address; null right after it was sent in.</param>
public sealed record AttachmentAnswer(string AttachmentId, string Name, string Type, long Size, string? Url)
{
    internal static AttachmentAnswer Of(Attachment a) => new(a.AttachmentId, a.Name, a.Type, a.Size, a.Url);
}
