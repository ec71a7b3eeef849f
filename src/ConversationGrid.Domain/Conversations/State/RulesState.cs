using System.Collections.Immutable;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What the rule engine remembers of an episode.</summary>
public sealed record RulesState : ISubState
{
    public static readonly RulesState Empty = new();

    /// <summary>Time rules that wait.</summary>
    public ImmutableList<RuleTimer> Timers { get; init; } = [];

    /// <summary>How often each rule has run in this episode.</summary>
    public ImmutableDictionary<string, int> Runs { get; init; } = ImmutableDictionary<string, int>.Empty;
}

/// <summary>A time rule that waits for its moment.</summary>
public sealed record RuleTimer(string RuleId, DateTimeOffset DueAt);
