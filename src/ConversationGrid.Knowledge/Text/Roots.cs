namespace ConversationGrid.Knowledge;

/// <summary>The first letters of a word as a weak term of their own: they bring together what a stemmer keeps apart (infection, infectious; travel,
/// traveller).</summary>
internal static class Roots
{
    /// <summary>Letters of a root.</summary>
    public const int Length = 5;

    /// <summary>What sets a root's term apart from a word's.</summary>
    public static readonly char Mark = '\u0002';

    public static bool Has(ReadOnlySpan<char> stem) => stem.Length >= Length && char.IsAsciiLetter(stem[0]);

    public static string Of(string stem) => string.Concat(new ReadOnlySpan<char>(in Mark), stem.AsSpan(0, Length));
}
