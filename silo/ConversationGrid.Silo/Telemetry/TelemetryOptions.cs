using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Silo.Telemetry;

/// <summary>How traces and metrics are sent over OTLP.</summary>
public enum OtlpProtocol
{
    None = 0,
    HttpProtobuf,
    Grpc,
}

/// <summary>What the host tells of itself, and to whom. Nothing unless it is switched on. Section <c>Grid:Telemetry</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Grid:Telemetry";

    /// <summary>
    /// Collector that traces and metrics are sent to over OTLP, e.g. <c>http://collector:4318</c>; headers come from
    /// <c>OTEL_EXPORTER_OTLP_HEADERS</c>. Default:
    /// none, nothing is sent.
    /// </summary>
    public Uri? OtlpEndpoint { get; set => field = value?.OriginalString is { Length: > 0 } ? value : null; }

    /// <summary>How it is sent: HttpProtobuf or Grpc. Default: HttpProtobuf.</summary>
    public OtlpProtocol OtlpProtocol { get; set; } = OtlpProtocol.HttpProtobuf;

    /// <summary>How often metrics are sent over OTLP. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan MetricsEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Share of the traces that are recorded, 0 to 1, decided where a trace begins. Default: 0.1.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 0.1;

    /// <summary>Name of the service in traces and metrics. Default: <c>conversation-grid</c>.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ServiceName { get; set; } = "conversation-grid";

    /// <summary>Whether metrics can be fetched in Prometheus' format. Default: false.</summary>
    public bool Prometheus { get; set; }

    /// <summary>Path of that endpoint. Default: <c>/metrics</c>.</summary>
    [Required, RegularExpression("^(/[a-z0-9_-]+)+$", ErrorMessage = "a path is lower-case letters, digits, dashes and slashes, e.g. /metrics.")]
    public string PrometheusPath { get; set; } = "/metrics";

    /// <summary>Bearer token that fetching metrics takes, at least 16 characters. Default: none, and metrics are given to this machine's own
    /// addresses only.</summary>
    [MinLength(16)]
    public string? PrometheusToken { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Whether administrators can open the Orleans dashboard at <c>/admin/orleans/</c>. It costs a little for every grain call. Default:
    /// false.</summary>
    public bool OrleansDashboard { get; set; }

    internal bool IsTraced => OtlpEndpoint is not null && TraceRatio > 0;

    internal bool IsMeasured => OtlpEndpoint is not null || Prometheus;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
            yield return new("an address begins with http:// or https://.", [nameof(OtlpEndpoint)]);
        if (!Enum.IsDefined(OtlpProtocol) || OtlpProtocol == OtlpProtocol.None)
            yield return new("the protocol is HttpProtobuf or Grpc.", [nameof(OtlpProtocol)]);
        if (new[] { "/api", "/hubs", "/health", "/openapi", "/desk", "/widget", "/admin" }.Any(
            taken => new PathString(PrometheusPath).StartsWithSegments(taken)))
            yield return new("the path is taken by something else; choose e.g. /metrics.", [nameof(PrometheusPath)]);
    }
}
