using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Customers;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Integrations.Assistants;

/// <summary>
/// What a customer's own assistant does in the customer's name: what the customer could do, within its mandate. Staff see that it writes. Two assistants that
/// talk to each other without a person end after a number of turns.
/// </summary>
internal sealed class AssistantCalls(
    CustomerCalls customers, IGrid grid, TranscriptReader transcripts, ISuggestions suggestions, IArticleAnswers answers, IAccessStore counts,
    WaitingPlaces places, CustomerAssistantOptions options, TimeProvider time)
{
    /// <summary>The channel of conversations that assistants began, and the label of others in which they write.</summary>
    public const string Channel = "assistant";

    private const int ArticlesMax = 10;
    private const int QuestionLengthMax = 1_000;
    private const int EventsMax = 100;

    /// <summary>Public articles that fit some words.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<IReadOnlyList<SuggestedArticle>> SearchAsync(Guest guest, string? query, string? language, int? limit, CancellationToken cancel)
    {
        guest.Allow(AssistantTools.SearchArticles);
        await TakeQuestionAsync(guest, query, cancel);
        return suggestions.ForDraft(guest.Workspace.Name, query!, language, Math.Clamp(limit ?? 5, 1, ArticlesMax));
    }

    /// <summary>What the public articles say to a question; null where none answers it surely enough.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<ArticleAnswer?> AskAsync(Guest guest, string? question, string? language, CancellationToken cancel)
    {
        guest.Allow(AssistantTools.Ask);
        await TakeQuestionAsync(guest, question, cancel);
        return await answers.AskAsync(guest.Workspace.Name, question!, language, cancel);
    }

    /// <summary>Begins a conversation.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<ConversationReceipt> StartAsync(
        Guest guest, string? text, string? topic, string? language, string? clientId, CancellationToken cancel)
    {
        var me = guest.Customer(AssistantTools.StartConversation);
        if (!await counts.TryCountAsync(
            AccessKeys.Of("assistant conversations", me.Workspace.Name, me.Id), options.ConversationsPerDay, TimeSpan.FromDays(1), cancel))
            throw new RefusedException(Refusal.RateLimited($"An assistant begins at most {options.ConversationsPerDay} conversations a day for a customer."));
        return await customers.StartAsync(me, new(clientId ?? NewId(), text, topic, language), Channel, guest.Address, cancel);
    }

    /// <summary>Writes a message.</summary>
    /// <exception cref="RefusedException">It is refused; <c>conflict</c> where two assistants talked for long enough.</exception>
    public async Task<PostReceipt> PostAsync(Guest guest, string? conversationId, string? text, string? clientId, CancellationToken cancel)
    {
        var me = guest.Customer(AssistantTools.PostMessage);
        var view = await customers.ViewAsync(me, conversationId, cancel);
        var id = me.Entity(view.ConversationId);
        await EndLoopAsync(id, view, cancel);
        if (view.Channel != Channel)
            await grid.Conversation(id).ExecuteAsync(new LabelConversation(Caller.System, [Channel], null), cancel);
        return await customers.PostAsync(me, new(view.ConversationId, clientId ?? NewId(), text), guest.Address, cancel);
    }

    /// <summary>Events behind one of them, and the conversation; where there are none, those that come within a time.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<(ConversationView View, TranscriptPage Page)> ReadAsync(
        Guest guest, string? conversationId, long after, TimeSpan wait, CancellationToken cancel)
    {
        using var place = wait > TimeSpan.Zero ? places.Enter(guest) : null;
        return await ReadOnAsync(guest, conversationId, after, wait, cancel);
    }

    /// <summary>The same for who has a place to wait.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<(ConversationView View, TranscriptPage Page)> ReadOnAsync(
        Guest guest, string? conversationId, long after, TimeSpan wait, CancellationToken cancel)
    {
        var me = guest.Customer(AssistantTools.ReadConversation);
        var (began, most) = (time.GetTimestamp(), wait < options.WaitMax ? wait : options.WaitMax);
        while (true)
        {
            var view = await customers.ViewAsync(me, conversationId, cancel);
            if (view.LastSeq > after)
            {
                var page = await customers.ReadAsync(me, conversationId, after, EventsMax, cancel);
                await guest.EnsureStillInAsync(time, cancel);
                if (page.Events.Count > 0 || time.GetElapsedTime(began) >= most) return (view, page);
            }
            else if (time.GetElapsedTime(began) >= most)
            {
                return (view, await customers.ReadAsync(me, conversationId, after, EventsMax, cancel));
            }
            await Task.Delay(options.LookEvery, time, cancel);
        }
    }

    /// <summary>Asks for a human.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public Task<ConversationReceipt> RequestHumanAsync(Guest guest, string? conversationId, string? reason, CancellationToken cancel) =>
        customers.RequestHumanAsync(guest.Customer(AssistantTools.RequestHuman), new(conversationId, reason), guest.Address, cancel);

    /// <summary>Ends a conversation, as who may write in it may.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public Task CloseAsync(Guest guest, string? conversationId, CancellationToken cancel) =>
        customers.CloseAsync(guest.Customer(AssistantTools.PostMessage), conversationId, cancel);

    /// <summary>A conversation and the latest events of it that the customer may see.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<(ConversationView View, TranscriptPage Page)> LatestAsync(Guest guest, string? conversationId, CancellationToken cancel)
    {
        var me = guest.Customer(AssistantTools.ReadConversation);
        await guest.EnsureStillInAsync(time, cancel);
        var view = await customers.ViewAsync(me, conversationId, cancel);
        return (view, await customers.ReadAsync(me, conversationId, Math.Max(0, view.LastSeq - EventsMax), EventsMax, cancel));
    }

    /// <summary>Gives a conversation to the agents in which two assistants talked for long enough, and takes no more until a person wrote.</summary>
    private async Task EndLoopAsync(EntityId id, ConversationView view, CancellationToken cancel)
    {
        var lines = await transcripts.EpisodeAsync(id, view.LastSeq, cancel);
        var turns = lines.Reverse().TakeWhile(line => line.By == ActorKind.Bot || line.ViaAssistant).Count(line => line.ViaAssistant);
        if (turns < options.TurnsMax) return;
        if (view.State == ConversationStatus.Bot)
            await grid.Conversation(id).ExecuteAsync(
                new RequestHandoff(Caller.System, $"Two assistants wrote to each other, {turns} messages without a person."), cancel);
        throw new RefusedException(Refusal.Conflict(
            $"Two assistants wrote to each other here, {turns} messages without a person. A person goes on with it; write again when one wrote."));
    }

    private async Task TakeQuestionAsync(Guest guest, string? question, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(question) || question.Length > QuestionLengthMax)
            throw new RefusedException(Refusal.Invalid($"A question has 1 to {QuestionLengthMax} characters."));
        if (!await counts.TryCountAsync(
            AccessKeys.Of("assistant questions", guest.Workspace.Name, guest.Address), options.QuestionsPerHour, TimeSpan.FromHours(1), cancel))
            throw new RefusedException(Refusal.RateLimited("Too many questions from this address; try again later.", TimeSpan.FromMinutes(10)));
    }

    private static string NewId() => ClientKeys.Base32(RandomNumberGenerator.GetBytes(17));
}
