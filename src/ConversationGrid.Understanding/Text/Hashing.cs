namespace ConversationGrid.Understanding.Text;

/// <summary>The one hash of all text features: 32 bits, the same on every machine and run. Changing it makes every stored model unreadable.</summary>
public static class Hashing
{
    /// <summary>Start value; a different seed gives an independent family of features.</summary>
    public const uint Seed = 0x9E3779B9;

    /// <summary>Takes one more UTF-16 unit into a running hash.</summary>
    public static uint Add(uint hash, uint unit) => (hash ^ unit) * 0x01000193u;

    /// <summary>Spreads the bits of a finished running hash (the 32-bit finaliser of MurmurHash3), so that low bits may index a table.</summary>
    public static uint Finish(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85EBCA6Bu;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }

    /// <summary>Hash of a whole piece of text.</summary>
    public static uint Of(ReadOnlySpan<char> text, uint seed = Seed)
    {
        foreach (var unit in text)
            seed = Add(seed, unit);
        return Finish(seed);
    }
}
