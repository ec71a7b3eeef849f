using System.CommandLine;
using System.Diagnostics;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Benchmarks.Timers;

/// <summary>The process whose timers fire: the in-process grid and the sweeper over a durable store, until nothing is due any more.</summary>
internal static class TimersHost
{
    private const string Name = "host";
    private const string AddressVariable = "GRID_BENCH_STORE";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <param name="address">A folder or a connection string: where the store is.</param>
    public static Process Start(string kind, string address)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        foreach (var argument in (string[])[typeof(TimersHost).Assembly.Location, "timers", Name, kind]) start.ArgumentList.Add(argument);
        start.Environment[AddressVariable] = address;
        start.Environment["DOTNET_gcServer"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException("The process of the timers did not start.");
    }

    /// <summary>The command by which the benchmark starts itself as that process.</summary>
    public static Command Create()
    {
        var kind = new Argument<string>("store");
        var command = new Command(Name, "The process whose timers fire.") { kind };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(kind)!));
        return command;
    }

    private static async Task<int> RunAsync(string kind)
    {
        var (time, options) = (TimeProvider.System, new EngineOptions());
        await using var store = StorePlace.Open(kind, Environment.GetEnvironmentVariable(AddressVariable)!, time);
        await store.StartAsync();
        var services = new EntityServices(store.Journal, store.Agenda, store.Snapshots, new Effectless(), options, time, NullLogger<EntityServices>.Instance);
        var grid = new InProcessGrid(Models.Create(new ConversationOptions(), new QueueOptions(), null, _ => ["general"]), services, new Deaf());
        using var stop = new CancellationTokenSource();
        var sweeping = new AgendaSweeper(store.Agenda, grid, options, time, NullLogger<AgendaSweeper>.Instance).RunAsync(stop.Token);
        while (await store.Agenda.NextDueAsync(stop.Token) is not null) await Task.Delay(LookEvery, time, stop.Token);
        await stop.CancelAsync();
        await sweeping;
        return 0;
    }

    /// <summary>These conversations owe nothing to anybody.</summary>
    private sealed class Effectless : IEffectRunner
    {
        public void Start(StreamId source, PendingEffect effect) => throw new UnreachableException(effect.Effect.GetType().Name);
    }

    private sealed class Deaf : IEventFeed
    {
        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
        {
        }

        public void OnSignal(StreamId stream, Signal signal)
        {
        }
    }
}
