using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Conversations.Rules;

/// <summary>
/// The rules of the workspace that follow from events, in the same step. All of it is recorded with the events that it follows from, so nothing is
/// evaluated again when the journal is folded.
/// </summary>
internal static class RuleEngine
{
    /// <summary>Times that one rule may run in an episode.</summary>
    public const int RunsMax = 25;

    /// <summary>Events that rules may lead to in one step.</summary>
    public const int EventsMax = 200;

    /// <summary>Time rules that may wait at once.</summary>
    public const int TimersMax = 50;

    /// <summary>A time rule's moment: its conditions are looked at now.</summary>
    public static IReadOnlyList<ConversationEvent> Fire(ConversationState s, RuleTimer timer, DateTimeOffset now, ConversationContext context, Fold fold)
    {
        var settings = context.Settings ?? ServiceSettings.None;
        var a = Actor.System;
        if (settings.Rule(timer.RuleId) is not { } rule || !rule.Definition.Holds(new RuleSubject(s, null, settings, now)))
            return [new RuleUnscheduled(timer.RuleId) { At = now, By = a }];
        return Applied(s, rule, "time", now, context, fold);
    }

    /// <summary>
    /// Every event in turn, those that rules add included. A rule runs at most once in a step, so rules that answer one another end; and
    /// at most <see cref="RunsMax"/> times in an episode, so those that do so over time end too.
    /// </summary>
    public static ConversationState Run(
        ConversationState after, List<ConversationEvent> events, DateTimeOffset now, ServiceSettings settings, ConversationContext context, Fold fold)
    {
        var ran = events.OfType<RuleApplied>().Select(r => r.RuleId).ToHashSet();
        for (var i = 0; i < events.Count && events.Count < EventsMax; i++)
        {
            if (RuleTriggers.Of(events[i]) is not { } trigger) continue;
            foreach (var timer in after.Rules.Timers)
                if (settings.Rule(timer.RuleId) is not { } waiting || waiting.Definition.Until?.Contains(trigger) == true)
                    Add(new RuleUnscheduled(timer.RuleId) { At = now, By = Actor.System });
            foreach (var rule in settings.Rules)
            {
                if (!rule.Definition.On!.Contains(trigger) || ran.Contains(rule.Id) || after.Rules.Runs.GetValueOrDefault(rule.Id) >= RunsMax) continue;
                if (rule.Definition.After is { } delay)
                {
                    if (Scheduled(after, rule, delay, now, settings) is { } scheduled) Add(scheduled);
                    continue;
                }
                if (!rule.Definition.Holds(new RuleSubject(after, events[i], settings, now))) continue;
                ran.Add(rule.Id);
                foreach (var e in Applied(after, rule, trigger, now, context, fold))
                    Add(e);
            }
        }
        return after;

        void Add(ConversationEvent e)
        {
            events.Add(e);
            after = fold(after, [e]);
        }
    }

    /// <summary>The wait starts again with each trigger, so that "ten minutes after the last message" means the last.</summary>
    private static RuleScheduled? Scheduled(ConversationState s, Defined<RuleDefinition> rule, TimeSpan delay, DateTimeOffset now, ServiceSettings settings)
    {
        if (s.IsOver || (s.Rules.Timers.Count >= TimersMax && !s.Rules.Timers.Exists(t => t.RuleId == rule.Id))) return null;
        var calendar = rule.Definition.Calendar is { } id ? settings.Calendar(id) ?? BusinessCalendar.Always : BusinessCalendar.Always;
        return calendar.AddBusinessTime(now, delay) is { } due
            ? new RuleScheduled(rule.Id, due) { At = now, By = Actor.System }
            : null;
    }

    private static IReadOnlyList<ConversationEvent> Applied(
        ConversationState s, Defined<RuleDefinition> rule, string trigger, DateTimeOffset now, ConversationContext context, Fold fold)
    {
        var a = new Actor(ActorKind.System, "rule", null);
        var did = new List<string>();
        var events = new List<ConversationEvent>();
        foreach (var action in rule.Definition.Then!)
        {
            var next = RuleActions.Of(s, action, a, now, context);
            if (next.Count == 0) continue;
            did.Add(action.Do!);
            events.AddRange(next);
            s = fold(s, next);
        }
        return [new RuleApplied(rule.Id, rule.Version, trigger, did) { At = now, By = a }, .. events];
    }
}
