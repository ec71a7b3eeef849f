using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.ServiceLevels;

/// <summary>How the service level's clocks evolve.</summary>
internal static class SlaEvolve
{
    public static ConversationState ClocksSet(ConversationState s, SlaClocksSet e) =>
        s with { Sla = e.Clocks.Count == 0 ? null : new(e.Policy, e.Basis, [.. e.Clocks]) };

    public static ConversationState Warned(ConversationState s, SlaWarned e) => With(s, e.Metric, clock => clock with { Warned = true });

    public static ConversationState Breached(ConversationState s, SlaBreached e) => With(s, e.Metric, clock => clock with { Breached = true });

    private static ConversationState With(ConversationState s, string metric, Func<SlaClock, SlaClock> change)
    {
        if (s.Sla is not { } sla) return s;
        var index = sla.Clocks.FindIndex(c => c.Metric == metric && !c.Done);
        return index < 0 ? s : s with { Sla = sla with { Clocks = sla.Clocks.SetItem(index, change(sla.Clocks[index])) } };
    }
}
