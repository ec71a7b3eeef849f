using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Rules;

/// <summary>How the rule engine's memory evolves.</summary>
internal static class RulesEvolve
{
    public static ConversationState Applied(ConversationState s, RuleApplied e) => s with
    {
        Rules = s.Rules with { Runs = s.Rules.Runs.SetItem(e.RuleId, s.Rules.Runs.GetValueOrDefault(e.RuleId) + 1), Timers = Without(s.Rules, e.RuleId) },
    };

    public static ConversationState Scheduled(ConversationState s, RuleScheduled e) =>
        s with { Rules = s.Rules with { Timers = Without(s.Rules, e.RuleId).Add(new(e.RuleId, e.DueAt)) } };

    public static ConversationState Unscheduled(ConversationState s, RuleUnscheduled e) =>
        s with { Rules = s.Rules with { Timers = Without(s.Rules, e.RuleId) } };

    /// <summary>The end of an episode stops its time rules.</summary>
    public static RulesState Over(RulesState rules) => rules.Timers.IsEmpty ? rules : rules with { Timers = [] };

    private static ImmutableList<RuleTimer> Without(RulesState rules, string ruleId) => rules.Timers.RemoveAll(t => t.RuleId == ruleId);
}
