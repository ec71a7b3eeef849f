using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Engine.Entities;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Effects;

/// <summary>
/// Runs effects of this process's entities beside their turns, a bounded number at a time. A failing effect is tried again a few times at
/// once; after that it stays pending, and the agenda wakes its entity to start it anew.
/// </summary>
public sealed partial class EffectRunner : IEffectRunner, IAsyncDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    private readonly ConcurrentDictionary<(StreamId, EffectId), byte> _underWay = new();
    private readonly ConcurrentQueue<(StreamId Source, PendingEffect Effect)> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IEffectHandler _handler;
    private readonly IEffectScheduler _scheduler;
    private readonly int _atOnceMax;
    private readonly TimeProvider _time;
    private readonly ILogger<EffectRunner> _log;
    private int _running;

    public EffectRunner(IEffectHandler handler, IEffectScheduler scheduler, EngineOptions options, TimeProvider time, ILogger<EffectRunner> log) =>
        (_handler, _scheduler, _atOnceMax, _time, _log) = (handler, scheduler, options.EffectsAtOnceMax, time, log);

    /// <inheritdoc/>
    public void Start(StreamId source, PendingEffect effect)
    {
        if (_stop.IsCancellationRequested || !_underWay.TryAdd((source, effect.Id), 0)) return;
        _waiting.Enqueue((source, effect));
        Pump();
    }

    /// <summary>Ends what waits, and waits for nothing: whatever is unfinished stays pending in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _waiting.Clear();
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
            await RunAsync(next.Source, next.Effect);
        Interlocked.Decrement(ref _running);
        // Something may have been queued between the last look and the decrement.
        Pump();
    }

    private async Task RunAsync(StreamId source, PendingEffect effect)
    {
        try
        {
            for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
            {
                try
                {
                    await _handler.HandleAsync(source, effect, _stop.Token);
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

    [LoggerMessage(10, LogLevel.Warning, "{Effect} of {Source} failed and stays pending.")]
    private static partial void EffectFailed(ILogger log, string effect, StreamId source, Exception failure);
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
