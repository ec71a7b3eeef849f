using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Rules;

/// <summary>
/// What follows from events in the same step, by the workspace's settings: rules first, then the service level's clocks. All of it is
/// recorded with the events that it follows from, so nothing is evaluated again when the journal is folded.
/// </summary>
public static class Reactions
{
    /// <summary>Times that one rule may run in an episode.</summary>
    public const int RunsMax = 25;

    /// <summary>Events that rules may lead to in one step.</summary>
    public const int EventsMax = 200;

    /// <summary>Time rules that may wait at once.</summary>
    public const int TimersMax = 50;

    /// <summary>The decision with all that follows from it. What a client asked for keeps its place, and so its receipt.</summary>
    public static Decision Follow(ConversationState s, Decision decision, ConversationContext context)
    {
        var settings = context.Settings ?? ServiceSettings.None;
        if (decision.Events.Count == 0 || (settings.Rules.Count == 0 && settings.Policies.Count == 0 && s.Sla is null && s.RuleTimers.IsEmpty)) return decision;
        // The grid's own bookkeeping concerns nobody's rules or clocks.
        if (decision.Events is [ConversationEffectSettled]) return decision;

        var now = decision.Events[^1].At;
        var events = new List<ConversationEvent>(decision.Events);
        var after = Conversation.Folded(s, events);
        if (settings.Rules.Count > 0 || !s.RuleTimers.IsEmpty) after = RunRules(after, events, now, settings, context);
        events.AddRange(Clocks.Follow(after, events, now, settings));
        return decision with { Events = events };
    }

    /// <summary>A time rule's moment: its conditions are looked at now.</summary>
    public static IReadOnlyList<ConversationEvent> Fire(ConversationState s, RuleTimer timer, DateTimeOffset now, ConversationContext context)
    {
        var settings = context.Settings ?? ServiceSettings.None;
        var a = Actor.System;
        if (settings.Rule(timer.RuleId) is not { } rule || !rule.Definition.Holds(new(s, null, settings, now)))
            return [new RuleUnscheduled(timer.RuleId) { At = now, By = a }];
        return Applied(s, rule, "time", now, context);
    }

    /// <summary>
    /// Every event in turn, those that rules add included. A rule runs at most once in a step, so rules that answer one another end; and
    /// at most <see cref="RunsMax"/> times in an episode, so those that do so over time end too.
    /// </summary>
    private static ConversationState RunRules(
        ConversationState after, List<ConversationEvent> events, DateTimeOffset now, ServiceSettings settings, ConversationContext context)
    {
        var ran = events.OfType<RuleApplied>().Select(r => r.RuleId).ToHashSet();
        for (var i = 0; i < events.Count && events.Count < EventsMax; i++)
        {
            if (RuleTriggers.Of(events[i]) is not { } trigger) continue;
            foreach (var timer in after.RuleTimers)
                if (settings.Rule(timer.RuleId) is not { } waiting || waiting.Definition.Until?.Contains(trigger) == true)
                    Add(new RuleUnscheduled(timer.RuleId) { At = now, By = Actor.System });
            foreach (var rule in settings.Rules)
            {
                if (!rule.Definition.On!.Contains(trigger) || ran.Contains(rule.Id) || after.RuleRuns.GetValueOrDefault(rule.Id) >= RunsMax) continue;
                if (rule.Definition.After is { } delay)
                {
                    if (Scheduled(after, rule, delay, now, settings) is { } scheduled) Add(scheduled);
                    continue;
                }
                if (!rule.Definition.Holds(new(after, events[i], settings, now))) continue;
                ran.Add(rule.Id);
                foreach (var e in Applied(after, rule, trigger, now, context))
                    Add(e);
            }
        }
        return after;

        void Add(ConversationEvent e)
        {
            events.Add(e);
            after = Conversation.Folded(after, [e]);
        }
    }

    /// <summary>The wait begins anew with each trigger, so that "ten minutes after the last message" means the last.</summary>
    private static RuleScheduled? Scheduled(ConversationState s, Defined<RuleDefinition> rule, TimeSpan delay, DateTimeOffset now, ServiceSettings settings)
    {
        if (s.IsOver || (s.RuleTimers.Count >= TimersMax && !s.RuleTimers.Exists(t => t.RuleId == rule.Id))) return null;
        var calendar = rule.Definition.Calendar is { } id ? settings.Calendar(id) ?? BusinessCalendar.Always : BusinessCalendar.Always;
        return calendar.AddBusinessTime(now, delay) is { } due
            ? new RuleScheduled(rule.Id, due) { At = now, By = Actor.System }
            : null;
    }

    private static IReadOnlyList<ConversationEvent> Applied(
        ConversationState s, Defined<RuleDefinition> rule, string trigger, DateTimeOffset now, ConversationContext context)
    {
        var a = new Actor(ActorKind.System, "rule", null);
        var did = new List<string>();
        var events = new List<ConversationEvent>();
        foreach (var action in rule.Definition.Then!)
        {
            var next = Acts.Of(s, action, a, now, context);
            if (next.Count == 0) continue;
            did.Add(action.Do!);
            events.AddRange(next);
            s = Conversation.Folded(s, next);
        }
        return [new RuleApplied(rule.Id, rule.Version, trigger, did) { At = now, By = a }, .. events];
    }
}
