namespace ConversationGrid.Gateway.Throttling;

/// <summary>
/// The token bucket of one connection. Ours, because the framework's needs a timer each, and there are thousands of connections.
/// Calls of one connection may run side by side, hence the lock.
/// </summary>
internal sealed class CallBudget(int perSecond, int burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = burst;
    private long _at = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(burst, _left + time.GetElapsedTime(_at, now).TotalSeconds * perSecond);
            _at = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }
}
