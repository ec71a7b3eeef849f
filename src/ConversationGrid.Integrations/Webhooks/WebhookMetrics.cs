using System.Diagnostics.Metrics;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>What is sent to other systems, for operators.</summary>
internal static class WebhookMetrics
{
    private static readonly Counter<long> Attempts = GridTelemetry.Meter.CreateCounter<long>(
        "grid.webhook.attempts", "{attempt}", "Attempts to deliver an event to a webhook: done, failed, or given_up.");

    private static readonly Histogram<double> Durations = GridTelemetry.Seconds("grid.webhook.attempt.duration", "Time of one attempt.");

    private static readonly Histogram<double> Delays = GridTelemetry.Seconds(
        "grid.webhook.delay", "Time from when an event was recorded for a webhook until the receiver had it.");

    private static readonly Counter<long> Disabled = GridTelemetry.Meter.CreateCounter<long>(
        "grid.webhook.disabled", "{webhook}", "Webhooks that were switched off because they failed.");

    public static void Tried(Tried tried, TimeSpan took)
    {
        var outcome = tried.State switch { DeliveryState.Delivered => GridTelemetry.Done, DeliveryState.Dead => "given_up", _ => GridTelemetry.Failed };
        KeyValuePair<string, object?> tag = new(GridTelemetry.OutcomeTag, outcome);
        Attempts.Add(1, tag);
        Durations.Record(took.TotalSeconds, tag);
        if (tried.State == DeliveryState.Delivered) Delays.Record(Math.Max(0, (tried.At - tried.Delivery.CreatedAt).TotalSeconds));
    }

    public static void SwitchedOff() => Disabled.Add(1);
}
