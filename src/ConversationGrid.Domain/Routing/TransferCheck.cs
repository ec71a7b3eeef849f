using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>Why an agent cannot be given a conversation now.</summary>
public enum TransferObstacle
{
    /// <summary>Nothing: it can take it.</summary>
    None = 0,
    /// <summary>It has the conversation already.</summary>
    HasIt,
    /// <summary>A supervisor or administrator who takes no conversations at the moment.</summary>
    TakesNone,
    /// <summary>Away, offline or not connected.</summary>
    Absent,
    NoRoom,
    /// <summary>It does not serve the queue that was named, or none at all.</summary>
    OtherQueue,
}

/// <summary>Whom a conversation can be transferred to, and by which queue. Pure; what holds at the moment comes in.</summary>
public static class TransferCheck
{
    /// <param name="role">The agent's role by the directory.</param>
    /// <param name="queue">The queue by which it would get the conversation; null if it serves none that fits.</param>
    /// <param name="holderId">The agent who has the conversation.</param>
    public static TransferObstacle Of(AgentView agent, CallerRole role, string? queue, string? holderId)
    {
        if (agent.AgentId == holderId) return TransferObstacle.HasIt;
        if (agent.Status != PresenceStatus.Online) return role == CallerRole.Agent ? TransferObstacle.Absent : TransferObstacle.TakesNone;
        if (queue is null) return TransferObstacle.OtherQueue;
        if (agent.Free > 0) return TransferObstacle.None;
        // Online with room by its own figures, and yet nothing can be reserved: nobody is connected.
        return agent.Load >= agent.Capacity || agent.Slots.Any(slot => slot.WrapUpUntil is not null) ? TransferObstacle.NoRoom : TransferObstacle.Absent;
    }

    /// <summary>The queue by which an agent gets a conversation: the one that was named, the conversation's own, or another that the agent serves.</summary>
    /// <param name="served">The queues of the agent.</param>
    public static string? QueueFor(string? asked, string? current, IReadOnlyList<string> served)
    {
        if (asked is not null) return served.Contains(asked) ? asked : null;
        return current is not null && served.Contains(current) ? current : served.Count > 0 ? served[0] : null;
    }

    /// <summary>What the sender should know before it transfers to a queue: <c>closed</c> or <c>nobodyOnline</c>; null for nothing.</summary>
    /// <param name="othersOnline">Agents of the queue who are online, the sender not counted: it does not get the conversation back at once.</param>
    public static string? WarningOf(bool isOpen, int othersOnline) => !isOpen ? "closed" : othersOnline <= 0 ? "nobodyOnline" : null;
}
