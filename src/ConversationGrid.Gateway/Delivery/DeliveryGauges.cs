using System.Diagnostics.Metrics;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Gateway.Clients;
using Microsoft.Extensions.Hosting;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>Open connections and watches, counted when a collector asks.</summary>
internal sealed class DeliveryGauges : IHostedService, IDisposable
{
    private readonly Meter _meter = new(GridTelemetry.Name);

    public DeliveryGauges(Connections connections, Watches watches)
    {
        _meter.CreateObservableUpDownCounter(
            "grid.delivery.connections", () => connections.All.GroupBy(c => c.Hub.Name)
            .Select(hub => new Measurement<long>(hub.Count(), new KeyValuePair<string, object?>(GridTelemetry.HubTag, hub.Key))),
            "{connection}", "Hub connections that are open in this process.");
        _meter.CreateObservableUpDownCounter("grid.delivery.watches", watches.Counts, "{watch}", "Entities that this process watches for its connections.");
    }

    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
