namespace ConversationGrid.Simulator.Time;

/// <summary>
/// Runs everything of one simulated world on the calling thread: a seeded choice among what is ready, and when nothing is, time jumps to
/// the next timer. Nothing may complete elsewhere; what does is noted as an escape and fails the run.
/// </summary>
internal sealed class Scheduler(Dice dice)
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly List<Item> _ready = [];
    private readonly PriorityQueue<SimTimer, (long At, long Order)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>Virtual time since the start, 100 ns ticks.</summary>
    public long Ticks { get; private set; }
    public DateTimeOffset Now => Epoch.AddTicks(Ticks);
    public TimeSpan Elapsed => TimeSpan.FromTicks(Ticks);

    /// <summary>Callbacks run so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Set when a callback came from another thread.</summary>
    public string? Escape { get; private set; }

    /// <summary>Called with what no code caught.</summary>
    public Action<Exception> OnUnhandled { get; set; } = _ => { };

    public void Post(Lane lane, SendOrPostCallback callback, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Escape ??= $"A callback of lane '{lane.Name}' came from another thread.";
            return;
        }
        if (lane.IsDead) return;
        if (lane.IsPaused) lane.Held.Add((callback, state));
        else _ready.Add(new(lane, callback, state));
    }

    /// <summary>What a paused lane held is ready again.</summary>
    public void Release(Lane lane)
    {
        foreach (var (callback, state) in lane.Held)
            _ready.Add(new(lane, callback, state));
        lane.Held.Clear();
    }

    public SimTimer After(TimeSpan delay, Lane lane, Action action)
    {
        var timer = new SimTimer(this, lane, static state => ((Action)state!)(), action);
        timer.Arm(delay, Timeout.InfiniteTimeSpan);
        return timer;
    }

    public void Arm(SimTimer timer, TimeSpan delay) =>
        _timers.Enqueue(timer, (Ticks + Math.Max(0, delay.Ticks), timer.Stamp = ++_order));

    /// <summary>Runs until that time; true if something is left to do then.</summary>
    public bool RunUntil(TimeSpan until, long stepsMax)
    {
        var previous = SynchronizationContext.Current;
        try
        {
            while (Escape is null && Steps < stepsMax)
            {
                if (_ready.Count > 0) RunOne();
                else if (!_timers.TryPeek(out var timer, out var when)) break;
                else if (timer.Stamp != when.Order) _timers.Dequeue();
                else if (when.At > until.Ticks) break;
                else
                {
                    Ticks = Math.Max(Ticks, when.At);
                    _timers.Dequeue();
                    timer.Fire();
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
        if (Ticks < until.Ticks && _ready.Count == 0) Ticks = until.Ticks;
        return _ready.Count > 0;
    }

    private void RunOne()
    {
        var index = dice.Below(_ready.Count);
        var item = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (item.Lane.IsDead) return;
        if (item.Lane.IsPaused)
        {
            item.Lane.Held.Add((item.Callback, item.State));
            return;
        }
        Steps++;
        SynchronizationContext.SetSynchronizationContext(item.Lane);
        try
        {
            item.Callback(item.State);
        }
        catch (Exception failure)
        {
            OnUnhandled(failure);
        }
    }

    private readonly record struct Item(Lane Lane, SendOrPostCallback Callback, object? State);
}

/// <summary>Where the code of one process, of the clients or of the world between them runs. A dead lane runs nothing any more.</summary>
internal sealed class Lane(Scheduler scheduler, string name) : SynchronizationContext
{
    public string Name { get; } = name;
    public bool IsDead { get; private set; }
    public bool IsPaused { get; private set; }
    public List<(SendOrPostCallback Callback, object? State)> Held { get; } = [];

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(this, d, state);
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for another lane.");

    /// <summary>Runs on this lane, some time.</summary>
    public void Run(Action action) => Post(static state => ((Action)state!)(), action);

    public void Kill()
    {
        IsDead = true;
        Held.Clear();
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        scheduler.Release(this);
    }
}

/// <summary>A timer in virtual time. It fires on its lane.</summary>
internal sealed class SimTimer(Scheduler scheduler, Lane lane, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;

    /// <summary>Tells the entry that counts from those that were changed or stopped.</summary>
    public long Stamp { get; set; }

    public void Arm(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        Stamp = 0;
        if (dueTime != Timeout.InfiniteTimeSpan) scheduler.Arm(this, dueTime);
    }

    public void Fire()
    {
        Stamp = 0;
        if (_period > TimeSpan.Zero && !lane.IsDead) scheduler.Arm(this, _period);
        lane.Post(static s => ((SimTimer)s!).Call(), this);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Arm(dueTime, period);
        return true;
    }

    public void Dispose() => Stamp = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Call() => callback(state);
}

/// <summary>A lane's clock: virtual time, off by the skew of its machine.</summary>
internal sealed class SimClock(Scheduler scheduler, Lane lane, TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.Now + skew;
    public override long GetTimestamp() => scheduler.Ticks;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(scheduler, lane, callback, state);
        timer.Arm(dueTime, period);
        return timer;
    }
}
