using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Customers;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Desk;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Supervision;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>What the three hubs share: who calls, which conversation, and who follows.</summary>
public abstract class GridHub : Hub
{
    private readonly HubServices _services;

    private protected GridHub(HubServices services) => _services = services;

    private protected HubServices Services => _services;
    private protected IGrid Grid => _services.Grid;

    /// <summary>The caller, as the directory knows it now.</summary>
    /// <exception cref="RefusedException">Its account or workspace is gone.</exception>
    private protected CallerIn Me
    {
        get
        {
            var me = _services.Callers.Find(Context.User) ?? throw new RefusedException(
                new(RefusalCodes.Unauthenticated, "This account is not known any more."));
            if (me.Caller.IsStaff) _services.StaffSessions.Touch(me.Workspace.Name, Context.User!);
            return AccessPolicies.Admits(GetType(), me.Caller) ? me
                : throw new RefusedException(Refusal.Forbidden("This account's role does not open this hub any more."));
        }
    }

    private protected SendBuffer MySendBuffer => _services.Connections.Find(Context.ConnectionId)
        ?? throw new RefusedException(Refusal.Unavailable("This connection is closing."));

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await _services.Viewers.DisconnectAsync(Context.ConnectionId);
        await _services.Watches.DisconnectAsync(Context.ConnectionId, _services.Connections.Find(Context.ConnectionId));
        await base.OnDisconnectedAsync(exception);
    }

    /// <summary>The last resort for calls that name no method or carry what cannot be read; see <see cref="GridHubProtocol"/>.</summary>
    [HubMethodName(GridHubProtocol.BadInvocation)]
    public Task RefuseBadInvocation(string problem) => throw new RefusedException(Refusal.Invalid(problem));

    /// <summary>The id of a conversation in the caller's workspace.</summary>
    /// <exception cref="RefusedException">It is missing, or no id.</exception>
    private protected static EntityId Mine(CallerIn me, string? conversationId) => CustomerCalls.Mine(me, conversationId);

    private protected async Task<ConversationReceipt> ExecuteAsync(EntityId id, ConversationCommand command)
    {
        var receipt = await Grid.Conversation(id).RunAsync(command, Context.ConnectionAborted);
        return new(id.Id, receipt.Seq);
    }

    private protected async Task<PostReceipt> PostAsync(EntityId id, ConversationCommand command)
    {
        var receipt = await Grid.Conversation(id).RunAsync(command, Context.ConnectionAborted);
        return new(id.Id, receipt.Seq, receipt.At);
    }

    /// <summary>Posts a message as a hub's caller sends it, with its files.</summary>
    /// <exception cref="RefusedException">The message is refused, or a file is not there or another sender's.</exception>
    private protected Task<PostReceipt> PostAsync(CallerIn me, EntityId id, PostRequest request, SuggestionUse? use = null) => Services.Attachments.PostAsync(
        id, me.Id, request.Attachments, files => PostAsync(id, new PostMessage(me.Caller, request.ClientId ?? "", request.Text ?? "", use, files)),
        Context.ConnectionAborted);

    private protected async Task<ConversationView> ViewAsync(EntityId id, Caller caller) =>
        await Grid.Conversation(id).ViewAsync(caller, Context.ConnectionAborted) ?? throw new RefusedException(Refusal.NotFound("conversation"));

    /// <summary>A conversation that the caller does not only read because it had it once.</summary>
    private protected async Task<ConversationView> FollowedAsync(EntityId id, Caller caller)
    {
        var view = await ViewAsync(id, caller);
        return view.ReadableTo is null ? view : throw new RefusedException(Refusal.Forbidden($"Conversation '{id.Id}' went to others."));
    }

    /// <summary>A conversation as staff see it, followed from then on.</summary>
    private protected async Task<OpenAnswer> OpenForStaffAsync(ResumeRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var (view, page, held) = await FollowAsync(id, request.After, request.Limit);
        // After following, or the colleagues' answers would miss the newcomer. It never fails, so what is held now is released.
        if (view.ReadableTo is null) await Services.Viewers.OpenAsync(new(EntityKind.Conversation, id), Context.ConnectionId, me.Caller.Actor);
        return new OpenAnswer(view, page.Events, page.Head).Releasing<OpenAnswer>(held.Release);
    }

    private protected async Task LeaveAsync(ConversationRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        await ViewAsync(id, me.Caller);
        await Services.Viewers.LeaveAsync(new(EntityKind.Conversation, id), Context.ConnectionId);
        await Services.Watches.LeaveAsync(MySendBuffer, new(EntityKind.Conversation, id));
    }

    /// <summary>A page of a conversation that this connection follows from then on, and the conversation as the caller sees it then.</summary>
    private protected async Task<(ConversationView View, TranscriptPage Page, HeldPage Held)> FollowAsync(EntityId id, long after, int? limit)
    {
        if (limit is < 1) throw new RefusedException(Refusal.Invalid($"A limit is at least 1, not {limit}."));
        var max = Math.Min(limit ?? Limits.ResumePageMax, Limits.ResumePageMax);
        var before = await ViewAsync(id, Me.Caller);
        var buffer = MySendBuffer;
        // Both are released when the answer is written (see GridHubProtocol), so that no push overtakes it and the next page waits for it.
        var held = new HeldPage(buffer, await Services.PageTurns.EnterAsync(buffer, Context.ConnectionAborted));
        try
        {
            var (view, page) = await Services.Pages.ReadAsync(id, () => Me.Caller, before, after, max, buffer, Context.ConnectionAborted);
            return (view, page, held);
        }
        catch
        {
            held.Release();
            throw;
        }
    }
}

/// <summary>What hubs need.</summary>
internal sealed record HubServices(
    IGrid Grid, Callers Callers, StaffSessions StaffSessions, Connections Connections, Watches Watches, Viewers Viewers, ISuggestions Suggestions,
    TranscriptReader Transcripts,
    OfferReader Offers, RateLimits Limits, Quotas Quotas, PageTurns PageTurns, ConversationPages Pages, Boards Boards, InboxPushes Inboxes,
    LiveSettings Settings,
    ModelDesk Model,
    Transfers Transfers, Redactions Redactions, CustomerCalls Customers, IAttachments Attachments, DraftReader Drafts, TimeProvider Time);
