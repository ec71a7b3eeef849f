using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Authorization;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>Where supervisors see everything: <c>/hubs/supervisor</c>.</summary>
[Authorize(Policy = HubPolicies.Supervisor)]
public sealed class SupervisorHub : GridHub
{
    internal SupervisorHub(HubServices services) : base(services)
    {
    }

    /// <summary>The live picture now; from then on this connection gets it as <c>board</c>, at most once a second.</summary>
    public async Task<Board> Board()
    {
        var me = Me;
        Services.Boards.Follow(me.Workspace, MyOutbox);
        return await Services.Boards.ComputeAsync(me.Workspace, Context.ConnectionAborted);
    }

    public async Task<OpenAnswer> Watch(ResumeRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        var view = await ViewAsync(id, me.Caller);
        var page = await FollowAsync(id, Audience.Staff, request.After, request.Limit);
        return new OpenAnswer(view, page.Events, page.Last).Releasing<OpenAnswer>(MyOutbox);
    }

    public async Task Leave(ConversationRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        await ViewAsync(id, me.Caller);
        await Services.Watches.LeaveAsync(MyOutbox, new(EntityKind.Conversation, id));
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        Services.Boards.Leave(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }
}
