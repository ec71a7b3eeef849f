using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Supervision;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Authorization;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>Where supervisors see everything: <c>/hubs/supervisor</c>.</summary>
[Authorize(Policy = AccessPolicies.Supervisor), Needs(Rights.View | Rights.Supervise)]
public sealed class SupervisorHub : GridHub
{
    internal SupervisorHub(HubServices services) : base(services)
    {
    }

    /// <summary>The live picture now; from then on this connection gets it as <c>board</c>, at most once a second.</summary>
    public async Task<Board> Board()
    {
        var me = Me;
        Services.Boards.Follow(MySendBuffer);
        return await Services.Boards.ComputeAsync(me.Workspace, Context.ConnectionAborted);
    }

    public override async Task OnConnectedAsync()
    {
        await Services.Watches.ConnectSupervisorAsync(MySendBuffer, Me.Workspace.Name, Context.ConnectionAborted);
        await base.OnConnectedAsync();
    }

    public Task<OpenAnswer> Watch(ResumeRequest request) => OpenForStaffAsync(request);

    public Task Leave(ConversationRequest request) => LeaveAsync(request);

    /// <summary>A note that is pushed to the agent who has the conversation, as <c>whisper</c>.</summary>
    [Needs(Rights.Reply)]
    public Task<PostReceipt> Whisper(PostRequest request)
    {
        var me = Me;
        return PostAsync(Mine(me, request.ConversationId), new PostNote(me.Caller, request.ClientId ?? "", request.Text ?? "", Whisper: true));
    }

    /// <summary>From now on this supervisor may write beside the agent, until <see cref="StepOut"/>.</summary>
    [Needs(Rights.Reply)]
    public Task<ConversationReceipt> Join(ConversationRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new JoinConversation(me.Caller));
    }

    public Task<ConversationReceipt> StepOut(ConversationRequest request)
    {
        var me = Me;
        return ExecuteAsync(Mine(me, request.ConversationId), new LeaveConversation(me.Caller));
    }

    /// <summary>Says something to the customer in a conversation that this supervisor joined or took over.</summary>
    [Needs(Rights.Reply)]
    public async Task<PostReceipt> Post(PostRequest request)
    {
        var me = Me;
        var id = Mine(me, request.ConversationId);
        return await PostAsync(me, id, request);
    }

    /// <summary>Gives the conversation to this supervisor, or to an agent that it names, no matter who had it.</summary>
    [Needs(Rights.Assign)]
    public async Task<ConversationReceipt> TakeOver(TakeOverRequest request)
    {
        var me = Me;
        return await ExecuteAsync(
            Mine(me, request.ConversationId), await Services.Transfers.OrderAsync(me, request.AgentId ?? me.Id, Context.ConnectionAborted));
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        Services.Boards.Leave(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }
}
