using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Effects;

/// <summary>
/// Runs effects of this process's entities beside their turns, a bounded number at a time. A failing effect is tried again a few times at
/// once; after that it stays pending, and the agenda wakes its entity to start it again.
/// </summary>
public sealed partial class EffectRunner : IEffectRunner, IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    private readonly ConcurrentDictionary<(StreamId, EffectId), byte> _underWay = new();
    private readonly ConcurrentQueue<(StreamId Source, PendingEffect Effect, ActivityContext Cause)> _waiting = new();
    private readonly Meter _meter = new(GridTelemetry.Name);
    private readonly CancellationTokenSource _stop = new();
    private readonly IEffectHandler _handler;
    private readonly IEffectScheduler _scheduler;
    private readonly int _atOnceMax;
    private readonly TimeProvider _time;
    private readonly ILogger<EffectRunner> _log;
    private int _running;

    public EffectRunner(IEffectHandler handler, IEffectScheduler scheduler, EngineOptions options, TimeProvider time, ILogger<EffectRunner> log)
    {
        (_handler, _scheduler, _atOnceMax, _time, _log) = (handler, scheduler, options.EffectsAtOnceMax, time, log);
        _meter.CreateObservableUpDownCounter("grid.effect.pending", () => _underWay.Count, "{effect}", "Effects that wait or run in this process.");
    }

    /// <inheritdoc/>
    public void Start(StreamId source, PendingEffect effect)
    {
        if (_stop.IsCancellationRequested || !_underWay.TryAdd((source, effect.Id), 0)) return;
        _waiting.Enqueue((source, effect, GridTelemetry.Recorded?.Context ?? default));
        Pump();
    }

    /// <summary>Ends what waits, and waits for nothing: whatever is unfinished stays pending in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _waiting.Clear();
        _meter.Dispose();
    }

    private void Pump()
    {
        if (_waiting.IsEmpty) return;
        if (Interlocked.Increment(ref _running) > _atOnceMax)
        {
            Interlocked.Decrement(ref _running);
            return;
        }
        _scheduler.Run(DrainAsync);
    }

    private async Task DrainAsync()
    {
        while (_waiting.TryDequeue(out var next))
            await RunAsync(next.Source, next.Effect, next.Cause);
        Interlocked.Decrement(ref _running);
        // Something may have been queued between the last look and the decrement.
        Pump();
    }

    private async Task RunAsync(StreamId source, PendingEffect effect, ActivityContext cause)
    {
        try
        {
            for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
            {
                try
                {
                    await AttemptAsync(source, effect, cause, attempt);
                    return;
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !_stop.IsCancellationRequested)
                {
                    EffectFailed(_log, effect.Effect.GetType().Name, source, failure);
                    if (attempt == Pauses.Length) return;
                }
                await Task.Delay(Pauses[attempt], _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops; the effect stays pending and its entity's due time brings it back.
        }
        finally
        {
            _underWay.TryRemove((source, effect.Id), out _);
        }
    }

    private Task AttemptAsync(StreamId source, PendingEffect effect, ActivityContext cause, int attempt) =>
        cause == default && !GridTelemetry.Source.HasListeners() && !EngineMetrics.EffectDuration.Enabled
            ? _handler.HandleAsync(source, effect, _stop.Token)
            : MeasuredAsync(source, effect, cause, attempt);

    /// <summary>An effect belongs to the trace of the command that caused it; one that is found pending later begins a trace.</summary>
    private async Task MeasuredAsync(StreamId source, PendingEffect effect, ActivityContext cause, int attempt)
    {
        var (name, began, ended) = (effect.Effect.GetType().Name, _time.GetTimestamp(), GridTelemetry.Failed);
        using var span = GridTelemetry.Source.StartActivity($"effect {name}", ActivityKind.Internal, cause);
        span?.SetTag(GridTelemetry.EntityKindTag, source.Kind.Word()).SetTag(GridTelemetry.EffectTag, name).SetTag(GridTelemetry.AttemptsTag, attempt + 1);
        try
        {
            await _handler.HandleAsync(source, effect, _stop.Token);
            ended = GridTelemetry.Done;
        }
        catch (Exception failure)
        {
            span?.Fail(failure);
            throw;
        }
        finally
        {
            EngineMetrics.EffectDuration.Record(
                _time.GetElapsedTime(began).TotalSeconds, new(GridTelemetry.EffectTag, name), new(GridTelemetry.OutcomeTag, ended));
            if (attempt > 0) EngineMetrics.EffectRetries.Add(1, new KeyValuePair<string, object?>(GridTelemetry.EffectTag, name));
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "{Effect} of {Source} failed and stays pending.")]
    private static partial void EffectFailed(ILogger log, string effect, LoggedStream source, Exception failure);
}

/// <summary>Starts work beside the caller: on the thread pool in production, on the seeded scheduler in the simulator.</summary>
public interface IEffectScheduler
{
    void Run(Func<Task> work);
}

/// <summary>The thread pool. Work leaves the caller's scheduler, so an effect never runs on an entity's turn.</summary>
public sealed class ThreadPoolEffects : IEffectScheduler
{
    public void Run(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work(), work, preferLocal: false);
}
