using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Days;

/// <summary>A day drawn from one seed: queues and policies, staff with shifts and skills, customers with matters, some rush hours.</summary>
internal static class RandomDay
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] Skills = ["card", "fraud", "loan"];
    private static readonly string[] Languages = ["en", "ms"];
    private static readonly string[] Channels = ["web", "email"];

    /// <summary>When nobody new comes any more, and when everything must be over.</summary>
    public static readonly DateTimeOffset LastArrival = Start.AddHours(8);
    public static readonly DateTimeOffset End = Start.AddHours(40);

    public static Centre Of(ulong seed, Func<Models, Models>? plant = null)
    {
        var dice = new Dice(seed);
        string[] queues = dice.Chance(0.4) ? ["general"] : ["general", "billing"];
        var policies = queues.Where(_ => dice.Chance(0.8)).ToDictionary(queue => queue, queue => Policy(dice, queue, queues));
        var options = new QueueOptions { PriorityHeadStart = dice.Seconds(0, 600), ExcludeAfterOffer = dice.Seconds(0, 60) };
        var centre = new Centre(dice.Next(), Start, policies, queues, options: options, plant: plant);
        var staff = dice.Between(1, 8);
        for (var i = 0; i < staff; i++) centre.Add(Desk(dice, $"agent{i}", queues, isLast: i == 0));
        var customers = dice.Between(5, 60);
        var rush = dice.Chance(0.5) ? Start + (LastArrival - Start) * dice.Unit() : (DateTimeOffset?)null;
        for (var i = 0; i < customers; i++)
        {
            var at = rush is { } peak && dice.Chance(0.6) ? peak.AddSeconds(dice.Unit() * 120) : Start + (LastArrival - Start) * dice.Unit();
            centre.Add(new Arrival($"c{i}", at, dice.Pick(Channels), dice.Pick(Languages), dice.Pick(["none", "complaint", "question"]), dice.Below(4),
                dice.Seconds(10, 900)));
        }
        return centre;
    }

    /// <summary>The last ring and weight fit the one who stays longest, so that in the end everyone is served.</summary>
    private static QueuePolicy Policy(Dice dice, string queue, string[] queues)
    {
        var rings = new List<RingPolicy>();
        if (dice.Chance(0.6))
        {
            rings.Add(new() { Skills = Needs(dice), NeedsLanguage = dice.Chance(0.5) });
            if (dice.Chance(0.5)) rings.Add(new() { After = dice.Seconds(1, 60), Skills = Needs(dice) });
            rings.Add(new() { After = dice.Seconds(61, 300) });
        }
        var overflows = queue == "general" && queues.Length > 1 && dice.Chance(0.4);
        return new()
        {
            Rings = rings,
            PreferredFor = dice.Chance(0.5) ? TimeSpan.Zero : dice.Seconds(1, 120),
            Weights = dice.Chance(0.5) ? [] : new() { ["email"] = dice.Between(1, 3) },
            OverflowAfter = overflows ? dice.Seconds(30, 600) : null,
            OverflowTo = overflows ? "billing" : null,
            WhenNobodyIsThere = (AbsenceAnswer)dice.Below(3),
            AutoAccept = dice.Chance(0.3),
            WrapUp = dice.Chance(0.5) ? TimeSpan.Zero : dice.Seconds(1, 120),
            Entry = dice.Chance(0.5) ? [] : [new() { Intents = ["complaint"], PriorityMin = dice.Below(3) }],
        };
    }

    private static Dictionary<string, int> Needs(Dice dice) => Skills.Where(_ => dice.Chance(0.4)).ToDictionary(s => s, _ => dice.Between(1, 8));

    private static Desk Desk(Dice dice, string id, string[] queues, bool isLast)
    {
        var (from, to) = (Start.AddMinutes(dice.Below(isLast ? 60 : 300)), isLast ? End.AddHours(-1) : Start.AddMinutes(dice.Between(310, 600)));
        List<(DateTimeOffset, DateTimeOffset)> shifts = isLast || dice.Chance(0.5) ? [(from, to)]
            : [(from, from + (to - from) * 0.4), (from + (to - from) * 0.6, to)];
        return new(
            id, isLast || dice.Chance(0.6) ? queues : [dice.Pick(queues)], dice.Chance(0.5) ? Languages : [dice.Pick(Languages)], Needs(dice),
            isLast ? 3 : dice.Between(1, 4), shifts, dice.Seconds(0, 10), isLast ? 0.05 : dice.Unit() * 0.4);
    }
}
