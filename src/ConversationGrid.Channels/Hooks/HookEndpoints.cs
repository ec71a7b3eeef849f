using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Channels.Intake;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Channels.Hooks;

/// <summary>What the other side of a hook calls: messages of customers, and what became of messages to them.</summary>
internal static class HookEndpoints
{
    private const int AddressMax = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/channels/{workspace}/{channel}", TakeAsync).WithTags("Channels")
        .WithName("Channel_Take").Accepts<HookCall>("application/json").Produces<HookReceipt>().AllowAnonymous().RequireRateLimiting(RateLimits.Rest)
        .WithDescription(
            "A message of a customer, or what became of a message, from the other side of a channel. Signed as Standard Webhooks are; see docs/channels.md.");

    private static async Task<IResult> TakeAsync(
        HttpContext http, HookSettings settings, ChannelIntake intake, IGrid grid, TimeProvider time, string workspace, string channel,
        CancellationToken cancel)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancel);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var (hook, id) = (settings.Find(workspace, channel), http.Request.Headers[HookSignature.IdHeader].ToString());
        // A channel that is not there answers as one whose signature is wrong.
        if (hook is null || !HookSignature.IsRight(
            hook.Secret, id, http.Request.Headers[HookSignature.TimestampHeader], http.Request.Headers[HookSignature.SignatureHeader], bytes.Span,
            time.GetUtcNow()))
            return Problems.Of(new(RefusalCodes.Unauthenticated, "The signature is not right, or its time is more than 5 minutes off."));
        HookCall? call;
        try
        {
            call = JsonSerializer.Deserialize<HookCall>(bytes.Span, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return Problems.Of(Refusal.Invalid("The body cannot be read as JSON."));
        }
        return call?.Type switch
        {
            "message" => await MessageAsync(intake, hook, workspace, channel, id, call, cancel),
            "status" => await StatusAsync(grid, workspace, channel, call, cancel),
            _ => Problems.Of(Refusal.Invalid("A type is message or status.")),
        };
    }

    private static async Task<IResult> MessageAsync(
        ChannelIntake intake, HookOptions hook, string workspace, string channel, string id, HookCall call, CancellationToken cancel)
    {
        if (call.From is not { Length: > 0 and <= AddressMax } from) return Problems.Of(Refusal.Invalid($"A from is 1 to {AddressMax} characters."));
        if (VisibleText.IsBlank(call.Text)) return Problems.Of(Refusal.Invalid("A message needs a text."));
        if (call.Text!.Length > Limits.MessageTextMax) return Problems.Of(Refusal.TooLarge($"A text has at most {Limits.MessageTextMax} characters."));
        if (call.Name?.Length > Limits.ShortTextMax) return Problems.Of(Refusal.TooLarge($"A name has at most {Limits.ShortTextMax} characters."));
        var customer = ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"channel\n{workspace}\n{channel}\n{from}")));
        var taken = await intake.TakeAsync(
            new(workspace, channel, customer, $"hook {Short(id)}", call.Text, new(channel, from, id), channel)
            {
                // One conversation for each customer of the channel, as a messenger shows it.
                Thread = $"channel {channel}", Name = call.Name, Locale = call.Locale, Queue = hook.Queue,
            }, cancel);
        return taken.Refusal is { } refusal ? Problems.Of(refusal) : Results.Json(new HookReceipt(taken.ConversationId, taken.Seq));
    }

    private static async Task<IResult> StatusAsync(IGrid grid, string workspace, string channel, HookCall call, CancellationToken cancel)
    {
        var parts = (call.Id ?? "").Split('.');
        if (parts.Length is < 2 or > 3 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            || !new EntityId(workspace, parts[0]).IsWellFormed)
            return Problems.Of(Refusal.Invalid("An id is that of a message that was sent."));
        DeliveryProblem? problem = call.Status switch
        {
            "delivered" or "read" => DeliveryProblem.None,
            "failed" => call.Problem switch
            {
                "addressUnknown" => DeliveryProblem.AddressUnknown,
                "mailboxFull" => DeliveryProblem.MailboxFull,
                "tooLarge" => DeliveryProblem.TooLarge,
                _ => DeliveryProblem.Refused,
            },
            _ => null,
        };
        if (problem is null) return Problems.Of(Refusal.Invalid("A status is delivered, read or failed."));
        var conversation = grid.Conversation(new(workspace, parts[0]));
        // The secret of one channel says nothing about the messages of another.
        if (await conversation.ViewAsync(Caller.System, cancel) is not { } view || view.Channel != channel) return Problems.Of(Refusal.NotFound("message"));
        var told = await conversation.ExecuteAsync(new ConfirmDelivery(seq, problem.Value), cancel);
        return told.Refusal is { } refusal ? Problems.Of(refusal) : Results.Json(new HookReceipt(parts[0]));
    }

    /// <summary>An id that is no longer than a client id may be.</summary>
    private static string Short(string id) =>
        id.Length <= 100 ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
