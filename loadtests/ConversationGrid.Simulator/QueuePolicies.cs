using ConversationGrid.Domain.Routing;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator;

/// <summary>Policies of a world's queues: plain in two worlds of three, in the third whatever can be configured.</summary>
internal static class QueuePolicies
{
    public static IReadOnlyDictionary<string, QueuePolicy> Draw(ulong seed, IReadOnlyList<string> queues)
    {
        if (seed % 3 != 2) return new Dictionary<string, QueuePolicy>();
        var dice = new Dice(seed ^ 0x5EEDUL);
        return queues.ToDictionary(queue => queue, queue => Policy(dice, queue, queues));
    }

    /// <summary>The last ring asks for nothing, so that in the end somebody fits.</summary>
    private static QueuePolicy Policy(Dice dice, string queue, IReadOnlyList<string> queues)
    {
        var overflows = queue == "general" && queues.Count > 1 && dice.Chance(0.5);
        return new()
        {
            Rings = dice.Chance(0.5) ? [] : [new() { Skills = { ["card"] = dice.Between(1, 10) } }, new() { After = dice.Seconds(1, 60) }],
            PreferredFor = dice.Chance(0.5) ? TimeSpan.Zero : dice.Seconds(1, 30),
            Weights = dice.Chance(0.5) ? [] : new() { ["web"] = dice.Between(1, 2) },
            OverflowAfter = overflows ? dice.Seconds(5, 60) : null,
            OverflowTo = overflows ? "billing" : null,
            WhenNobodyIsThere = (AbsenceAnswer)dice.Below(3),
            AutoAccept = dice.Chance(0.3),
            WrapUp = dice.Chance(0.5) ? TimeSpan.Zero : dice.Seconds(1, 30),
            Entry = dice.Chance(0.5) ? [] : [new() { Intents = ["complaint"] }],
            AbsentAfter = dice.Seconds(0, 20),
        };
    }
}
