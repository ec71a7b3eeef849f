using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Desk;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Authorization;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>Where agents work: <c>/hubs/agent</c>.</summary>
[Authorize(Policy = AccessPolicies.Staff), Needs(Rights.View)]
public sealed partial class AgentHub : GridHub
{
    internal AgentHub(HubServices services) : base(services)
    {
    }

    public override async Task OnConnectedAsync()
    {
        var me = Me;
        await Agent(me).ExecuteAsync(me.Workspace.FindById(me.Id)!.ToConfigure(), Context.ConnectionAborted);
        await Services.Watches.ConnectAgentAsync(MySendBuffer, me, Context.ConnectionAborted);
        await Services.Inboxes.FollowAsync(Context, me, MySendBuffer);
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        Services.Inboxes.Leave(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }

    [Needs(Rights.Reply)]
    public async Task<PresenceAnswer> SetPresence(PresenceRequest request)
    {
        var me = Me;
        var status = request.Status switch
        {
            "online" => PresenceStatus.Online,
            "away" => PresenceStatus.Away,
            "offline" => PresenceStatus.Offline,
            _ => throw new RefusedException(Refusal.Invalid("A status is online, away or offline.")),
        };
        (await Agent(me).ExecuteAsync(new SetPresence(status, request.Reason), Context.ConnectionAborted)).OrThrow();
        var view = await Agent(me).ViewAsync(Context.ConnectionAborted);
        return new(view.Status, view.Load, view.Capacity, view.Reason);
    }

    public async Task<InboxAnswer> Inbox()
    {
        var me = Me;
        var view = await Agent(me).ViewAsync(Context.ConnectionAborted);
        var conversations =
            await Task.WhenAll(view.Slots.Select(s => Grid.Conversation(me.Entity(s.ConversationId)).ViewAsync(me.Caller, Context.ConnectionAborted)));
        var now = Services.Time.GetUtcNow();
        var slots = view.Slots.Zip(conversations).Where(pair => pair.Second is not null).ToList();
        return new(
            [.. slots.Where(pair => pair.First is { Assigned: true, WrapUpUntil: null }).Select(pair => pair.Second!)],
            [.. slots.Where(pair => pair.First.OfferExpiresAt is not null && pair.Second!.Offer?.OfferId == pair.First.OfferId).Select(
                pair => OfferAnswer.Of(pair.First, pair.Second!, now))],
            view.Status, view.Load, view.Capacity, view.Reason,
            [.. slots.Where(pair => pair.First.WrapUpUntil is not null)
                .Select(pair => new WrapUpAnswer(pair.First.OfferId, pair.First.ConversationId, pair.Second!, pair.First.WrapUpUntil!.Value))]);
    }

    /// <summary>The agent is done with what comes after a conversation, and may be offered the next.</summary>
    [Needs(Rights.Reply)]
    public async Task<PresenceAnswer> FinishWrapUp(WrapUpRequest request)
    {
        var me = Me;
        if (string.IsNullOrEmpty(request.OfferId)) throw new RefusedException(Refusal.Invalid("An offerId is missing."));
        (await Agent(me).ExecuteAsync(new FinishWrapUp(request.OfferId, request.Code), Context.ConnectionAborted)).OrThrow();
        var view = await Agent(me).ViewAsync(Context.ConnectionAborted);
        return new(view.Status, view.Load, view.Capacity, view.Reason);
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Accept(OfferRequest request) =>
        AnswerOfferAsync(request.OfferId, me => new AcceptOffer(me.Caller, request.OfferId!));

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Decline(OfferRequest request) =>
        AnswerOfferAsync(request.OfferId, me => new DeclineOffer(me.Caller, request.OfferId!, request.Reason));

    public Task<OpenAnswer> Open(ResumeRequest request) => OpenForStaffAsync(request);

    [Needs(Rights.Reply)]
    public async Task<PostReceipt> Post(PostRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var use = Services.Suggestions.Judge(ShownSuggestions.Of(Context).Take(id.Id), request.Text ?? "");
        return await PostAsync(me, id, request, use);
    }

    [Needs(Rights.Reply)]
    public Task<PostReceipt> Note(PostRequest request)
    {
        var me = Me;
        return PostAsync(Mine(me, request.ConversationId), new PostNote(me.Caller, request.ClientId ?? "", request.Text ?? ""));
    }

    /// <summary>What is at hand is answered at once; what the model writes is pushed as <c>assist</c> when it is ready, if at all.</summary>
    [Needs(Rights.Reply)]
    public async Task<AgentSuggestions> Suggest(ConversationRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var view = await FollowedAsync(id, me.Caller);
        var asked = await Services.Transcripts.RequestAsync(id, view, Context.ConnectionAborted);
        var suggested = await Services.Suggestions.ForAgentAsync(asked, Context.ConnectionAborted);
        var shown = ShownSuggestions.Of(Context);
        shown.Show(id.Id, suggested.Replies);
        _ = Services.Model.PushReplyAsync(asked, me.Caller, MySendBuffer, shown);
        return suggested;
    }

    /// <summary>The queues and colleagues that the conversation can go to, with what the sender should know of each.</summary>
    public async Task<TransferTargets> TransferTargets(ConversationRequest request)
    {
        var me = Me;
        return await Services.Transfers.TargetsAsync(me, await FollowedAsync(Mine(me, request.ConversationId), me.Caller), Context.ConnectionAborted);
    }

    [Needs(Rights.Assign)]
    public async Task<TransferReceipt> Transfer(TransferRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var (queue, warning) = await Services.Transfers.PlanAsync(me, await FollowedAsync(id, me.Caller), request, Context.ConnectionAborted);
        var receipt = await ExecuteAsync(id, new TransferConversation(me.Caller, queue, request.AgentId, request.Note, request.ToAssistant == true));
        return new(receipt.ConversationId, receipt.Seq, warning);
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Resolve(ResolveRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new ResolveConversation(me.Caller, request.Disposition));
    }

    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Reopen(ConversationRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new ReopenConversation(me.Caller));
    }

    /// <summary>The customer sees that somebody types; with a draft, the agent is told how it would sound. A draft is never stored.</summary>
    [Needs(Rights.Reply)]
    public async Task Typing(TypingRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        if (request.Draft?.Length > Limits.MessageTextMax)
            throw new RefusedException(Refusal.TooLarge($"A draft has at most {Limits.MessageTextMax} characters, not {request.Draft.Length}."));
        var view = await FollowedAsync(id, me.Caller);
        if (!string.IsNullOrWhiteSpace(request.Draft))
            MySendBuffer.Send(Signals.Assist(id.Id, Services.Suggestions.ToneOf(request.Draft, view.Language ?? view.Locale)));
        await Grid.SignalAsync(new(EntityKind.Conversation, id), new TypingSignal(id.Id, me.Caller.Actor), Context.ConnectionAborted);
    }

    public Task Leave(ConversationRequest request) => LeaveAsync(request);

    private IAgent Agent(CallerIn me) => Grid.Agent(me.Entity(me.Id));

    /// <exception cref="RefusedException">The id is missing, or the caller was never made that offer.</exception>
    private async Task<ConversationReceipt> AnswerOfferAsync(string? offerId, Func<CallerIn, ConversationCommand> answer)
    {
        var me = Me;
        if (string.IsNullOrEmpty(offerId)) throw new RefusedException(Refusal.Invalid("An offerId is missing."));
        var queues = me.Caller.SeesWholeWorkspace ? me.Workspace.Queues : me.Caller.Queues;
        var conversation = await Services.Offers.ConversationOfAsync(me.Entity(me.Id), offerId, queues, Context.ConnectionAborted);
        return await ExecuteAsync(conversation ?? throw new RefusedException(Refusal.NotFound("offer")), answer(me));
    }
}
