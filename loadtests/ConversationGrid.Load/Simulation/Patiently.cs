using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;

namespace ConversationGrid.Load.Simulation;

/// <summary>Calls again, with growing waits, while the server says that it may work later.</summary>
internal static class Patiently
{
    private static readonly BackOff _backOff = new();

    public static async Task<T> CallAsync<T>(Func<int, Task<T>> call, HubTransport transport, CancellationToken cancel, Action<string>? retried = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call(attempt);
            }
            catch (GridException e) when (e.Retryable)
            {
                retried?.Invoke(e.Code);
                await Task.Delay(_backOff.Wait(attempt, 0.5 + attempt % 5 / 10.0), transport.Time, cancel);
            }
        }
    }
}
