namespace ConversationGrid.Journal;

/// <summary>Times as stores keep them: whole microseconds, UTC.</summary>
internal static class UnixMicros
{
    private static readonly long Epoch = DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The microsecond that holds <paramref name="at"/>.</summary>
    public static long Floor(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMicrosecond - Epoch;

    /// <summary>The first whole microsecond not before <paramref name="at"/>: an alarm never rings before its time.</summary>
    public static long Ceiling(DateTimeOffset at) =>
        (at.UtcTicks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond - Epoch;

    public static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
