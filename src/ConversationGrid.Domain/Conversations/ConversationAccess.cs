using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Conversations;

public static partial class Conversation
{
    /// <summary>
    /// Whether a caller may see the conversation. A customer sees its own; an agent what it is or was assigned, is offered, or what waits
    /// in one of its queues; a supervisor the workspace's. Who may not see it is told <c>not_found</c>, as if there were none.
    /// </summary>
    public static bool CanSee(ConversationState s, Caller by) => s.Exists && (by.Role switch
    {
        CallerRole.Customer => s.CustomerId == by.Actor.Id,
        CallerRole.Agent => s.PastAgents.Contains(by.Actor.Id) || s.Offer?.AgentId == by.Actor.Id || WaitsFor(s, by),
        _ => by.SeesWholeWorkspace,
    });

    /// <summary>The conversation as a caller may see it; null if it may not.</summary>
    public static ConversationView? View(ConversationState s, Caller by)
    {
        if (!CanSee(s, by)) return null;
        var staff = by.Role != CallerRole.Customer;
        return new(
            s.Id.Id, !staff && s.Status == ConversationStatus.Snoozed ? ConversationStatus.Waiting : s.Status, s.CustomerId, s.CustomerName, s.Channel, s.Locale, s.Episode,
            staff ? s.LastSeqStaff : s.LastSeqEveryone, s.StartedAt, s.UpdatedAt,
            s.Assignment is { } a ? new(a.AgentId, a.Name) : null,
            s.Queue,
            staff && s.Offer is { } o ? new(o.OfferId, s.Id.Id, o.AgentId, o.Queue, o.ExpiresAt) : null,
            s.WaitingSince,
            staff ? s.Mood : null, staff ? s.Priority : null, staff ? s.Language : null, staff ? s.Intent : null, staff ? s.Course?.Risk : null,
            staff && !s.Labels.IsEmpty ? s.Labels : null, staff && !s.Fields.IsEmpty ? s.Fields : null, staff ? s.SnoozedUntil : null, staff && s.OnHold,
            s.MergedInto, staff && s.Sla is { } sla ? [.. sla.Clocks.Select(Clocks.View)] : null, by.Role == CallerRole.System ? s.Assignment?.OfferId : null,
            staff ? s.Value : null);
    }

    private static bool WaitsFor(ConversationState s, Caller by) =>
        s.Status is ConversationStatus.Waiting or ConversationStatus.Offered && s.Queue is { } queue && by.Queues.Contains(queue);

    /// <summary>Whether a member of staff may act on the conversation: its assignee, or who sees the whole workspace.</summary>
    private static Refusal? MayHandle(ConversationState s, Caller by)
    {
        if (by.SeesWholeWorkspace || s.Assignment?.AgentId == by.Actor.Id) return null;
        if (by.Role == CallerRole.Customer) return Refusal.Forbidden("Only staff may do this.");
        return s.Assignment is { } a
            ? Refusal.Forbidden($"Conversation '{s.Id.Id}' is assigned to '{a.AgentId}', not to '{by.Actor.Id}'.")
            : Refusal.Forbidden($"Conversation '{s.Id.Id}' is not assigned to '{by.Actor.Id}'.");
    }
}
