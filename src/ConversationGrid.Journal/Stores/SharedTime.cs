namespace ConversationGrid.Journal;

/// <summary>
/// The wall clock that all processes of a grid share: times go from one to another in events, leases and due times, so a machine whose own
/// clock is wrong must not judge them by it. What another clock said is carried on by this machine's steady clock. The first reading is taken
/// as it is; of each later one the time goes at most a tenth faster or slower until it fits, so it never jumps and never runs back.
/// </summary>
/// <param name="machine">Gives the steady clock and the timers, and the time until the first reading.</param>
public sealed class SharedTime(TimeProvider machine) : TimeProvider
{
    private const int BendsByOneIn = 10;

    private Course? _course;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref _course) is { } course ? UtcAt(course, machine.GetTimestamp()) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes a reading of the other clock, made between two timestamps. One at a time.</summary>
    /// <returns>How far this time was off, ahead of the other clock if positive; it is told no better than half of what the reading took.</returns>
    public TimeSpan Take(DateTimeOffset reading, long asked, long answered)
    {
        var took = machine.GetElapsedTime(asked, answered);
        var right = reading + (took / 2);
        if (_course is not { } course)
        {
            var before = machine.GetUtcNow() - machine.GetElapsedTime(answered, machine.GetTimestamp());
            Volatile.Write(ref _course, new(answered, right.UtcTicks, 0));
            return before - right;
        }
        var now = UtcAt(course, answered);
        var ahead = now - right;
        if (ahead.Duration() > took / 2) Volatile.Write(ref _course, new(answered, now.UtcTicks, -ahead.Ticks));
        return ahead;
    }

    private DateTimeOffset UtcAt(Course course, long timestamp)
    {
        var passed = machine.GetElapsedTime(course.From, timestamp).Ticks;
        var bend = Math.Min(Math.Abs(course.Missing), passed / BendsByOneIn);
        return new(course.UtcTicks + passed + (Math.Sign(course.Missing) * bend), TimeSpan.Zero);
    }

    /// <summary>From a timestamp on: what the time was, and how many ticks it lacks.</summary>
    private sealed record Course(long From, long UtcTicks, long Missing);
}
