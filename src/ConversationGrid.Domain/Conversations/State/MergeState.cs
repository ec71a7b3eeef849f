using System.Collections.Immutable;

namespace ConversationGrid.Domain.Conversations;

/// <summary>Where a merged conversation goes on, what was merged into this one, and whether its customer is blocked.</summary>
public sealed record MergeState : ISubState
{
    public static readonly MergeState Empty = new();

    public string? MergedInto { get; init; }

    /// <summary>Conversations that were merged into this one; the oldest are forgotten.</summary>
    public ImmutableList<string> Absorbed { get; init; } = [];
    public bool IsBlocked { get; init; }

    /// <summary>Anonymous customers whose the conversation was before its customer proved who it is; the oldest are forgotten.</summary>
    public ImmutableList<string> FormerCustomers { get; init; } = [];
}
