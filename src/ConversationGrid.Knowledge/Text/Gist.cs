namespace ConversationGrid.Knowledge;

/// <summary>
/// What a short text is about and nothing else, as one number: its topical words and concepts, without order and grammar. "Do you have a warranty?" and the tag
/// "guarantee" have the same gist. Two texts with one number and different words are possible in principle (64 bits) and cost a wrong bonus, never a wrong
/// word.
/// </summary>
internal struct Gist
{
    private ulong _sum;

    /// <summary>0 when the text has no topical word.</summary>
    public readonly ulong Value => _sum;

    public void AddConcept(int concept) => _sum += Mix(0x9e3779b97f4a7c15UL + (ulong)concept);

    public void AddStem(ReadOnlySpan<char> stem)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in stem)
            hash = (hash ^ letter) * 1099511628211UL;
        _sum += Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9UL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebUL;
        return value ^ (value >> 31);
    }
}
