using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;

namespace ConversationGrid.Domain.ServiceLevels;

/// <summary>
/// A service level as an administrator writes it. The first policy in order whose filters fit applies; an empty filter fits all.
/// </summary>
/// <param name="Order">The lower, the earlier it is tried.</param>
/// <param name="Calendar">Id of the calendar in whose working time all targets count; none counts round the clock.</param>
/// <param name="OnWarning">What is done at a warning beside the alert.</param>
/// <param name="OnBreach">What is done at a breach beside the alert.</param>
public sealed record SlaPolicyDefinition(
    string? Name, int Order = 0, IReadOnlyList<string>? Queues = null, IReadOnlyList<int>? Priorities = null, IReadOnlyList<string>? Channels = null,
    string? Calendar = null, SlaTarget? FirstResponse = null, SlaTarget? NextResponse = null, SlaTarget? Resolution = null,
    IReadOnlyList<RuleAction>? OnWarning = null, IReadOnlyList<RuleAction>? OnBreach = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>What is wrong with it; null when it can be used.</summary>
    public string? Check()
    {
        if (Names.WhatIsWrong(Name) is { } badName) return badName;
        if (FirstResponse is null && NextResponse is null && Resolution is null) return "A policy needs a target: firstResponse, nextResponse or resolution.";
        foreach (var target in new[] { FirstResponse, NextResponse, Resolution })
            if (target is not null
                && (target.Within <= TimeSpan.Zero || target.Within > Longest || target.WarnBefore < TimeSpan.Zero || target.WarnBefore >= target.Within))
                return "A target is above 0 and at most 90 days, its warning comes before it.";
        if (Priorities?.Any(p => p is < 0 or > 3) == true) return "A priority is 0 to 3.";
        return (OnWarning ?? []).Concat(OnBreach ?? []).Select(a => a.Check()).FirstOrDefault(bad => bad is not null);
    }

    /// <summary>Whether it is for such a conversation.</summary>
    public bool Fits(string? queue, int priority, string channel) =>
        (Queues is not { Count: > 0 } || (queue is not null && Queues.Contains(queue)))
        && (Priorities is not { Count: > 0 } || Priorities.Contains(priority))
        && (Channels is not { Count: > 0 } || Channels.Contains(channel));
}

/// <summary>Working time within which something must happen, and how long before that a warning comes.</summary>
public sealed record SlaTarget(TimeSpan Within, TimeSpan WarnBefore = default);
