using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Delivery;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Desk;

/// <summary>
/// The model at the agents' side: asked once for the same thing by all agents together, and every call is recorded in the conversation. No call of an agent
/// waits for it unless it asks for a translation.
/// </summary>
internal sealed partial class ModelDesk(IModelHelp model, IGrid grid, ILogger<ModelDesk> log)
{
    /// <summary>Results kept in this process, of each kind.</summary>
    private const int KeptMax = 500;

    private readonly Recent<(EntityId Conversation, long ReplyTo), SuggestedReply?> _replies = new(KeptMax, _ => true);
    private readonly Recent<(EntityId Conversation, long Seq, string Language, string Text), Translation> _translations = new(KeptMax, t => t.Text is not null);

    /// <summary>Has a reply written to what is open, and pushes it when it is ready. There may be none.</summary>
    public async Task PushReplyAsync(AssistantRequest request, Caller by, SendBuffer buffer, ShownSuggestions shown)
    {
        await Task.Yield();
        try
        {
            var reply = await _replies.GetAsync((request.Conversation, request.ReplyTo), () => WriteAsync(request, by));
            if (reply is null || !shown.Add(request.Conversation.Id, reply)) return;
            // While the model wrote, the conversation may have gone to others.
            if (await grid.Conversation(request.Conversation).ViewAsync(by) is not { ReadableTo: null }) return;
            buffer.Send(Signals.Assist(request.Conversation.Id, reply, request.ReplyTo));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Nobody waits for this task: what it throws would be lost.
            NotWritten(log, failure);
        }
    }

    /// <param name="request">The message as the only line, and its number as what is replied to.</param>
    public Task<Translation> TranslateAsync(AssistantRequest request, string language, Caller by) => _translations.GetAsync(
        (request.Conversation, request.ReplyTo, language, request.Transcript[0].Text), async () =>
        {
            var translation = await model.TranslateAsync(request, language);
            if (translation.Decision is { } decision) await RecordAsync(request, by, decision, translation.Texts);
            return translation;
        });

    private async Task<SuggestedReply?> WriteAsync(AssistantRequest request, Caller by)
    {
        if (await model.ReplyAsync(request) is not { } written) return null;
        await RecordAsync(request, by, written.Decision, written.Texts);
        return written.Reply;
    }

    private Task RecordAsync(AssistantRequest request, Caller by, AiDecision decision, DecisionTexts? texts) =>
        grid.Conversation(request.Conversation).RunAsync(new RecordDecision(by, decision, texts), CancellationToken.None);

    [LoggerMessage(4022, LogLevel.Warning, "A model's reply for an agent could not be made.")]
    private static partial void NotWritten(ILogger log, Exception failure);
}
