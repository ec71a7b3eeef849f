using Polly;
using Polly.Retry;

namespace ConversationGrid.Engine.Ports;

/// <summary>How a store waits at its start for a database that is not there yet, or that another starter holds.</summary>
public static class StartRetry
{
    /// <summary>
    /// Tries again after each pause, while a failure may pass by itself and the patience, counted from now, is not over. Then the last failure comes out.
    /// </summary>
    /// <param name="mayPass">Whether a failure may pass by itself.</param>
    /// <param name="onRetry">Told of each failure after which another attempt follows.</param>
    public static ResiliencePipeline Create(TimeSpan pause, TimeSpan patience, Func<Exception, bool> mayPass, TimeProvider time,
        Action<Exception>? onRetry = null)
    {
        var begun = time.GetTimestamp();
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is { } failure && mayPass(failure) && time.GetElapsedTime(begun) <= patience),
            MaxRetryAttempts = int.MaxValue,
            Delay = pause,
            BackoffType = DelayBackoffType.Constant,
            OnRetry = attempt =>
            {
                onRetry?.Invoke(attempt.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }
}
