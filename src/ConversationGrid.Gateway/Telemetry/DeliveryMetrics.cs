using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Gateway.Telemetry;

/// <summary>Counters of what the gateway delivers, and of hub calls.</summary>
internal static class DeliveryMetrics
{
    private static readonly Counter<long> Pushes = GridTelemetry.Meter.CreateCounter<long>("grid.delivery.pushes", "{push}", "Frames given to connections.");
    private static readonly Counter<long> Drops = GridTelemetry.Meter.CreateCounter<long>(
        "grid.delivery.dropped_connections", "{connection}", "Connections ended because their clients took too little of what was sent.");
    private static readonly Counter<long> Resumes = GridTelemetry.Meter.CreateCounter<long>(
        "grid.delivery.resumes", "{resume}", "Conversations that a connection began to follow, or resumed.");
    private static readonly Histogram<double> Calls = GridTelemetry.Seconds("grid.hub.call.duration", "Time of a hub call, by how it ended.");

    /// <summary>Whether anybody wants to know of hub calls.</summary>
    public static bool HearsCalls => Calls.Enabled;

    public static void Pushed() => Pushes.Add(1);

    public static void Dropped() => Drops.Add(1);

    public static void Resumed() => Resumes.Add(1);

    public static void Called(Type hub, string method, string ended, TimeSpan took) =>
        Calls.Record(took.TotalSeconds, new(GridTelemetry.HubTag, hub.Name), new(GridTelemetry.MethodTag, method), new(GridTelemetry.OutcomeTag, ended));

    /// <summary>A span of one event's pushes; null where the event is not traced, and for events that were read from the journal.</summary>
    public static Activity? StartPush(ConversationEvent e, long seq)
    {
        if (GridTelemetry.Recorded is null) return null;
        var span = GridTelemetry.Source.StartActivity("push", ActivityKind.Producer);
        return span?.SetTag(GridTelemetry.EventTag, e.GetType().Name).SetTag(GridTelemetry.SeqTag, seq);
    }
}
