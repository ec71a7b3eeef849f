using System.Collections.Frozen;
using System.Reflection;
using ConversationGrid.Contracts;

namespace ConversationGrid.Knowledge;

/// <summary>Words that stand beside what a question is about: things that shops sell, their colours and sizes, days (<see cref="Names"/>), and words of asking
/// and telling (<see cref="IsPlain"/>).</summary>
internal static class Goods
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Things = Read("Text/Goods.txt");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Plain = Read("Text/PlainWords.txt");

    /// <summary>Whether a word names a thing, a colour, a size or a day.</summary>
    public static bool Names(ReadOnlySpan<char> word) => Things.Contains(word);

    /// <summary>Whether a word asks or tells.</summary>
    public static bool IsPlain(ReadOnlySpan<char> word) => Plain.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Read(string list) =>
        EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), list).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();
}
