namespace ConversationGrid.Engine.Entities;

/// <summary>
/// Since when agents can reach this host without a break. A break is a time in which the host does not run or serve, or in which the
/// journal does not answer it: the agenda is not swept then. What ends during a break ends by no fault of an agent.
/// </summary>
/// <param name="grace">How long agents have to come back after a break.</param>
public sealed class Availability(EngineOptions options, TimeSpan grace, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _sweptAt;
    private DateTimeOffset _sweptSince;
    private DateTimeOffset? _servesSince;

    /// <summary>Until when agents have time to come back after the last break; while it lasts, they have all of it yet.</summary>
    public DateTimeOffset BackBy => Since + grace;

    private DateTimeOffset Since
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                if (_servesSince is not { } serves || _sweptAt is not { } swept || IsBreak(now - swept)) return now;
                return serves > _sweptSince ? serves : _sweptSince;
            }
        }
    }

    /// <summary>The host accepts connections.</summary>
    public void Serves()
    {
        lock (_lock)
            _servesSince ??= time.GetUtcNow();
    }

    /// <summary>The journal answered.</summary>
    public void Swept()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_sweptAt is not { } last || IsBreak(now - last)) _sweptSince = now;
            _sweptAt = now;
        }
    }

    private bool IsBreak(TimeSpan withoutSweep) => withoutSweep > options.SweepAtLeastEvery + options.BreakAfter;
}
