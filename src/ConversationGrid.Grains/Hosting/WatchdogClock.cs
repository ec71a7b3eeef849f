using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Grains.Hosting;

/// <summary>
/// The clock of Orleans' watchdog, which counts from the first look at it. The watchdog starts its first thread before it notes when its second one was
/// looked at; where the first thread is quick, it takes the time since the clock's zero for a stall, warns, and lowers the silo's own health.
/// The zero of the system's clock is the machine's start, hours ago; that of this one is a moment ago.
/// </summary>
internal sealed class WatchdogClock(TimeProvider time) : TimeProvider
{
    private const string Watchdog = "Orleans.Runtime.Watchdog";

    private long _zero;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long GetTimestamp()
    {
        var now = time.GetTimestamp();
        Interlocked.CompareExchange(ref _zero, now, 0);
        return now - Volatile.Read(ref _zero);
    }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    /// <summary>Gives it to the watchdog, and to nothing else.</summary>
    public static void Use(IServiceCollection services)
    {
        // The type is internal to Orleans. Where a later version has none of this name, it keeps its own clock.
        if (services.FirstOrDefault(s => !s.IsKeyedService && s.ServiceType.FullName == Watchdog) is not { ImplementationType: { } type } registered) return;
        services[services.IndexOf(registered)] = ServiceDescriptor.Singleton(
            registered.ServiceType, p => ActivatorUtilities.CreateInstance(p, type, new WatchdogClock(p.GetRequiredService<TimeProvider>())));
    }
}
