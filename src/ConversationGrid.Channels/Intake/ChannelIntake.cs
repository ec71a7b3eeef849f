using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Channels.Intake;

/// <summary>Files what customers wrote on channels that are not live: into the conversation that it belongs to, or as a new one. Idempotent.</summary>
public sealed class ChannelIntake(IGrid grid, IAttachments attachments)
{
    /// <summary>Conversations into which others were merged that are followed at most.</summary>
    private const int MergesMax = 5;

    /// <summary>Behind the client id of a message, names the one that holds its files.</summary>
    private const string FilesMark = ".files";

    /// <summary>Files one message, and behind it, as a message of their own, the files that came with it. Taken in again after an end in between, it is filed
    /// once.</summary>
    /// <exception cref="JournalUnavailableException">It may be filed or not; file it again.</exception>
    /// <exception cref="RefusedException">The same.</exception>
    public async Task<InboundResult> TakeAsync(InboundMessage message, CancellationToken cancel)
    {
        var filed = await FileAsync(message, cancel);
        if (filed.Refusal is null && message.Files.Count > 0) await KeepAsync(message, filed.ConversationId, cancel);
        return filed;
    }

    private async Task<InboundResult> FileAsync(InboundMessage message, CancellationToken cancel)
    {
        if (message.Into is { } into && await PostAsync(message, into, cancel) is { } posted) return posted;
        var customer = grid.Customer(new(message.Workspace, message.CustomerId));
        var known = await customer.ViewAsync(cancel);
        if (known.Blocked) return new("", 0, Refusal.Forbidden("This customer may not write here."));
        // What is filed counts for somebody new only.
        var name = message.Name is { Length: > 0 and <= Limits.ShortTextMax } said && Names.WhatIsWrong(said) is null ? said : null;
        var described = await customer.ExecuteAsync(
            new DescribeCustomer(name, message.Email, message.Locale is null ? null : Locales.OrEnglish(message.Locale), Verified: false, IsFiled: true),
                cancel);
        if (described.Refusal is { } bad) return new("", 0, bad);
        var thread = message.Thread ?? message.ClientId;
        var id = ClientKeys.ConversationId(message.Workspace, message.CustomerId, thread);
        var isOwn = message.Thread is null;
        var started = await grid.Conversation(new(message.Workspace, id)).ExecuteAsync(
            new StartConversation(
                Caller.Customer(message.CustomerId, known.Name ?? name), thread, message.Channel, Locales.OrEnglish(message.Locale),
                isOwn ? TextOf(message) : null, Cut(message.Topic), known.Value, new Actor(ActorKind.System, message.Origin.Account, message.FiledBy))
            {
                Queue = message.Queue, Origin = isOwn ? message.Origin : null, Automatic = isOwn && message.Automatic,
            }, cancel);
        if (started.Refusal is { } refusal) return new(id, 0, refusal);
        return isOwn ? new(id, started.Receipt.Seq) : await PostAsync(message, id, cancel) ?? new(id, 0, Refusal.NotFound("conversation"));
    }

    /// <summary>Posts the files that are taken, and the names of the others.</summary>
    private async Task KeepAsync(InboundMessage message, string conversation, CancellationToken cancel)
    {
        var id = new EntityId(message.Workspace, conversation);
        if (await grid.Conversation(id).ViewAsync(Caller.System, cancel) is not { } view) return;
        var (kept, without) = (new List<string>(), new List<string>());
        foreach (var file in message.Files)
        {
            if (kept.Count < attachments.PerMessageMax && file.Open is not null && await KeepAsync(id, view.CustomerId, file, cancel) is { } attachment)
                kept.Add(attachment.AttachmentId);
            else without.Add(file.Name);
        }
        var carrier = message with
        {
            ClientId = message.ClientId + FilesMark,
            Text = without.Count == 0 ? "" : message.TellsLeftOut(without),
            Origin = message.Origin with { Whole = null, LeftOut = without.Count == 0 ? null : without },
        };
        try
        {
            await attachments.PostAsync(id, view.CustomerId, kept, async files =>
            {
                var posted = await PostAsync(carrier, conversation, cancel, files) ?? new("", 0, Refusal.NotFound("conversation"));
                return posted.Refusal is { } refusal ? throw new RefusedException(refusal) : posted;
            }, cancel);
        }
        catch (RefusedException refused) when (!refused.Refusal.Retryable)
        {
            // The message itself is filed; what came with it could not be.
        }
    }

    /// <summary>Null for a file that is of no kind that is taken, too large, or empty.</summary>
    private async Task<Attachment?> KeepAsync(EntityId conversation, string customer, InboundFile file, CancellationToken cancel)
    {
        try
        {
            await using var content = file.Open!();
            return await attachments.KeepAsync(conversation, customer, file.Name, content, cancel);
        }
        catch (RefusedException refused) when (!refused.Refusal.Retryable)
        {
            return null;
        }
        catch (Exception broken) when (broken is FormatException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Files it in a conversation; null where nothing more is written there.</summary>
    private async Task<InboundResult?> PostAsync(
        InboundMessage message, string into, CancellationToken cancel, IReadOnlyList<Attachment>? files = null)
    {
        for (var merges = 0; merges < MergesMax; merges++)
        {
            var conversation = grid.Conversation(new(message.Workspace, into));
            if (await conversation.ViewAsync(Caller.System, cancel) is not { } view) return null;
            if (view.MergedInto is { } other)
            {
                into = other;
                continue;
            }
            var posted = await conversation.ExecuteAsync(
                new PostMessage(
                    Caller.Customer(view.CustomerId, view.CustomerName), message.ClientId, files is null ? TextOf(message) : message.Text, Attachments: files)
                {
                    Origin = view.CustomerId == message.CustomerId ? message.Origin : message.Origin with { OtherSender = true },
                    Automatic = message.Automatic,
                }, cancel);
            return posted.Refusal switch
            {
                null => new(into, posted.Receipt.Seq),
                { Code: RefusalCodes.NotFound or RefusalCodes.TooLarge or RefusalCodes.Conflict, Retryable: false } => null,
                { } refusal => new(into, 0, refusal),
            };
        }
        return null;
    }

    /// <summary>The text as a message can be; what is longer is cut here and whole in its origin.</summary>
    private static string TextOf(InboundMessage message)
    {
        var text = message.Text.Trim();
        if (VisibleText.IsBlank(text)) return "(–)";
        if (text.Length <= Limits.MessageTextMax) return text;
        var end = Limits.MessageTextMax - 1;
        return $"{text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}…";
    }

    private static string? Cut(string? topic) => topic?.Length > Limits.ShortTextMax ? topic[..(Limits.ShortTextMax - 1)] : topic;
}
