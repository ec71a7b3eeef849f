using System.Collections.Concurrent;
using System.Diagnostics;
using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Grains.Tests;

/// <summary>A trace goes over silos: with the call to the silo that hosts the entity, and with the event to the silo whose connections follow it.</summary>
[Collection(ClusterCollection.Name)]
public class TraceTests
{
    private static readonly ActivitySource Callers = new("ConversationGrid.Grains.Tests");

    [Fact]
    public async Task EventOfAnotherSilo_IsDeliveredInTheTraceOfItsCommand()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is GridTelemetry.Name or "ConversationGrid.Grains.Tests" or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var feed = new TracedFeed();
        await using var world = await ClusterWorld.StartAsync(silos: 3, tracedFeed: feed);
        var grids = world.Cluster.Silos.OrderBy(s => s.Name, StringComparer.Ordinal).Select(ClusterWorld.GridOf).ToList();
        var id = GridWorld.Stream("far").Id;
        // The entity lives where it was first called: on the second silo. The first one watches, and the third one gives the command.
        (await grids[1].Conversation(id).ExecuteAsync(new StartConversation(GridWorld.Customer, "s", "web", "en", null, null))).OrThrow();
        await grids[0].WatchAsync(GridWorld.Stream("far"));
        using var caller = Callers.StartActivity("caller")!;
        (await grids[2].Conversation(id).ExecuteAsync(new PostMessage(GridWorld.Customer, "m", "hello"))).OrThrow();
        for (var i = 0; i < 500 && !feed.Came.Any(c => c.Event is MessagePosted { Text: "hello" }); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);

        var (_, trace, span) = Assert.Single(feed.Came, c => c.Event is MessagePosted { Text: "hello" });
        Assert.Equal(caller.TraceId.ToString(), trace);
        Assert.Equal("deliver", span);
    }

    private sealed class TracedFeed : IEventFeed
    {
        public ConcurrentQueue<(DomainEvent Event, string? Trace, string? Span)> Came { get; } = new();

        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
        {
            foreach (var e in events) Came.Enqueue((e.Event, Activity.Current?.TraceId.ToString(), Activity.Current?.OperationName));
        }

        public void OnSignal(StreamId stream, Signal signal)
        {
        }
    }
}
