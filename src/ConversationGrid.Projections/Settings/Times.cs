namespace ConversationGrid.Projections.Settings;

/// <summary>Times as the tables hold them: microseconds since 1970, UTC.</summary>
internal static class Times
{
    public static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    public static long? Micros(DateTimeOffset? at) => at is { } time ? Micros(time) : null;
    public static DateTimeOffset Of(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
