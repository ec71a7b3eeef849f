using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Engine.Entities;

/// <summary>
/// Which command led to which events of one append, for those commands that are traced: an event's push and effects belong to the trace of the command that
/// caused it, also where many commands share an append.
/// </summary>
/// <param name="before">The last event before those of the first traced command.</param>
internal sealed class TurnTrace(long before)
{
    private readonly List<(long LastSeq, Activity? Span)> _parts = [(before, null)];

    /// <summary>The command that was decided last led up to there.</summary>
    public void Add(Activity? span, long lastSeq)
    {
        if (lastSeq > _parts[^1].LastSeq) _parts.Add((lastSeq, span));
    }

    /// <summary>A span of the append: below the first traced command, linked to the others.</summary>
    public Activity? StartAppend(StreamId stream, int events)
    {
        if (_parts.Find(p => p.Span is not null).Span is not { } first) return null;
        var links = _parts.Where(p => p.Span is not null && p.Span != first).Select(p => new ActivityLink(p.Span!.Context)).Distinct();
        var span = GridTelemetry.Source.StartActivity("append", ActivityKind.Internal, first.Context, links: links);
        span?.SetTag(GridTelemetry.EntityKindTag, stream.Kind.Word()).SetTag(GridTelemetry.EventsTag, events);
        return span;
    }

    /// <summary>The command behind an event; null where that is not traced.</summary>
    public Activity? CauseOf(long seq) => _parts.Find(p => seq <= p.LastSeq).Span;

    /// <summary>Hands events on in their order, those of one command together and under its span.</summary>
    public void Publish(IReadOnlyList<Committed> events, Action<IReadOnlyList<Committed>> publish)
    {
        var before = Activity.Current;
        for (var from = 0; from < events.Count;)
        {
            var cause = CauseOf(events[from].Seq);
            var to = from + 1;
            while (to < events.Count && CauseOf(events[to].Seq) == cause) to++;
            Activity.Current = cause;
            publish(from == 0 && to == events.Count ? events : [.. events.Skip(from).Take(to - from)]);
            from = to;
        }
        Activity.Current = before;
    }
}

/// <summary>A command whose way is traced.</summary>
internal sealed class TracedCall<TCommand>(TCommand command, Activity span, CancellationToken cancel) : Call<TCommand>(command, cancel)
{
    public override Activity? Span => span;
}
