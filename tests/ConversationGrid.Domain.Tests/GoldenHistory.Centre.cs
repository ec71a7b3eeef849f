using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Tests;

/// <summary>The golden journals of agents and queues.</summary>
internal static partial class GoldenHistory
{
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfAgent()
    {
        var run = Runs.OfAgent();
        AgentCommand[] commands =
        [
            new ConfigureAgent("Ben", ["general", "billing"], ["en", "ms"], 2), new SetPresence(PresenceStatus.Online),
            new LeaseAgent("g1", Commands.Start.AddMinutes(2)),
            new ReserveAgent("o1", "c1", "general", 1), new ConfirmOffer("o1", Commands.Start.AddSeconds(60)), new ConfirmAssignment("o1", "c1"),
            new ReserveAgent("o2", "c2", "billing", 1), new ConfigureAgent("Ben", ["general"], ["en", "ms"], 3, new Dictionary<string, int> { ["card"] = 4 }),
            new ReleaseAgent("o1", ReleaseReason.Over, TimeSpan.FromSeconds(30)), new FinishWrapUp("o1", "refund"),
        ];
        foreach (var command in commands) Give(run, command);
        return (new(EntityKind.Agent, new("demo", "told")), [.. run.Events]);
    }

    /// <summary>An agent is lost, comes back, and then chooses to be offline.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfPresence()
    {
        var run = Runs.OfAgent();
        Give(run, new ConfigureAgent("Ben", ["general"], ["en"], 2));
        Give(run, new SetPresence(PresenceStatus.Online));
        Give(run, new LeaseAgent("g1", Commands.Start.AddMinutes(1)));
        run.Pass(TimeSpan.FromMinutes(2));
        Give(run, new TickAgent());
        Give(run, new LeaseAgent("g1", run.Now.AddMinutes(1)));
        Give(run, new ReserveAgent("o1", "c1", "general", 1));
        Give(run, new ConfirmAssignment("o1", "c1"));
        Give(run, new SetPresence(PresenceStatus.Offline));
        return (new(EntityKind.Agent, new("demo", "present")), [.. run.Events]);
    }

    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfQueue()
    {
        var run = Runs.OfQueue();
        Give(run, new EnqueueConversation("c1", 1, Commands.Start, 1, "en", null));
        Give(run, new ReportAgent(new("ben", "Ben", 3, PresenceStatus.Online, 1, Commands.Start, ["en"])));
        Give(run, new SettleQueueEffect(run.State.Pending[0].Id));
        return (new(EntityKind.Queue, new("demo", "told")), [.. run.Events]);
    }

    /// <summary>The last agent leaves while somebody waits, and nobody comes back in time.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfAbsence()
    {
        var run = Runs.OfQueueWithPolicy();
        Give(run, new EnqueueConversation("c1", 1, Commands.Start, 1, "en", null));
        Give(run, new ReportAgent(new("ben", "Ben", 1, PresenceStatus.Online, 0, Commands.Start, ["en"])));
        Give(run, new EnqueueConversation("c2", 1, Commands.Start, 1, "en", null));
        Give(run, new SettleQueueEffect(run.State.Pending[0].Id));
        Give(run, new ReportAgent(new("ben", "Ben", 2, PresenceStatus.Away, 0, Commands.Start, ["en"])));
        run.Pass(TimeSpan.FromSeconds(30));
        Give(run, new TickQueue());
        return (new(EntityKind.Queue, new("demo", "absence")), [.. run.Events]);
    }

    /// <summary>A queue closes with somebody in its line, and opens.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfHours()
    {
        var opens = Commands.Start.AddHours(1);
        var run = new Run<Queues.QueueState, QueueCommand, QueueEvent>(
            Queues.QueueState.Initial(new("demo", "hours")),
            (s, c, now) => Queues.Queue.Decide(s, c, new(now, new Queues.QueueOptions(), null, now >= opens, now >= opens ? null : opens)),
            Queues.Queue.Evolve);
        Give(run, new ReportAgent(new("ben", "Ben", 1, PresenceStatus.Online, 2, Commands.Start, ["en"])));
        Give(run, new EnqueueConversation("c1", 1, Commands.Start, 1, "en", null));
        run.Pass(TimeSpan.FromHours(1));
        Give(run, new TickQueue());
        return (new(EntityKind.Queue, new("demo", "hours")), [.. run.Events]);
    }
}
