using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Demo.Traffic;

/// <summary>
/// A member of the demo's staff who is played while there is traffic, so that somebody takes what the visitor does not. It stays away
/// when a real person works at its desk.
/// </summary>
internal sealed class DemoColleague(IGrid grid, TimeProvider time, Workspace workspace, StaffMember member)
{
    private const string Gateway = "demo-traffic";

    private readonly Caller _caller = member.ToCaller();
    private bool _here;

    public async Task ArriveAsync(TimeSpan stays, CancellationToken cancel)
    {
        var agent = grid.Agent(Id);
        if ((await agent.ViewAsync(cancel)).Status is PresenceStatus.Online or PresenceStatus.Away) return;
        await agent.ExecuteAsync(member.ToConfigure(), cancel);
        await agent.ExecuteAsync(new LeaseAgent(Gateway, time.GetUtcNow() + stays), cancel);
        await agent.ExecuteAsync(new SetPresence(PresenceStatus.Online), cancel);
        _here = true;
    }

    /// <summary>Ends its lease: unless a real person holds another, it is offline and gives its work back.</summary>
    public async Task LeaveAsync()
    {
        if (!_here) return;
        _here = false;
        await grid.Agent(Id).ExecuteAsync(new LeaseAgent(Gateway, time.GetUtcNow(), Connected: false));
    }

    public bool IsOffered(ConversationView view) => _here && view.Offer?.AgentId == member.Id;

    public bool Has(ConversationView view) => _here && view.State == ConversationStatus.Assigned && view.Agent?.Id == member.Id;

    public Task AcceptAsync(IConversation conversation, string offerId, CancellationToken cancel) =>
        conversation.ExecuteAsync(new AcceptOffer(_caller, offerId), cancel);

    public Task SayAsync(IConversation conversation, string clientId, string text, CancellationToken cancel) =>
        conversation.ExecuteAsync(new PostMessage(_caller, clientId, text), cancel);

    public Task ResolveAsync(IConversation conversation, CancellationToken cancel) =>
        conversation.ExecuteAsync(new ResolveConversation(_caller, "solved"), cancel);

    private EntityId Id => new(workspace.Name, member.Id);
}
