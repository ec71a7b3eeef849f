using ConversationGrid.Simulator.Checks;
using ConversationGrid.Simulator.Plants;

namespace ConversationGrid.Simulator;

/// <summary>One seed's run, from an empty store to the last check.</summary>
internal static class SeedRun
{
    /// <summary>A world that needs more callbacks than this runs in circles.</summary>
    private const long StepsMax = 3_000_000;

    public static SeedResult Of(ulong seed, Plant plant, Action<string>? trace = null)
    {
        var world = new World(seed, plant, trace);
        trace?.Invoke($"{world.Profile}");
        world.Begin();
        var last = new FinalChecks(world);
        if (!Go(world, world.Profile.Active)) return Result(world, seed);
        world.Heal();
        // Clients finish, agents take what is offered; then everyone looks once more.
        if (!Go(world, TimeSpan.FromMinutes(10))) return Result(world, seed);
        last.Quiet();
        world.IsStopped = true;
        // What was resolved closes, and agents whose connections are gone lose their work, each at its time.
        if (!Go(world, world.Conversation.CloseAfterResolved + TimeSpan.FromMinutes(5))) return Result(world, seed);
        last.Quiet();
        world.ConnectReaders();
        if (!Go(world, TimeSpan.FromMinutes(1))) return Result(world, seed);
        last.Seen();
        last.Replay();
        return Result(world, seed);
    }

    private static bool Go(World world, TimeSpan span)
    {
        world.Scheduler.RunUntil(world.Scheduler.Elapsed + span, StepsMax);
        if (world.Scheduler.Escape is { } escape) world.Violate("determinism", escape);
        if (world.Scheduler.Steps >= StepsMax) world.Violate("livelock", $"{StepsMax} steps were not enough.");
        return world.Violations.Count == 0;
    }

    private static SeedResult Result(World world, ulong seed) => new(
        seed, world.Hash, world.Violations, world.Scheduler.Steps, world.Checks.EventCount, world.Counts,
        world.Checks.Starts.Sum(start => (world.Scheduler.Now - start).TotalHours), world.Scheduler.Elapsed);
}

/// <summary>What came of a seed.</summary>
/// <param name="Hash">Fingerprint of the whole history: the same seed always gives the same.</param>
/// <param name="ConversationHours">Simulated hours of all conversations, from their start to the end of the run.</param>
internal sealed record SeedResult(
    ulong Seed, ulong Hash, IReadOnlyList<string> Violations, long Steps, int Events, Counts Counts, double ConversationHours, TimeSpan Simulated);
