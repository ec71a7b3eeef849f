using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;

namespace ConversationGrid.Engine.Effects;

/// <summary>Sends one message of a conversation through its channel, and says how it went.</summary>
public sealed class Deliveries(Func<IGrid> grid, TranscriptReader transcripts, ChannelRegistry channels)
{
    /// <summary>How long one attempt may take.</summary>
    private static readonly TimeSpan SendWithin = TimeSpan.FromMinutes(2);

    /// <summary>Whether what is written in a conversation is delivered, because its channel is not live.</summary>
    public async Task<bool> DeliversAsync(EntityId id, CancellationToken cancel) =>
        await grid().Conversation(id).ViewAsync(Caller.System, cancel) is { } view && channels.RuleOf(id.Workspace, view.Channel) is not null;

    /// <summary>Makes one attempt. Whatever ends the process between the sending and the report has the message sent again under the same key.</summary>
    /// <exception cref="RefusedException">The report was not taken; the attempt is made again.</exception>
    /// <exception cref="JournalUnavailableException">The message could not be read; nothing was sent.</exception>
    public async Task CarryOutAsync(EntityId id, EffectId effect, long messageSeq, CancellationToken cancel)
    {
        var report = await SendAsync(id, messageSeq, cancel);
        var told = await grid().Conversation(id).ExecuteAsync(new ReportDelivery(effect, messageSeq, report), cancel);
        if (told.Refusal is { Retryable: true } later) throw new RefusedException(later);
    }

    private async Task<DeliveryReport> SendAsync(EntityId id, long messageSeq, CancellationToken cancel)
    {
        if (await transcripts.EventAsync(id, messageSeq, cancel) is not MessagePosted { Text: { } text } message)
            return DeliveryReport.Failed(DeliveryProblem.TextRemoved);
        if (await grid().Conversation(id).ViewAsync(Caller.System, cancel) is not { } view) return DeliveryReport.Failed(DeliveryProblem.TextRemoved);
        if (channels.Find(id.Workspace, view.Channel) is not var (sender, profile)) return DeliveryReport.Failed(DeliveryProblem.NotConfigured);
        var (origin, references, hasEarlierAi) = await transcripts.OriginsAsync(id, messageSeq, OutboundMessage.ReferencesMax, cancel);
        var whole = new OutboundMessage(id, view.Channel, messageSeq, "", text, message.By, view.Language ?? view.Locale)
        {
            At = message.At,
            Topic = (await transcripts.EventAsync(id, 1, cancel) as ConversationStarted)?.Topic,
            Origin = origin,
            References = references,
            Email = (await grid().Customer(new(id.Workspace, view.CustomerId)).ViewAsync(cancel)).Email,
            Citations = message.Citations ?? [],
            Attachments = profile.Capabilities.Attachments ? message.Attachments ?? [] : [],
        };
        if (whole.IsByAi && !hasEarlierAi && !profile.Capabilities.OwnDisclosure)
            whole = whole with { Text = $"{AiDisclosures.TextOf(whole.Language)}\n\n{text}" };
        if (message.Attachments is { Count: > 0 } files && !profile.Capabilities.Attachments)
            whole = whole with { Text = $"{whole.Text}\n\n{LeftOut(files, whole.Language)}".Trim() };
        return await SendAsync(sender, profile.Capabilities, whole, cancel);
    }

    /// <summary>Says which files of a message its channel cannot carry.</summary>
    private static string LeftOut(IReadOnlyList<Attachment> files, string language) =>
        $"[{(language.StartsWith("ms", StringComparison.OrdinalIgnoreCase) ? "Fail yang tidak dapat dihantar" : "Files that cannot be sent")}: "
        + $"{string.Join(", ", files.Select(f => f.Name))}]";

    private static async Task<DeliveryReport> SendAsync(
        IChannelSender sender, ChannelCapabilities capabilities, OutboundMessage whole, CancellationToken cancel)
    {
        var parts = MessageParts.Of(capabilities.Markdown ? whole.Text : MessageParts.Plain(whole.Text), capabilities.TextMax);
        var last = DeliveryReport.Sent;
        for (var i = 0; i < parts.Count; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{whole.Conversation.Id}.{whole.MessageSeq}{(i == 0 ? "" : $".{i}")}");
            last = await SendPartAsync(sender, whole with { Key = key, Text = parts[i], Attachments = i == 0 ? whole.Attachments : [] }, cancel);
            if (last.Result is not (DeliveryResult.Sent or DeliveryResult.Delivered)) return last;
        }
        return last;
    }

    private static async Task<DeliveryReport> SendPartAsync(IChannelSender sender, OutboundMessage part, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(SendWithin);
        try
        {
            return await sender.SendAsync(part, limited.Token);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // What a server says may hold an address or a text, so it is neither kept nor logged.
            return DeliveryReport.Later(DeliveryProblem.Unreachable);
        }
    }
}
