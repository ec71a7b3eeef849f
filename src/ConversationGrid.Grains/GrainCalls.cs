using ConversationGrid.Contracts;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains;

/// <summary>
/// Calls grains and turns Orleans' failures into the grid's own answers. Every command and question may be repeated, so a call that was
/// rejected because its silo is going is tried again a few times, and one without an answer is sent once more; a call that timed out is not, because the
/// caller has waited enough.
/// </summary>
/// <param name="repeatAfter">After how long a call without an answer is sent once more.</param>
internal sealed partial class GrainCalls(TimeSpan repeatAfter, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    /// <summary>Gives a command. A grain that cannot be reached is a refusal that may be tried again.</summary>
    public async Task<Outcome> ExecuteAsync<TCall>(TCall call, Func<TCall, Task<Outcome>> send, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendAsync(call, send);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                if (!IsWorthAnother(failure, attempt)) return Outcome.Refused(Unreachable(failure));
            }
            await Task.Delay(Pauses[attempt], time, cancel);
        }
    }

    /// <summary>Asks for something.</summary>
    /// <exception cref="RefusedException">The grain cannot be reached now.</exception>
    public async Task<TAnswer> AskAsync<TCall, TAnswer>(TCall call, Func<TCall, Task<TAnswer>> send, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await SendAsync(call, send);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                if (!IsWorthAnother(failure, attempt)) throw new RefusedException(Unreachable(failure));
            }
            await Task.Delay(Pauses[attempt], time, cancel);
        }
    }

    /// <summary>
    /// Sends, and once more when no answer comes: Orleans ends the calls to a silo that died, but not those that a living silo had passed on to it, so they
    /// would wait for their whole time. Whichever is answered first counts.
    /// </summary>
    private async Task<TAnswer> SendAsync<TCall, TAnswer>(TCall call, Func<TCall, Task<TAnswer>> send)
    {
        var first = send(call);
        try
        {
            return await first.WaitAsync(repeatAfter, time);
        }
        catch (TimeoutException) when (!first.IsFaulted)
        {
            // The waiting ended, not the call.
        }
        if (first.IsCompleted) return await first;
        Repeated(log, (long)repeatAfter.TotalMilliseconds);
        var second = send(call);
        var answered = await Task.WhenAny(first, second);
        _ = (answered == first ? second : first).ContinueWith(
            static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await answered;
    }

    private static bool IsWorthAnother(Exception failure, int attempt) => failure is OrleansMessageRejectionException && attempt < Pauses.Length;

    private Refusal Unreachable(Exception failure)
    {
        Failed(log, failure);
        return Refusal.Unavailable("The entity cannot be reached; try again.");
    }

    [LoggerMessage(3007, LogLevel.Information, "A grain did not answer within {WaitedMs} ms; the call is sent once more.")]
    private static partial void Repeated(ILogger log, long waitedMs);

    [LoggerMessage(3001, LogLevel.Warning, "A grain could not be reached.")]
    private static partial void Failed(ILogger log, Exception failure);
}
