using System.Net;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Engine.Telemetry;
using Npgsql;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ConversationGrid.Silo.Telemetry;

/// <summary>Exporters of the product's spans and metrics, and of those of the libraries under it. Registers nothing while all is off.</summary>
internal static class TelemetryServices
{
    /// <summary>Name of the source and meter of calls of language models.</summary>
    public const string Models = "ConversationGrid.Models";

    /// <summary>Requests that last as long as a connection, or that come every few seconds and say nothing.</summary>
    private static readonly PathString[] Untraced = ["/hubs", "/health"];

    public static TelemetryOptions Of(IConfiguration configuration) => configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new();

    public static IServiceCollection AddGridTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        Composition.AddOptions<TelemetryOptions>(services, TelemetryOptions.Section);
        var options = Of(configuration);
        if (!options.IsMeasured) return services;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(
            r => r.AddService(options.ServiceName, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"));
        telemetry.WithMetrics(metrics => Measure(metrics, options));
        if (options.IsTraced) telemetry.WithTracing(traces => Trace(traces, options));
        return services;
    }

    /// <summary>Serves the metrics to callers with the token, or without one to this machine alone; to others there is no such page.</summary>
    public static IApplicationBuilder UseGridTelemetry(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<TelemetryOptions>();
        return options.Prometheus ? app.UseOpenTelemetryPrometheusScrapingEndpoint(
            http => http.Request.Path == options.PrometheusPath && MayFetch(http, options)) : app;
    }

    private static bool MayFetch(HttpContext http, TelemetryOptions options) => options.PrometheusToken is { } token
        ? CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()),
            Encoding.UTF8.GetBytes($"Bearer {token}"))
        : http.Connection.RemoteIpAddress is { } address && (IPAddress.IsLoopback(address) || address.Equals(http.Connection.LocalIpAddress));

    private static void Measure(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter(GridTelemetry.Name, Models, "Microsoft.Orleans", "Npgsql").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation();
        if (options.Prometheus) metrics.AddPrometheusExporter(prometheus => prometheus.ScrapeEndpointPath = options.PrometheusPath);
        if (options.OtlpEndpoint is not null)
            metrics.AddOtlpExporter((otlp, reader) =>
            {
                Send(otlp, options, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricsEvery.TotalMilliseconds;
            });
    }

    private static void Trace(TracerProviderBuilder traces, TelemetryOptions options) => traces
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceRatio)))
        .AddSource(GridTelemetry.Name, Models, "Microsoft.AspNetCore.SignalR.Server", "Microsoft.Orleans.Application")
        .AddAspNetCoreInstrumentation(web => web.Filter = http => !Untraced.Any(path => http.Request.Path.StartsWithSegments(path))
            && http.Request.Path != options.PrometheusPath)
        .AddHttpClientInstrumentation(http => http.FilterHttpRequestMessage = request => request.RequestUri?.Authority != options.OtlpEndpoint!.Authority)
        .AddNpgsql()
        .AddProcessor(new ExportedTags())
        .AddOtlpExporter(otlp => Send(otlp, options, "v1/traces"));

    private static void Send(OtlpExporterOptions otlp, TelemetryOptions options, string path)
    {
        var isGrpc = options.OtlpProtocol == OtlpProtocol.Grpc;
        otlp.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // Set in code, an address of HTTP is taken as it is.
        otlp.Endpoint = isGrpc ? options.OtlpEndpoint! : new Uri($"{options.OtlpEndpoint!.ToString().TrimEnd('/')}/{path}");
    }
}
