namespace ConversationGrid.Domain.Tests;

/// <summary>Chance from a seed: SplitMix64, the same everywhere.</summary>
internal sealed class Draw(ulong seed)
{
    // Mixed first: the state moves by a constant, so neighbouring seeds would draw from one and the same sequence.
    private ulong _state = Mix(seed + 0x632BE59BD9B4E019UL);

    public int Below(int count)
    {
        return (int)((UInt128)Mix(_state += 0x9E3779B97F4A7C15UL) * (ulong)count >> 64);
    }

    public bool Chance(int percent) => Below(100) < percent;
    public T Pick<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
