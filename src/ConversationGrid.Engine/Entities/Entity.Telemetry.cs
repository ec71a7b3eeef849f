using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Engine.Entities;

// What an entity tells of its work. Without a listener none of it runs, and a turn allocates nothing for it.
public sealed partial class Entity<TState, TCommand, TEvent>
{
    /// <summary>Which traced commands led to the events that are being appended; null where none is traced.</summary>
    private TurnTrace? _trace;

    /// <summary>Something of the state as it was last seen here, read beside the turns: figures, never decisions. Null before the first turn.</summary>
    public TView? Peek<TView>(Func<TState, TView> view) where TView : class => Volatile.Read(ref _state) is { } state ? view(state) : null;

    private async Task<Outcome> MeasuredAsync(TCommand command, CancellationToken cancel)
    {
        var (name, began) = (command.GetType().Name, services.Time.GetTimestamp());
        using var span = GridTelemetry.Recorded is null ? null : GridTelemetry.Source.StartActivity(name);
        span?.SetTag(GridTelemetry.EntityKindTag, Stream.Kind.Word()).SetTag(GridTelemetry.CommandTag, name);
        if (Stream.Kind == EntityKind.Conversation) span?.SetTag(GridTelemetry.ConversationTag, Stream.Id.Id);
        var ended = GridTelemetry.Failed;
        try
        {
            var outcome = await ExecuteAsync(span is null ? new Call<TCommand>(command, cancel) : new TracedCall<TCommand>(command, span, cancel));
            ended = outcome.Word();
            span?.SetTag(GridTelemetry.OutcomeTag, ended).SetTag(GridTelemetry.SeqTag, outcome.Receipt.Seq);
            return outcome;
        }
        catch (Exception failure)
        {
            span?.Fail(failure);
            throw;
        }
        finally
        {
            EngineMetrics.TurnDuration.Record(services.Time.GetElapsedTime(began).TotalSeconds, EngineMetrics.Kind(Stream.Kind));
            EngineMetrics.Commands.Add(1, EngineMetrics.Kind(Stream.Kind), new(GridTelemetry.CommandTag, name), new(GridTelemetry.OutcomeTag, ended));
        }
    }

    private Call<TCommand> TimerCall() => GridTelemetry.Recorded is { } span
        ? new TracedCall<TCommand>(model.Tick, span, CancellationToken.None) { IsTimer = true }
        : new Call<TCommand>(model.Tick, CancellationToken.None) { IsTimer = true };

    private void RecordLateness(TState state)
    {
        if (!EngineMetrics.AgendaLateness.Enabled || model.DueAt(state) is not { } due) return;
        var late = services.Time.GetUtcNow() - due;
        // An entity that is woken for its pending effects has no timer that is due.
        if (late >= TimeSpan.Zero) EngineMetrics.AgendaLateness.Record(late.TotalSeconds, EngineMetrics.Kind(Stream.Kind));
    }

    private void StartUnderCause(PendingEffect effect)
    {
        if (_trace is null)
        {
            services.Effects.Start(Stream, effect);
            return;
        }
        var before = Activity.Current;
        Activity.Current = _trace.CauseOf(effect.Id.Seq);
        services.Effects.Start(Stream, effect);
        Activity.Current = before;
    }

    private ValueTask<AppendResult> WriteAsync(in AppendRequest request) =>
        _trace is { } trace ? TracedAsync(trace, request) : services.Journal.AppendAsync(request);

    private async ValueTask<AppendResult> TracedAsync(TurnTrace trace, AppendRequest request)
    {
        using var span = trace.StartAppend(Stream, request.Events.Count);
        try
        {
            var result = await services.Journal.AppendAsync(request);
            span?.SetTag(GridTelemetry.OutcomeTag, result == AppendResult.Appended ? GridTelemetry.Done : RefusalCodes.Conflict);
            return result;
        }
        catch (Exception failure)
        {
            span?.Fail(failure);
            throw;
        }
    }
}
