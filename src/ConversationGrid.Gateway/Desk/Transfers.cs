using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Gateway.Desk;

/// <summary>Where a conversation can go: what the picker shows, and the check before a transfer is carried out. Both by <see cref="TransferCheck"/>.</summary>
internal sealed class Transfers(IGrid grid, LiveSettings settings, RoutingRules routing, TimeProvider time)
{
    /// <summary>Colleagues that are looked at for one answer.</summary>
    private const int AgentsMax = 500;

    /// <summary>All queues, and the colleagues who take conversations, those first who can take this one.</summary>
    public async Task<TransferTargets> TargetsAsync(CallerIn me, ConversationView conversation, CancellationToken cancel)
    {
        var workspace = me.Workspace;
        var holder = conversation.Agent?.Id;
        var queues = await Task.WhenAll(workspace.Queues.Select(queue => QueueAsync(me, queue, holder, cancel)));
        var members = workspace.Staff.Where(s => s.Id != holder).OrderBy(s => s.Role).ThenBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Take(AgentsMax)
            .ToList();
        var views = await Task.WhenAll(members.Select(s => grid.Agent(me.Entity(s.Id)).ViewAsync(cancel)));
        var agents = members.Zip(views, (member, view) =>
        {
            var obstacle = TransferCheck.Of(view, member.Role, TransferCheck.QueueFor(null, conversation.Queue, member.Queues), holder);
            return new TransferAgent(member.Id, member.Name, view.Status, view.Load, member.Capacity, obstacle == TransferObstacle.None,
                obstacle == TransferObstacle.None ? null : Word(obstacle));
        });
        // Supervisors and administrators who take no conversations are nobody to choose from.
        return new(queues,
            [.. agents.Where(a => a.Why != Word(TransferObstacle.TakesNone)).OrderByDescending(a => a.CanTake)
                .ThenBy(a => a.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>A supervisor's order that gives a conversation to an agent at once, no matter who had it.</summary>
    /// <exception cref="RefusedException">The agent is unknown or offline.</exception>
    public async Task<TakeOverConversation> OrderAsync(CallerIn me, string agentId, CancellationToken cancel)
    {
        if (me.Workspace.FindById(agentId) is not { } member) throw new RefusedException(Refusal.NotFound("agent"));
        // Nobody would give an absent colleague's work back; who takes it itself is there.
        if (agentId != me.Id && (await grid.Agent(me.Entity(agentId)).ViewAsync(cancel)).Status == PresenceStatus.Offline)
            throw new RefusedException(Refusal.Conflict($"Agent '{agentId}' is offline."));
        return new(me.Caller, agentId, member.Name);
    }

    /// <summary>The queue by which the conversation goes where the caller wants it, and what the caller should know of it.</summary>
    /// <exception cref="RefusedException">The receiver is unknown or cannot take it.</exception>
    public async Task<(string? Queue, string? Warning)> PlanAsync(CallerIn me, ConversationView conversation, TransferRequest request, CancellationToken cancel)
    {
        if (request.Queue is { } asked && !me.Workspace.Queues.Contains(asked)) throw new RefusedException(Refusal.NotFound("queue"));
        if (request.AgentId is { } agentId)
        {
            if (me.Workspace.FindById(agentId) is not { } member) throw new RefusedException(Refusal.NotFound("agent"));
            var queue = TransferCheck.QueueFor(request.Queue, conversation.Queue, member.Queues);
            var view = await grid.Agent(me.Entity(agentId)).ViewAsync(cancel);
            var obstacle = TransferCheck.Of(view, member.Role, queue, conversation.Agent?.Id);
            return obstacle == TransferObstacle.None ? (queue, null) : throw new RefusedException(Refusal.Conflict(Text(obstacle, member, request.Queue)));
        }
        return request.Queue is null ? (null, null) : (request.Queue, (await QueueAsync(me, request.Queue, conversation.Agent?.Id, cancel)).Warning);
    }

    private async Task<TransferQueue> QueueAsync(CallerIn me, string queue, string? holder, CancellationToken cancel)
    {
        var view = await grid.Queue(me.Entity(queue)).ViewAsync(cancel);
        var holderIsThere = holder is not null && me.Workspace.FindById(holder)?.Queues.Contains(queue) == true
            && (await grid.Agent(me.Entity(holder)).ViewAsync(cancel)).Status == PresenceStatus.Online;
        var others = Math.Max(0, view.AgentsOnline - (holderIsThere ? 1 : 0));
        var isOpen = routing.IsOpen(me.Workspace.Name, queue, time.GetUtcNow());
        var name = settings.Of(me.Workspace.Name).Of<QueueDefinition>(SettingKinds.Queue).FirstOrDefault(q => q.Id == queue)?.Definition.Name;
        return new(queue, name ?? queue, view.Waiting, others, isOpen, TransferCheck.WarningOf(isOpen, others));
    }

    private static string Word(TransferObstacle obstacle) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(obstacle.ToString());

    private static string Text(TransferObstacle obstacle, StaffMember member, string? queue) => obstacle switch
    {
        TransferObstacle.HasIt => $"Agent '{member.Id}' has this conversation already.",
        TransferObstacle.TakesNone => $"'{member.Id}' takes no conversations now; it would have to be online.",
        TransferObstacle.Absent => $"Agent '{member.Id}' is absent; choose a colleague who is online, or a queue.",
        TransferObstacle.NoRoom => $"Agent '{member.Id}' has no room for another conversation now.",
        _ => queue is null ? $"Agent '{member.Id}' serves no queue." : $"Agent '{member.Id}' does not serve queue '{queue}'.",
    };
}

/// <summary>Where a conversation can be transferred to.</summary>
public sealed record TransferTargets(IReadOnlyList<TransferQueue> Queues, IReadOnlyList<TransferAgent> Agents);

/// <summary>A queue as the picker shows it.</summary>
/// <param name="AgentsOnline">Its agents who are online, the one who has the conversation not counted.</param>
/// <param name="Open">Whether it is within its hours.</param>
/// <param name="Warning"><c>closed</c> or <c>nobodyOnline</c>: the transfer is carried out, and the customer waits. Null: somebody can take it.</param>
public sealed record TransferQueue(string QueueId, string Name, int Waiting, int AgentsOnline, bool Open, string? Warning);

/// <summary>A colleague as the picker shows it.</summary>
/// <param name="CanTake">Whether the conversation can be transferred to it now; else the transfer is refused.</param>
/// <param name="Why">Why not: <c>absent</c>, <c>noRoom</c> or <c>otherQueue</c>.</param>
public sealed record TransferAgent(string AgentId, string Name, PresenceStatus Status, int Load, int Capacity, bool CanTake, string? Why);

/// <summary>A transfer that was carried out.</summary>
/// <param name="Warning"><c>closed</c> or <c>nobodyOnline</c> where the customer waits in the queue.</param>
public sealed record TransferReceipt(string ConversationId, long Seq, string? Warning);
