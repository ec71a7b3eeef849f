namespace ConversationGrid.Domain.Tests;

/// <summary>Chance from a seed: SplitMix64, the same everywhere.</summary>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL + 1;

    public int Below(int count)
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (int)((UInt128)(z ^ (z >> 31)) * (ulong)count >> 64);
    }

    public bool Chance(int percent) => Below(100) < percent;
    public T Pick<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];
}
