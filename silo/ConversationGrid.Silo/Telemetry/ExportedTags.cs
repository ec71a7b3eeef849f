using System.Diagnostics;
using ConversationGrid.Engine.Telemetry;
using OpenTelemetry;

namespace ConversationGrid.Silo.Telemetry;

/// <summary>
/// Takes from every span what is not known to be harmless before it is exported: addresses and ids in paths, the grain ids and exception texts that Orleans
/// writes, statements. A list of what may go, because the libraries add tags with every version.
/// </summary>
internal sealed class ExportedTags : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Harmless =
    [
        GridTelemetry.EntityKindTag, GridTelemetry.CommandTag, GridTelemetry.OutcomeTag, GridTelemetry.EffectTag, GridTelemetry.AttemptsTag,
        GridTelemetry.EventsTag,
        GridTelemetry.AppendsTag, GridTelemetry.EventTag, GridTelemetry.AudienceTag, GridTelemetry.ReceiversTag, GridTelemetry.HubTag, GridTelemetry.MethodTag,
        GridTelemetry.ConversationTag, GridTelemetry.SeqTag,
        "error.type", "exception.type",
        "http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "server.address", "server.port", "url.scheme",
        "rpc.system", "rpc.system.name", "rpc.service", "rpc.method", "orleans.rpc.service", "orleans.grain.type", "orleans.silo.id",
        "db.system", "db.system.name", "db.operation.name", "db.response.status_code",
        "gen_ai.operation.name", "gen_ai.system", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model", "gen_ai.request.max_tokens",
        "gen_ai.request.temperature",
        "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.response.finish_reasons", "gen_ai.response.time_to_first_chunk",
    ];

    /// <summary>A sentence in a status may quote what somebody wrote; the error's type stays.</summary>
    public override void OnEnd(Activity data)
    {
        List<string>? others = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
            if (!Harmless.Contains(tag.Key)) (others ??= []).Add(tag.Key);
        foreach (var other in others ?? []) data.SetTag(other, null);
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
        // Events with attributes carry exceptions and their texts, and cannot be taken from a span: it is not exported then.
        if (data.Events.Any(e => e.Tags.Any())) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
