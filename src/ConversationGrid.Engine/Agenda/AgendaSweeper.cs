using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Agenda;

/// <summary>
/// Wakes what is due, at its time. It sleeps until the earliest due time that it knows; whatever is set in this process wakes it sooner,
/// and a look at the agenda every now and then finds what a process that died has left.
/// </summary>
public sealed partial class AgendaSweeper(
    IAgenda agenda, IGrid grid, EngineOptions options, TimeProvider time, ILogger<AgendaSweeper> log, Availability? availability = null)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _nextKnown = DateTimeOffset.MaxValue;
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        agenda.DueSet += OnDueSet;
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                await SweepOnceAsync(cancel);
                await SleepAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            agenda.DueSet -= OnDueSet;
        }
    }

    /// <summary>Wakes all that is due now.</summary>
    public async Task SweepOnceAsync(CancellationToken cancel = default)
    {
        // Whatever is set while the sweep runs lowers this again.
        lock (_lock)
            _nextKnown = DateTimeOffset.MaxValue;
        try
        {
            IReadOnlyList<StreamId> due;
            do
            {
                due = await agenda.ClaimAsync(time.GetUtcNow(), options.WakeLease, options.WakesAtOnceMax, cancel);
                availability?.Swept();
                await Task.WhenAll(due.Select(stream => WakeAsync(stream, cancel)));
            }
            while (due.Count == options.WakesAtOnceMax);
            if (await agenda.NextDueAsync(cancel) is { } next) OnDueSet(next);
        }
        catch (JournalUnavailableException failure)
        {
            // Nothing is lost: what is due stays in the agenda, and the next look is at most SweepAtLeastEvery away.
            SweepFailed(log, failure);
        }
    }

    private async Task WakeAsync(StreamId stream, CancellationToken cancel)
    {
        try
        {
            await grid.WakeAsync(stream, cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            WakeFailed(log, stream, failure);
        }
    }

    /// <summary>Until the earliest due time that is known, or until it is time for a look at what others left.</summary>
    private async Task SleepAsync(CancellationToken cancel)
    {
        var lookAt = time.GetUtcNow() + options.SweepAtLeastEvery;
        while (true)
        {
            TaskCompletionSource sooner;
            TimeSpan pause;
            lock (_lock)
            {
                if (_sooner.Task.IsCompleted) _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
                sooner = _sooner;
                pause = (_nextKnown < lookAt ? _nextKnown : lookAt) - time.GetUtcNow();
            }
            if (pause <= TimeSpan.Zero) return;
            // One signal for all that ends the sleep, so that nothing here needs the thread pool.
            using var timer = time.CreateTimer(static signal => ((TaskCompletionSource)signal!).TrySetResult(), sooner, pause, Timeout.InfiniteTimeSpan);
            using var stop = cancel.UnsafeRegister(static signal => ((TaskCompletionSource)signal!).TrySetResult(), sooner);
            await sooner.Task;
            cancel.ThrowIfCancellationRequested();
        }
    }

    private void OnDueSet(DateTimeOffset due)
    {
        lock (_lock)
        {
            if (due >= _nextKnown) return;
            _nextKnown = due;
            _sooner.TrySetResult();
        }
    }

    [LoggerMessage(1020, LogLevel.Warning, "The agenda could not be swept.")]
    private static partial void SweepFailed(ILogger log, Exception failure);

    [LoggerMessage(1021, LogLevel.Warning, "{Stream} could not be woken; it is woken again when its lease ends.")]
    private static partial void WakeFailed(ILogger log, LoggedStream stream, Exception failure);
}
