using System.Diagnostics.Metrics;
using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Telemetry;

/// <summary>What entities, effects, the agenda and the assistant did, for operators.</summary>
internal static class EngineMetrics
{
    public static readonly Histogram<double> TurnDuration = GridTelemetry.Seconds(
        "grid.entity.command.duration", "Time from a command's arrival at its entity to its answer: its wait for a turn, the decision and the append.");

    public static readonly Counter<long> Commands = GridTelemetry.Meter.CreateCounter<long>(
        "grid.entity.commands", "{command}", "Commands by how they ended: done, or the code of the refusal.");

    public static readonly Histogram<double> ActivationDuration = GridTelemetry.Seconds(
        "grid.entity.activation.duration", "Time to read an entity's snapshot and its events behind it.");

    public static readonly Histogram<double> EffectDuration = GridTelemetry.Seconds(
        "grid.effect.duration", "Time of one attempt to carry an effect out.");

    public static readonly Counter<long> EffectRetries = GridTelemetry.Meter.CreateCounter<long>(
        "grid.effect.retries", "{retry}", "Attempts to carry an effect out after the first one.");

    public static readonly Histogram<double> AgendaLateness = GridTelemetry.Seconds(
        "grid.agenda.lateness", "How long after its due time a timer of an entity fired.");

    public static readonly Histogram<double> AnswerDuration = GridTelemetry.Seconds(
        "grid.assistant.answer.duration", "Time of the assistant for one answer.");

    public static readonly Counter<long> Answers = GridTelemetry.Meter.CreateCounter<long>(
        "grid.assistant.answers", "{answer}", "Answers of the assistant: answered, handed_over, or failed.");

    /// <summary>Whether anybody wants to know of commands.</summary>
    public static bool HearsCommands => Commands.Enabled || TurnDuration.Enabled;

    public static KeyValuePair<string, object?> Kind(EntityKind kind) => new(GridTelemetry.EntityKindTag, kind.Word());
}
