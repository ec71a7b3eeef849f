namespace ConversationGrid.Simulator.Time;

/// <summary>All chance of a run comes from here: SplitMix64, so that a seed means the same on every machine and runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL + 0xD1B54A32D192ED03UL;

    /// <summary>Another stream of chance, so that one actor's throws do not shift another's.</summary>
    public Dice Split() => new(Next());

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)((UInt128)Next() * (ulong)count >> 64);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
    public bool Chance(double probability) => probability > 0 && Unit() < probability;
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
    public TimeSpan Ms(int low, int high) => TimeSpan.FromMilliseconds(Between(low, high));
    public TimeSpan Seconds(double low, double high) => TimeSpan.FromSeconds(low + Unit() * (high - low));
}
