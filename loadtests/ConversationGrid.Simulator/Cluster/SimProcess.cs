using ConversationGrid.Contracts;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Simulator.Actors;
using ConversationGrid.Simulator.Storage;
using ConversationGrid.Simulator.Time;
using ConversationGrid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Simulator.Cluster;

/// <summary>One simulated process: the real in-process grid, effects and sweeper on a lane of its own. It dies and hangs as one.</summary>
internal sealed class SimProcess : IEffectScheduler
{
    private readonly World _world;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<StreamId, List<Session>> _sessions = [];

    public SimProcess(World world, int number)
    {
        _world = world;
        Number = number;
        Lane = new(world.Scheduler, $"p{number}");
        Clock = new(world.Scheduler, Lane, world.DrawSkew());
        Store = world.Plant.Store(world, this);
        var handler = world.Plant.Effects(world, this, new GridEffects(() => Grid!, new SimAssistant(world, this), new TranscriptReader(Store)));
        var effects = new EffectRunner(handler, this, world.Engine, Clock, NullLogger<EffectRunner>.Instance);
        var services = new EntityServices(Store, Store, Store, effects, world.Engine, Clock, NullLogger<EntityServices>.Instance);
        Feed = new(world, this);
        var availability = new Availability(world.Engine, World.AgentGrace, Clock);
        availability.Serves();
        StartedAt = Clock.GetUtcNow();
        Local = new(world.Models with { Agent = world.Plant.Agents(availability) }, services, Feed);
        Grid = new(world, this);
        var sweeper = new AgendaSweeper(Store, Grid, world.Engine, Clock, NullLogger<AgendaSweeper>.Instance, availability);
        Run(() => sweeper.RunAsync(_stop.Token));
        Run(CollectAsync);
    }

    public int Number { get; }
    public Lane Lane { get; }
    public SimClock Clock { get; }

    /// <summary>By its own clock.</summary>
    public DateTimeOffset StartedAt { get; }
    public SimStore Store { get; }

    /// <summary>The entities that live here.</summary>
    public InProcessGrid Local { get; }

    /// <summary>All entities, as this process reaches them.</summary>
    public RoutedGrid Grid { get; }
    public ProcessFeed Feed { get; }
    public TimeSpan PausedSince { get; private set; }

    /// <summary>Whether the others still take it for living: one that hangs is found out after a while.</summary>
    public bool SeemsAlive => !Lane.IsDead && !(Lane.IsPaused && _world.Scheduler.Elapsed - PausedSince > World.Detection);

    public void Run(Func<Task> work) => Lane.Run(() => _world.Watch(work()));

    public void Kill()
    {
        Lane.Kill();
        foreach (var session in _sessions.Values.SelectMany(s => s))
            session.IsCut = true;
    }

    public void Pause()
    {
        PausedSince = _world.Scheduler.Elapsed;
        Lane.Pause();
    }

    public void Add(Session session)
    {
        if (!_sessions.TryGetValue(session.Stream, out var list)) _sessions[session.Stream] = list = [];
        list.RemoveAll(s => s.IsCut);
        list.Add(session);
    }

    /// <summary>What some process's entity published, for the sessions here.</summary>
    public void OnPush(StreamId stream, IReadOnlyList<Committed> events)
    {
        if (!_sessions.TryGetValue(stream, out var list)) return;
        foreach (var session in list.ToArray())
            session.OnPush(events);
    }

    private async Task CollectAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(2), Clock, _stop.Token);
            Local.CollectIdle();
        }
    }
}

/// <summary>Hands what entities here publish to the processes that watch; on the way it may be lost, late and out of order.</summary>
internal sealed class ProcessFeed(World world, SimProcess owner) : IEventFeed
{
    private readonly Dictionary<StreamId, List<SimProcess>> _watching = [];

    public void Add(StreamId stream, SimProcess watcher)
    {
        if (!_watching.TryGetValue(stream, out var list)) _watching[stream] = list = [];
        list.RemoveAll(p => p.Lane.IsDead);
        if (!list.Contains(watcher)) list.Add(watcher);
    }

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        if (!_watching.TryGetValue(stream, out var list)) return;
        foreach (var watcher in list)
        {
            if (watcher == owner) watcher.Lane.Run(() => watcher.OnPush(stream, events));
            else world.Network.Push(watcher, () => watcher.OnPush(stream, events));
        }
    }

    public void OnSignal(StreamId stream, Signal signal)
    {
        // Fleeting things may be lost, so nothing follows from them.
    }
}
