using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Authorization;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>Where customers write: <c>/hubs/customer</c>.</summary>
[Authorize(Policy = AccessPolicies.Customer)]
public sealed class CustomerHub : GridHub
{
    private const int SuggestionsMax = 3;
    private const int DraftMax = 1_000;

    internal CustomerHub(HubServices services) : base(services)
    {
    }

    public Task<ConversationReceipt> Start(StartRequest request) =>
        Services.Customers.StartAsync(Me, request, "web", MySendBuffer.Address, Context.ConnectionAborted);

    public Task<PostReceipt> Post(PostRequest request) => Services.Customers.PostAsync(Me, request, MySendBuffer.Address, Context.ConnectionAborted);

    public async Task Typing(TypingRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var view = await ViewAsync(id, me.Caller);
        await Grid.SignalAsync(new(EntityKind.Conversation, id), new TypingSignal(id.Id, me.Caller.Actor), Context.ConnectionAborted);
        // A draft is looked at and forgotten: it is stored nowhere.
        if (!me.Workspace.ReadsTyping || request.Draft is not { Length: > 0 and <= DraftMax } draft) return;
        await Services.Drafts.ReadAsync(me, id, view, draft, Context.Items, Context.ConnectionAborted);
        MySendBuffer.Send(Signals.Suggestions(id.Id, Services.Suggestions.ForDraft(me.Workspace.Name, draft, view.Locale, SuggestionsMax)));
    }

    public async Task Read(ReadRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        await ViewAsync(id, me.Caller);
        await Grid.SignalAsync(new(EntityKind.Conversation, id), new ReadSignal(id.Id, me.Caller.Actor, request.Seq), Context.ConnectionAborted);
    }

    public async Task<ResumeAnswer> Resume(ResumeRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var (_, page, held) = await FollowAsync(id, request.After, request.Limit);
        return new ResumeAnswer(page.Events, page.Head).Releasing<ResumeAnswer>(held.Release);
    }

    public Task<ConversationReceipt> RequestHuman(ReasonRequest request) =>
        Services.Customers.RequestHumanAsync(Me, request, MySendBuffer.Address, Context.ConnectionAborted);

    public async Task<ConversationReceipt> RequestCallBack(CallBackRequest request)
    {
        var me = Me;
        await Services.Quotas.TakeHandoverAsync(me, MySendBuffer.Address, Context.ConnectionAborted);
        return await ExecuteAsync(Mine(me, request.ConversationId), new RequestCallBack(me.Caller, request.Phone, request.When));
    }

    public Task<ConversationReceipt> Rate(RateRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new RateConversation(me.Caller, request.Score, request.Comment));
    }

    public Task<ConversationReceipt> Close(ConversationRequest request) =>
        Services.Customers.CloseAsync(Me, request.ConversationId, Context.ConnectionAborted);
}
