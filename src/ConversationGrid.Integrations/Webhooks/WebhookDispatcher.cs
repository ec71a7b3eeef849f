using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>
/// Sends what waits for hooks: the events of one conversation one after the other, those of others beside them. Each hook has its own share of what goes on at
/// the same time, so one that does not answer holds up no other. All states are in the store: after a crash another process, or this one, goes on.
/// </summary>
internal sealed partial class WebhookDispatcher : BackgroundService
{
    /// <summary>Failures in a row after which a hook is tried with one conversation at a time.</summary>
    private const int ProbesAfter = 3;

    /// <summary>Events of a conversation that are sent before their outcome is written. After a crash so many are sent again at the most.</summary>
    private const int TogetherMax = 16;

    /// <summary>How long attempts that are under way may take when the host stops; what is called off then is sent again.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan CleansEvery = TimeSpan.FromMinutes(10);

    private readonly WebhookStore _hooks;
    private readonly DeliveryStore _deliveries;
    private readonly WebhookSender _sender;
    private readonly RecordedDeliveries _recorded;
    private readonly ISecurityLog _security;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookDispatcher> _log;
    private readonly ConcurrentDictionary<(string Workspace, string Id), int> _running = new();
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly CancellationTokenSource _abort = new();
    private long _cleanedAt;

    public WebhookDispatcher(
        WebhookStore hooks, DeliveryStore deliveries, WebhookSender sender, RecordedDeliveries recorded, ISecurityLog security, WebhookOptions options,
        TimeProvider time, ILogger<WebhookDispatcher> log)
    {
        (_hooks, _deliveries, _sender, _recorded, _security, _options, _time, _log) = (hooks, deliveries, sender, recorded, security, options, time, log);
        _recorded.Recorded += Wake;
    }

    /// <summary>Looks for what is due at once.</summary>
    public void Wake()
    {
        try
        {
            if (_news.CurrentCount == 0) _news.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Another thread said it at the same moment, or this ends.
        }
    }

    public override void Dispose()
    {
        _recorded.Recorded -= Wake;
        _news.Dispose();
        _abort.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await CleanAsync(stoppingToken);
                await _news.WaitAsync(_options.LookEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (JournalUnavailableException failure)
            {
                StoreFailed(_log, failure);
                await Task.Delay(_options.LookEvery, _time, CancellationToken.None);
            }
        }
        _abort.CancelAfter(EndsWithin);
        await Task.WhenAll(_tasks.Keys);
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        foreach (var hook in await _hooks.DueAsync(cancel))
        {
            var most = hook.Failures >= ProbesAfter ? 1 : _options.AtOncePerHookMax;
            var free = Math.Min(most - _running.GetValueOrDefault((hook.Workspace, hook.Id)), _options.AtOnceMax - _tasks.Count);
            if (free <= 0) continue;
            foreach (var lane in await _deliveries.ClaimAsync(hook, free, cancel))
            {
                _running.AddOrUpdate((hook.Workspace, hook.Id), 1, (_, count) => count + 1);
                var turn = TurnAsync(lane, cancel);
                _tasks[turn] = true;
                _ = turn.ContinueWith(EndedAsync, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        void EndedAsync(Task turn) => _tasks.TryRemove(turn, out _);
    }

    /// <summary>Never fails.</summary>
    private async Task TurnAsync(Lane lane, CancellationToken cancel)
    {
        await Task.Yield();
        try
        {
            await SendAsync(lane, cancel);
        }
        catch (JournalUnavailableException failure)
        {
            // The lease ends, and the lane is taken again.
            StoreFailed(_log, failure);
        }
        catch (Exception failure)
        {
            TurnFailed(_log, lane.Hook.Id, failure);
        }
        finally
        {
            var key = (lane.Hook.Workspace, lane.Hook.Id);
            if (_running.AddOrUpdate(key, 0, (_, count) => count - 1) == 0) _running.TryRemove(new(key, 0));
            Wake();
        }
    }

    private async Task SendAsync(Lane lane, CancellationToken cancel)
    {
        var (began, tried, dueAt) = (_time.GetTimestamp(), new List<Tried>(), default(DateTimeOffset?));
        var waiting = await _deliveries.WaitingAsync(lane, TogetherMax, CancellationToken.None);
        try
        {
            foreach (var delivery in waiting)
            {
                // An attempt that begins now ends before the lease does.
                if (cancel.IsCancellationRequested || _time.GetElapsedTime(began) > _options.LeaseFor / 2) break;
                var tryAt = _time.GetTimestamp();
                var attempt = await _sender.SendAsync(lane.Hook, delivery, _abort.Token);
                var attempts = delivery.Attempts + 1;
                var state = attempt.IsDelivered ? DeliveryState.Delivered : attempts >= _options.AttemptsMax ? DeliveryState.Dead : DeliveryState.Waiting;
                tried.Add(new(delivery, attempt, state, _time.GetUtcNow()));
                WebhookMetrics.Tried(tried[^1], _time.GetElapsedTime(tryAt));
                if (attempt.IsDelivered) continue;
                if (state == DeliveryState.Waiting) dueAt = _time.GetUtcNow() + WaitAfter(attempt, attempts);
                break;
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // What was delivered is written; the rest is sent after the next start.
        }
        var isEmpty = tried.Count == waiting.Count && waiting.Count < TogetherMax;
        if (!isEmpty) dueAt ??= _time.GetUtcNow();
        if (await _deliveries.EndAsync(lane, tried, dueAt, CancellationToken.None) && tried is [.., { Attempt: { IsDelivered: false } failed }])
            await FailedAsync(lane.Hook, failed);
    }

    private TimeSpan WaitAfter(Attempt attempt, long attempts)
    {
        var wait = _options.RetryAfter(attempts, RandomNumberGenerator.GetInt32(1_000_000) / 1e6);
        return attempt.RetryAfter is { } asked && asked > wait ? (asked < _options.RetryMax ? asked : _options.RetryMax) : wait;
    }

    private async Task FailedAsync(Webhook hook, Attempt attempt)
    {
        var why = attempt.IsGone ? "The receiver answered 410: it is gone."
            : hook.FailingSince + _options.DisableAfter <= _time.GetUtcNow() ? string.Create(
                CultureInfo.InvariantCulture, $"Every attempt failed for {_options.DisableAfter.TotalHours:0.##} hours.")
            : null;
        if (why is null || !await _hooks.DisableAsync(hook, why, CancellationToken.None)) return;
        WebhookMetrics.SwitchedOff();
        SwitchedOff(_log, hook.Id, why);
        await _security.AddAsync(hook.Workspace, new("system", SecurityActions.WebhookDisabled, hook.Id, attempt.Code is { } code ? $"{code}" : null));
    }

    private async Task CleanAsync(CancellationToken cancel)
    {
        if (_cleanedAt != 0 && _time.GetElapsedTime(_cleanedAt) < CleansEvery) return;
        _cleanedAt = _time.GetTimestamp();
        await _deliveries.CleanAsync(cancel);
    }

    [LoggerMessage(6001, LogLevel.Warning, "The store did not answer for webhooks; trying again.")]
    private static partial void StoreFailed(ILogger log, Exception failure);

    [LoggerMessage(6002, LogLevel.Error, "Sending to webhook {Hook} failed.")]
    private static partial void TurnFailed(ILogger log, string hook, Exception failure);

    [LoggerMessage(6003, LogLevel.Warning, "Webhook {Hook} was switched off: {Why}")]
    private static partial void SwitchedOff(ILogger log, string hook, string why);
}
