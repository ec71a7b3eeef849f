namespace ConversationGrid.Load.Measures;

/// <summary>Durations as they come, from any thread; beyond its capacity they are only counted. Unit: ticks of the clock given.</summary>
internal sealed class LatencyLog(int capacity, long ticksPerSecond)
{
    private readonly int[] _micros = new int[capacity];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(long ticks)
    {
        var index = Interlocked.Increment(ref _count) - 1;
        if (index < _micros.Length) _micros[index] = (int)Math.Clamp(ticks * 1_000_000 / ticksPerSecond, 0, int.MaxValue);
    }

    /// <summary>Percentiles in milliseconds of what came after the first so many; all 0 when there is nothing.</summary>
    public Percentiles Percentiles(int after = 0)
    {
        var n = Math.Min(Count, _micros.Length) - after;
        if (n <= 0) return new(0, 0, 0, 0);
        var sorted = _micros.AsSpan(after, n).ToArray();
        Array.Sort(sorted);
        return new(At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99), sorted[^1] / 1000.0);
    }

    private static double At(int[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)] / 1000.0;
}

/// <summary>Milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max);
