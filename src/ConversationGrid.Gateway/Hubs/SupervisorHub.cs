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

    public Task<OpenAnswer> Watch(ResumeRequest request) => OpenForStaffAsync(request);

    public Task Leave(ConversationRequest request) => LeaveAsync(request);

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        Services.Boards.Leave(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }
}
