using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.ServiceLevels;

namespace ConversationGrid.Domain.Conversations;

/// <content>What a caller sees of a conversation.</content>
public static partial class Conversation
{
    /// <summary>The conversation as a caller may see it; null if it may not. A caller that reads only the past does not see the present state.</summary>
    public static ConversationView? View(ConversationState s, Caller by)
    {
        var access = ConversationAccess.Of(s.Parties, by);
        if (!access.Sees) return null;
        var (isStaff, isSystem) = (by.Role != CallerRole.Customer, by.Role == CallerRole.System);
        var staff = isStaff && access.Follows;
        var (m, h, l) = (s.Messages, s.Handoff, s.Labels);
        return new(
            s.Id.Id, !isStaff && s.Status == ConversationStatus.Snoozed ? ConversationStatus.Waiting : s.Status, s.CustomerId, s.CustomerName,
            s.Channel, s.Locale, s.Episode.Number, access.ReadableTo ?? (isStaff ? s.LastSeqStaff : s.LastSeqEveryone), s.StartedAt, s.UpdatedAt,
            h.Assignment is { } a ? new(a.AgentId, a.Name) : null,
            h.Queue,
            staff && h.Offer is { } o ? new(o.OfferId, s.Id.Id, o.AgentId, o.Queue, o.ExpiresAt) : null,
            h.WaitingSince,
            staff ? m.Mood : null, staff ? l.Priority : null, staff ? m.Language : null, staff ? m.Intent : null, staff ? m.Course?.Risk : null,
            staff && !l.Names.IsEmpty ? l.Names : null, staff && !l.Fields.IsEmpty ? l.Fields : null,
            staff ? s.Pause.SnoozedUntil : null, staff && s.Pause.OnHold,
            s.Merge.MergedInto, staff && s.Sla is { } sla ? [.. sla.Clocks.Select(Clocks.View)] : null, isSystem ? h.Assignment?.OfferId : null,
            staff ? l.Value : null, access.ReadableTo, isSystem ? s.Parties : null,
            staff && h.WaitingSince is not null ? h.Sender : null, s.IsErased);
    }
}
