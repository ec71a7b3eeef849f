using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Testing;
using ConversationGrid.Simulator.Actors;
using ConversationGrid.Simulator.Checks;
using ConversationGrid.Simulator.Cluster;
using ConversationGrid.Simulator.Plants;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator;

/// <summary>Everything of one run: what exists, what befalls it, and what is noted of it.</summary>
internal sealed class World
{
    /// <summary>How long an agent without a connection keeps its work.</summary>
    public static readonly TimeSpan AgentGrace = TimeSpan.FromSeconds(20);

    /// <summary>How long the others take a process that hangs for living.</summary>
    public static readonly TimeSpan Detection = TimeSpan.FromSeconds(3);

    private readonly Dice _dice;

    public World(ulong seed, Plant plant, Action<string>? trace)
    {
        (_dice, Plant, Trace) = (new(seed), plant, trace);
        Profile = Faults = Profile.Draw(_dice);
        Scheduler = new(_dice.Split()) { OnUnhandled = failure => Violate("unhandled", failure.ToString()) };
        Lane = new(Scheduler, "world");
        ClientLane = new(Scheduler, "clients");
        Clock = new(Scheduler, ClientLane, TimeSpan.Zero);
        Queues = _dice.Chance(0.5) ? ["general"] : ["general", "billing"];
        Conversation = new()
        {
            OfferTimeout = _dice.Seconds(5, 40), CloseAfterResolved = _dice.Seconds(120, 3_600), AssistantEnabled = _dice.Chance(0.8),
        };
        Engine = new()
        {
            SnapshotEveryEvents = 10, SweepAtLeastEvery = _dice.Seconds(1, 40), IdleAfter = _dice.Seconds(10, 600),
            EffectsAtOnceMax = _dice.Pick([2, 8, 512]), WakesAtOnceMax = _dice.Pick([2, 512]),
        };
        var policies = QueuePolicies.Draw(seed, Queues);
        HasPolicies = policies.Count > 0;
        Routing = new(_ => policies);
        Models = plant.Models(
            this, Models.Create(Conversation, new QueueOptions { ExcludeAfterOffer = _dice.Seconds(0, 40) }, Understanding, QueuesOf, Routing));
        Checks = new(this);
        Network = new(this, _dice.Split());
        Processes = new(this, _dice.Split());
        (StoreDice, AssistantDice) = (_dice.Split(), _dice.Split());
    }

    public Profile Profile { get; }
    public Plant Plant { get; }
    public Scheduler Scheduler { get; }
    public Lane Lane { get; }
    public Lane ClientLane { get; }
    public SimClock Clock { get; }
    public MemoryStore Store { get; } = new();
    public EngineOptions Engine { get; }
    public ConversationOptions Conversation { get; }
    public Models Models { get; }
    public JournalChecks Checks { get; }
    public Network Network { get; }
    public Processes Processes { get; }
    public Dice StoreDice { get; }
    public Dice AssistantDice { get; }
    public IReadOnlyList<string> Queues { get; }
    public RoutingRules Routing { get; }

    /// <summary>Whether queues ask for anything, and staff and customers use what comes with that.</summary>
    public bool HasPolicies { get; }
    public List<Reader> Readers { get; } = [];
    public List<AgentClient> Agents { get; } = [];
    public Counts Counts { get; } = new();
    public List<string> Violations { get; } = [];
    public Action<string>? Trace { get; }

    /// <summary>What may go wrong now.</summary>
    public Profile Faults { get; private set; }
    public TimeSpan StoreDownUntil { get; set; }

    /// <summary>Clients finish what they are at, and agents take what is offered.</summary>
    public bool IsEnding { get; private set; }
    public bool IsHealed { get; private set; }
    public TimeSpan HealedAt { get; private set; }

    /// <summary>Nobody acts any more; timers and effects go on.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Fingerprint of all that happened, in order.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037UL;

    public void Begin()
    {
        for (var i = 0; i < Profile.Processes; i++) Processes.Start();
        var leases = _dice.Chance(0.4);
        for (var i = 0; i < Profile.Agents; i++)
            Agents.Add(new(this, _dice.Split(), $"agent{i}", i == 0 || _dice.Chance(0.5) ? Queues : [_dice.Pick(Queues)], _dice.Between(1, 3), leases));
        var clients = new List<Client>(Agents);
        for (var i = 0; i < Profile.Customers; i++) clients.Add(new CustomerClient(this, _dice.Split(), $"customer{i}"));
        for (var i = 0; i < Profile.Supervisors; i++) clients.Add(new SupervisorClient(this, _dice.Split(), $"supervisor{i}"));
        foreach (var client in clients)
            ClientLane.Run(() => Watch(client.RunAsync()));
        Lane.Run(() => Watch(Processes.ChaosAsync(new SimClock(Scheduler, Lane, TimeSpan.Zero))));
    }

    /// <summary>From here on nothing goes wrong, and everyone connects again.</summary>
    public void Heal()
    {
        (Faults, StoreDownUntil, IsHealed, IsEnding, HealedAt) = (Profile.Healed(), TimeSpan.Zero, true, true, Scheduler.Elapsed);
        Processes.Heal(Profile.Processes);
    }

    public void ConnectReaders()
    {
        foreach (var reader in Readers) reader.Connect(Processes.ForClient());
    }

    public TimeSpan DrawSkew() => Profile.SkewMax * (_dice.Unit() * 2 - 1);

    /// <summary>In the world between the processes: the network, and the store's own machine.</summary>
    public void Later(TimeSpan delay, Action action)
    {
        if (delay <= TimeSpan.Zero) Lane.Run(action);
        else Scheduler.After(delay, Lane, action);
    }

    public void Committed(SimProcess process, StreamId stream, long first, IReadOnlyList<DomainEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            Note(process.Number, Checks.Number(stream), first + i);
            Trace?.Invoke($"{Scheduler.Elapsed:hh\\:mm\\:ss\\.fff} {process.Lane.Name} {stream} {first + i} {events[i]}");
            Checks.OnCommitted(stream, new(first + i, events[i]), process.StartedAt);
        }
    }

    /// <summary>Adds to the fingerprint.</summary>
    public void Note(long a, long b, long c)
    {
        var hash = Hash;
        hash = (hash ^ (ulong)Scheduler.Ticks) * 1099511628211UL;
        hash = (hash ^ (ulong)a) * 1099511628211UL;
        hash = (hash ^ (ulong)b) * 1099511628211UL;
        Hash = (hash ^ (ulong)c) * 1099511628211UL;
    }

    public void Violate(string rule, string what)
    {
        if (Violations.Count < 20) Violations.Add($"{Scheduler.Elapsed:hh\\:mm\\:ss\\.fff} {rule}: {what}");
        Trace?.Invoke($"{Scheduler.Elapsed:hh\\:mm\\:ss\\.fff} VIOLATION {rule}: {what}");
    }

    /// <summary>Sees that no failure of something that nobody awaits is lost.</summary>
    public void Watch(Task task)
    {
        if (!task.IsCompletedSuccessfully) _ = ObserveAsync(task);
    }

    private async Task ObserveAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        catch (Exception failure)
        {
            Violate("unhandled", failure.ToString());
        }
    }

    public IReadOnlyList<string> QueuesOf(string workspace) => Queues;

    public static IUnderstanding Understanding { get; } = new PlainUnderstanding();

    /// <summary>Reads one word, and counts the customer's messages as the risk.</summary>
    private sealed class PlainUnderstanding : IUnderstanding
    {
        public MessageAnalysis Analyse(string workspace, string text, int value) => text.Contains("angry")
            ? new("en", new("negative", -1), "anger", new("complaint", 0.9), 2, "sim")
            : new("en", new("neutral", 0), "neutral", new("none", 0), 0, "sim");

        public ConversationCourse Follow(string workspace, ConversationCourse? before, in HeardMessage message)
        {
            var heard = (before?.Sums[0] ?? 0) + (message.FromCustomer ? 1 : 0);
            return new("sim", Math.Min(1, heard / 10), null, [heard], []);
        }
    }
}

/// <summary>How much of what happened.</summary>
internal sealed record Counts
{
    public int Crashes { get; set; }
    public int Pauses { get; set; }

    /// <summary>Appends of activations that were not the newest, all refused.</summary>
    public int Fenced { get; set; }
    public int StoreFaults { get; set; }
    public int Acknowledged { get; set; }
}
