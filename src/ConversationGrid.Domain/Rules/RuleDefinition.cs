using System.Globalization;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Rules;

/// <summary>
/// An event/condition/action rule as an administrator writes it: when one of its triggers happens and its conditions hold, its actions
/// follow in the same step. With <paramref name="After"/> it is a time rule: it waits that long, forgets itself when one of
/// <paramref name="Until"/> happens first, and looks at its conditions at its second.
/// </summary>
/// <param name="Order">The lower, the earlier it runs.</param>
/// <param name="On">Triggers, see <see cref="RuleTriggers"/>.</param>
/// <param name="All">Conditions that must all hold.</param>
/// <param name="Any">Conditions of which one must hold, where there are any.</param>
/// <param name="Calendar">Id of the calendar in whose working time <paramref name="After"/> counts.</param>
public sealed record RuleDefinition(
    string? Name, IReadOnlyList<string>? On, IReadOnlyList<RuleAction>? Then, IReadOnlyList<RuleCondition>? All = null,
    IReadOnlyList<RuleCondition>? Any = null,
    bool Enabled = true, int Order = 0, TimeSpan? After = null, string? Calendar = null, IReadOnlyList<string>? Until = null)
{
    /// <summary>Most conditions or actions of one rule.</summary>
    public const int PartsMax = 20;

    /// <summary>What is wrong with it; null when it can be used.</summary>
    public string? Check()
    {
        if (Names.WhatIsWrong(Name) is { } badName) return badName;
        if (On is not { Count: > 0 }) return $"A rule needs a trigger in 'on': {string.Join(", ", RuleTriggers.All)}.";
        if (Then is not { Count: > 0 }) return "A rule needs actions in 'then'.";
        if (Then.Count > PartsMax || All?.Count > PartsMax || Any?.Count > PartsMax) return $"A rule has at most {PartsMax} conditions and actions each.";
        if (On.Concat(Until ?? []).FirstOrDefault(t => !RuleTriggers.All.Contains(t)) is { } unknown)
            return $"'{unknown}' is no trigger; there are {string.Join(", ", RuleTriggers.All)}.";
        if (After is { } after && (after <= TimeSpan.Zero || after > TimeSpan.FromDays(90))) return "'after' is above 0 and at most 90 days.";
        if (Until is { Count: > 0 } && After is null) return "'until' belongs to a rule with 'after'.";
        if (After is null && Then.Any(a => a.Do == "message") && On.FirstOrDefault(RuleTriggers.AgentAnswers.Contains) is { } spoken)
            return $"'message' is never sent at '{spoken}': an agent answers the customer by then. Use 'note', or another trigger.";
        return (All ?? []).Concat(Any ?? []).Select(c => c.Check()).Concat(Then.Select(a => a.Check())).FirstOrDefault(bad => bad is not null);
    }

    /// <summary>Whether its conditions hold.</summary>
    public bool Holds(IRuleSubject subject) =>
        (All ?? []).All(c => c.Holds(subject)) && (Any is not { Count: > 0 } || Any.Any(c => c.Holds(subject)));
}

/// <summary>What a rule can react to.</summary>
public static class RuleTriggers
{
    public static readonly IReadOnlyList<string> All =
    [
        "conversationStarted", "customerMessage", "agentMessage", "botMessage", "handoff", "assigned", "unassigned", "labelled", "priorityChanged", "fieldsSet",
        "snoozed", "unsnoozed", "resolved", "reopened", "closed", "rated", "slaWarned", "slaBreached",
    ];

    /// <summary>Triggers at which an agent has the conversation, so that no rule speaks to the customer.</summary>
    public static readonly IReadOnlyList<string> AgentAnswers = ["assigned", "agentMessage"];

    /// <summary>The trigger that an event is; null for those that rules do not react to.</summary>
    public static string? Of(ConversationEvent e) => e switch
    {
        ConversationStarted => "conversationStarted",
        MessagePosted { ByKind: ActorKind.Customer } => "customerMessage",
        MessagePosted { ByKind: ActorKind.Agent } => "agentMessage",
        MessagePosted => "botMessage",
        HandoffRequested => "handoff",
        Assigned => "assigned",
        Unassigned => "unassigned",
        Labelled => "labelled",
        PriorityChanged => "priorityChanged",
        FieldsSet => "fieldsSet",
        Snoozed => "snoozed",
        Unsnoozed => "unsnoozed",
        Resolved => "resolved",
        Reopened => "reopened",
        Closed => "closed",
        Rated => "rated",
        SlaWarned => "slaWarned",
        SlaBreached => "slaBreached",
        _ => null,
    };
}

/// <summary>One comparison.</summary>
/// <param name="Field">See <see cref="IRuleSubject.Of"/>; <c>field.NAME</c> for a custom field.</param>
/// <param name="Is"><c>equals</c>, <c>notEquals</c>, <c>contains</c>, <c>notContains</c>, <c>startsWith</c>, <c>atLeast</c>, <c>atMost</c>,
/// <c>set</c>, <c>notSet</c>.</param>
public sealed record RuleCondition(string? Field, string? Is, string? Value = null)
{
    private static readonly string[] Operators = ["equals", "notEquals", "contains", "notContains", "startsWith", "atLeast", "atMost", "set", "notSet"];

    public string? Check()
    {
        if (Field is null || !RuleFields.Knows(Field))
            return $"'{Field}' is no field of a conversation; there are {string.Join(", ", RuleFields.All)}, field.NAME and open.CALENDAR.";
        if (Is is null || !Operators.Contains(Is)) return $"'{Is}' is no comparison; there are {string.Join(", ", Operators)}.";
        if (Is is not ("set" or "notSet") && Value is null) return $"The comparison '{Is}' needs a value.";
        return Is is "atLeast" or "atMost" && !double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"'{Value}' is no number."
            : null;
    }

    public bool Holds(IRuleSubject subject)
    {
        var values = subject.Of(Field!);
        return Is switch
        {
            "set" => values.Count > 0,
            "notSet" => values.Count == 0,
            "equals" => values.Any(v => Same(v, Value!)),
            "notEquals" => !values.Any(v => Same(v, Value!)),
            "contains" => values.Any(v => v.Contains(Value!, StringComparison.OrdinalIgnoreCase)),
            "notContains" => !values.Any(v => v.Contains(Value!, StringComparison.OrdinalIgnoreCase)),
            "startsWith" => values.Any(v => v.StartsWith(Value!, StringComparison.OrdinalIgnoreCase)),
            "atLeast" => values.Any(v => Number(v) >= Number(Value!)),
            "atMost" => values.Any(v => Number(v) <= Number(Value!)),
            _ => false,
        };
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

/// <summary>One thing that a rule, a macro or a breach does.</summary>
/// <param name="Do">One of <see cref="Names"/>.</param>
/// <param name="Value">Label, priority, queue, text, duration or field value.</param>
/// <param name="Name">Name of a field, or kind of an alert.</param>
public sealed record RuleAction(string? Do, string? Value = null, string? Name = null)
{
    public static readonly IReadOnlyList<string> Names =
        ["addLabel", "removeLabel", "setField", "setPriority", "raisePriority", "moveToQueue", "alert", "note", "message", "snooze", "hold", "resolve",
            "markSpam"];

    /// <summary>What is wrong with it; null when it can be done.</summary>
    public string? Check() => Do switch
    {
        "addLabel" or "removeLabel" when !LabelRules.IsLabel(Value) => $"'{Value}' is no label: {LabelRules.Rule}",
        "setField" when !LabelRules.IsLabel(Name) => $"'{Name}' is no name of a field: {LabelRules.Rule}",
        "setPriority" when Value is not ("0" or "1" or "2" or "3") => "A priority is 0 to 3.",
        "setField" when Value is "" || Value?.Length > Limits.ShortTextMax =>
            $"A field has 1 to {Limits.ShortTextMax} characters; without a value it is taken away.",
        "moveToQueue" when string.IsNullOrEmpty(Value) => "moveToQueue needs a queue in 'value'.",
        "alert" or "note" or "message" when string.IsNullOrWhiteSpace(Value) || Value.Length > Limits.MessageTextMax => $"{Do} needs a text in 'value'.",
        "message" when TextTemplate.Check(Value!, needsDefaults: true) is { } wrong => wrong,
        "alert" when Value!.Length > Limits.ShortTextMax || Name?.Length > 32 => $"An alert has at most {Limits.ShortTextMax} characters, its kind 32.",
        "snooze" when Duration is not { } time || time <= TimeSpan.Zero || time > TimeSpan.FromDays(365) =>
            "snooze needs a duration in 'value', e.g. 04:00:00.",
        "hold" when Value is not ("true" or "false") => "hold needs 'true' or 'false' in 'value'.",
        null => "An action needs 'do'.",
        _ => Names.Contains(Do) ? null : $"'{Do}' is no action; there are {string.Join(", ", Names)}.",
    };

    internal TimeSpan? Duration => TimeSpan.TryParse(Value, CultureInfo.InvariantCulture, out var time) ? time : null;
}

/// <summary>What a label, and the name of a custom field, may be.</summary>
public static class LabelRules
{
    /// <summary>Labels, and custom fields, on one conversation.</summary>
    public const int Max = 50;
    public const int LengthMax = 64;
    public const string Rule = "1 to 64 characters without control characters, and one that is seen.";

    public static bool IsLabel(string? text) => Names.WhatIsWrong(text, LengthMax) is null && text!.Trim().Length == text.Length && !text.Any(char.IsControl);
}
