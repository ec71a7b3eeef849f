using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Telemetry;

/// <summary>
/// The product's source of spans, its meter, and the names of their attributes. Exporters listen to <see cref="Name"/>; while nobody does, nothing is
/// recorded. Attributes hold names out of closed sets or of the configuration only: never an id of a person, and nothing of what anybody wrote.
/// </summary>
public static class GridTelemetry
{
    /// <summary>Name of the source and of every meter of the product.</summary>
    public const string Name = "ConversationGrid";

    public const string EntityKindTag = "grid.entity.kind";
    public const string CommandTag = "grid.command";
    public const string OutcomeTag = "grid.outcome";
    public const string EffectTag = "grid.effect";
    public const string AttemptsTag = "grid.effect.attempts";
    public const string EventsTag = "grid.append.events";
    public const string AppendsTag = "grid.commit.appends";
    public const string EventTag = "grid.event";
    public const string AudienceTag = "grid.audience";
    public const string ReceiversTag = "grid.push.receivers";
    public const string HubTag = "grid.hub";
    public const string MethodTag = "grid.hub.method";
    public const string WorkspaceTag = "grid.workspace";
    public const string QueueTag = "grid.queue";
    public const string ConversationTag = "grid.conversation.id";
    public const string SeqTag = "grid.event.seq";

    public const string Done = "done";
    public const string Failed = "failed";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    /// <summary>A histogram of times in seconds, from a tenth of a millisecond to a minute.</summary>
    public static Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double>
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    });

    /// <summary>The span under which work runs now, if it is recorded.</summary>
    public static Activity? Recorded => Activity.Current is { IsAllDataRequested: true } current ? current : null;

    /// <summary>Word for an entity's kind in attributes.</summary>
    public static string Word(this EntityKind kind) => kind switch
    {
        EntityKind.Conversation => "conversation",
        EntityKind.Customer => "customer",
        EntityKind.Agent => "agent",
        EntityKind.Queue => "queue",
        EntityKind.Workspace => "workspace",
        EntityKind.Knowledge => "knowledge",
        _ => "none",
    };

    /// <summary>How a command ended: <c>done</c>, or the code of its refusal.</summary>
    public static string Word(this Outcome outcome) => outcome.Refusal?.Code ?? Done;

    /// <summary>Marks a span as failed. The exception's type is named; its text may quote what somebody wrote.</summary>
    public static void Fail(this Activity span, Exception failure)
    {
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag("error.type", failure.GetType().Name);
        span.SetTag(OutcomeTag, Failed);
    }
}
