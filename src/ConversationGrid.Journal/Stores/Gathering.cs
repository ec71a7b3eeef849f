namespace ConversationGrid.Journal;

/// <summary>
/// Decides whether a commit should wait a little for company. A commit costs the same for one append as for ten, so at thousands of
/// appends a second two milliseconds of patience save most of the CPU; at hundreds they would only be felt. It watches whether company
/// really came: callers who wait for their answer before they ask again (a closed loop) send nobody meanwhile, and then it stops
/// waiting for a growing while. Used by the writer alone.
/// </summary>
internal sealed class Gathering(GroupCommitOptions options, TimeProvider time)
{
    /// <summary>So many make a commit worth while at once, in appends.</summary>
    public const int Enough = 48;

    /// <summary>Commits without waiting after it was in vain for the first time; doubled each time, up to the second figure.</summary>
    public const int PauseMin = 32, PauseMax = 1_024;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private long _windowBegan = time.GetTimestamp();
    private long _inWindow;
    private double _perSecond;
    private int _pause = PauseMin;
    private int _paused;

    /// <summary>How long to wait before a commit for which <paramref name="waiting"/> appends are there.</summary>
    public TimeSpan WaitFor(int waiting)
    {
        if (options.GatherAbovePerSecond == 0 || waiting >= Enough) return TimeSpan.Zero;
        if (time.GetElapsedTime(_windowBegan) > Silence) _perSecond = 0;
        if (_perSecond < options.GatherAbovePerSecond) return TimeSpan.Zero;
        if (_paused > 0)
        {
            _paused--;
            return TimeSpan.Zero;
        }
        var needed = TimeSpan.FromSeconds((Enough - waiting) / _perSecond);
        return needed < options.GatherFor ? needed : options.GatherFor;
    }

    /// <summary>Tells how many came during a wait.</summary>
    public void Waited(TimeSpan waited, int came)
    {
        if (came >= waited.TotalSeconds * _perSecond / 2)
        {
            _pause = PauseMin;
            return;
        }
        _paused = _pause;
        _pause = Math.Min(_pause * 2, PauseMax);
    }

    /// <summary>Tells how many appends a commit took.</summary>
    public void Took(int appends)
    {
        _inWindow += appends;
        var elapsed = time.GetElapsedTime(_windowBegan);
        if (elapsed < Window) return;
        _perSecond = elapsed > Silence ? 0 : _perSecond == 0 ? _inWindow / elapsed.TotalSeconds : (_perSecond + _inWindow / elapsed.TotalSeconds) / 2;
        (_windowBegan, _inWindow) = (time.GetTimestamp(), 0);
    }
}
