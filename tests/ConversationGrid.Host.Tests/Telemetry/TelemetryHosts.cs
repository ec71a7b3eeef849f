namespace ConversationGrid.Host.Tests.Telemetry;

/// <summary>Hosts that tell of themselves, one for each store, each with a collector of its own; started when the first test asks.</summary>
public sealed class TelemetryHosts : IAsyncLifetime
{
    private readonly Dictionary<StoreKind, (HostProcess Host, OtlpReceiver Collector)> _hosts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task<(HostProcess Host, OtlpReceiver Collector)> OfAsync(StoreKind store)
    {
        if (_hosts.TryGetValue(store, out var known)) return known;
        var collector = new OtlpReceiver();
        var host = await HostProcess.StartAsync(
            store, "--Grid:Telemetry:OtlpEndpoint", collector.Endpoint.ToString(), "--Grid:Telemetry:TraceRatio", "1", "--Grid:Telemetry:MetricsEvery",
            "00:00:00.500", "--Grid:Telemetry:Prometheus", "true",
            // A call that takes long on a busy machine is one command all the same, and not two spans.
            "--Grid:Cluster:RepeatCallAfter", "00:00:09");
        return _hosts[store] = (host, collector);
    }

    public async Task DisposeAsync()
    {
        foreach (var (host, collector) in _hosts.Values)
        {
            await host.DisposeAsync();
            collector.Dispose();
        }
    }
}
