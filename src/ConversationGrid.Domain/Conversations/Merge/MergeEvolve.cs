using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Merge;

/// <summary>How merges and blocks evolve.</summary>
internal static class MergeEvolve
{
    public static ConversationState Merged(ConversationState s, long seq, Merged e) => s with
    {
        Merge = s.Merge with { MergedInto = e.Into },
        Pending = s.Pending.With(seq, e.At, new TellMerged(e.Into, s.Labels.Names)),
    };

    public static MergeState Absorbed(MergeState merge, Absorbed e) => merge with { Absorbed = merge.Absorbed.AddLast(e.From) };

    public static ConversationState BlockChanged(ConversationState s, BlockChanged e) => s with { Merge = s.Merge with { IsBlocked = e.Blocked } };
}
