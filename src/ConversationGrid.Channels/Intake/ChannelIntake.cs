using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Channels.Intake;

/// <summary>Files what customers wrote on channels that are not live: into the conversation that it belongs to, or as a new one. Idempotent.</summary>
public sealed class ChannelIntake(IGrid grid)
{
    /// <summary>Conversations into which others were merged that are followed at most.</summary>
    private const int MergesMax = 5;

    /// <summary>Files one message.</summary>
    /// <exception cref="Engine.Ports.JournalUnavailableException">It may be filed or not; file it again.</exception>
    public async Task<InboundResult> TakeAsync(InboundMessage message, CancellationToken cancel)
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

    /// <summary>Files it in a conversation; null where nothing more is written there.</summary>
    private async Task<InboundResult?> PostAsync(InboundMessage message, string into, CancellationToken cancel)
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
                new PostMessage(Caller.Customer(view.CustomerId, view.CustomerName), message.ClientId, TextOf(message))
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
