using ConversationGrid.Contracts;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains;

/// <summary>
/// Calls grains and turns Orleans' failures into the grid's own answers. Every command and question may be repeated, so a call that was
/// rejected because its silo is going is tried again a few times; a call that timed out is not, because the caller has waited enough.
/// </summary>
internal sealed partial class GrainCalls(TimeProvider time, ILogger log)
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
                return await send(call);
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
                return await send(call);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                if (!IsWorthAnother(failure, attempt)) throw new RefusedException(Unreachable(failure));
            }
            await Task.Delay(Pauses[attempt], time, cancel);
        }
    }

    private static bool IsWorthAnother(Exception failure, int attempt) => failure is OrleansMessageRejectionException && attempt < Pauses.Length;

    private Refusal Unreachable(Exception failure)
    {
        Failed(log, failure);
        return Refusal.Unavailable("The entity cannot be reached; try again.");
    }

    [LoggerMessage(3001, LogLevel.Warning, "A grain could not be reached.")]
    private static partial void Failed(ILogger log, Exception failure);
}
