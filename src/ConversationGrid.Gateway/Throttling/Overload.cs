using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Throttling;

/// <summary>
/// Keeps this process from taking on more messages than it can write in time. By Little's law the calls under way are their rate times
/// the time they take; so when more are under way than the rate times the longest wait, and the backlog does not drain for a while, new ones are
/// refused at once, and cheaply, until what is asked for fits again. A burst that passes is queued and never refused.
/// </summary>
internal sealed class Overload(IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>Windows in which the backlog never drained before anything is refused.</summary>
    private const int PatienceWindows = 10;

    private readonly Lock _lock = new();
    private long _windowBegan = time.GetTimestamp();
    private int _underWay;
    private int _leastUnderWay = int.MaxValue;
    private int _ended;
    private int _refused;
    private int _badWindows;
    private double _perSecond;
    private int _limit = int.MaxValue;

    /// <summary>Hub methods that add to a conversation.</summary>
    internal static readonly IReadOnlyList<string> Counted = ["Start", "Post", "Note"];

    /// <summary>Whether a call is one that adds to a conversation. Everything else is let through: it is short, or a client needs it to recover.</summary>
    public static bool Counts(string method) => Counted.Contains(method);

    /// <summary>Whether one more call would have to be refused now.</summary>
    public bool Refuses()
    {
        if (Volatile.Read(ref _underWay) < Volatile.Read(ref _limit)) return false;
        Interlocked.Increment(ref _refused);
        return true;
    }

    public void Enter() => Interlocked.Increment(ref _underWay);

    public void Exit()
    {
        var left = Interlocked.Decrement(ref _underWay);
        lock (_lock)
        {
            _ended++;
            _leastUnderWay = Math.Min(_leastUnderWay, left);
            if (left == 0)
            {
                // Nothing is behind any more: the next burst is queued like the first one.
                _badWindows = 0;
                Volatile.Write(ref _limit, int.MaxValue);
            }
            var elapsed = time.GetElapsedTime(_windowBegan);
            if (elapsed >= Window) Judge(elapsed);
        }
    }

    private void Judge(TimeSpan elapsed)
    {
        var rate = _ended / elapsed.TotalSeconds;
        _perSecond = _perSecond == 0 ? rate : (3 * _perSecond + rate) / 4;
        var fits = (int)Math.Max(options.Value.CallsUnderWayMin, _perSecond * options.Value.CallsWaitMax.TotalSeconds);
        var isBehind = _leastUnderWay > fits || Interlocked.Exchange(ref _refused, 0) > 0;
        _badWindows = isBehind ? Math.Min(_badWindows + 1, 2 * PatienceWindows) : Math.Max(_badWindows - 1, 0);
        Volatile.Write(ref _limit, _badWindows >= PatienceWindows ? fits : int.MaxValue);
        (_windowBegan, _ended, _leastUnderWay) = (time.GetTimestamp(), 0, int.MaxValue);
    }
}
