using System.Collections.Frozen;
using ConversationGrid.Contracts;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>The gazetteer and the everyday words, by hash of the lower-case word.</summary>
internal sealed class WordList
{
    private const string Resource = "personal-gazetteer.txt";

    private readonly FrozenDictionary<uint, WordKinds> _kinds;

    private WordList(FrozenDictionary<uint, WordKinds> kinds) => _kinds = kinds;

    /// <summary>What the word with this hash is known as.</summary>
    public WordKinds Of(uint hash) => _kinds.TryGetValue(hash, out var kinds) ? kinds : WordKinds.None;

    /// <summary>Hash of a word, case ignored.</summary>
    public static uint HashOf(ReadOnlySpan<char> word)
    {
        var hash = Hashing.Seed;
        foreach (var c in word)
            hash = Hashing.Add(hash, char.ToLowerInvariant(c));
        return Hashing.Finish(hash);
    }

    /// <summary>The shipped gazetteer with these everyday words beside it.</summary>
    public static WordList With(IEnumerable<uint> commonWords)
    {
        var kinds = new Dictionary<uint, WordKinds>();
        foreach (var hash in commonWords)
            kinds[hash] = WordKinds.Common;
        foreach (var (word, kind) in Gazetteer())
            kinds[HashOf(word)] = kinds.GetValueOrDefault(HashOf(word)) | kind;
        return new(kinds.ToFrozenDictionary());
    }

    /// <summary>Every word of the gazetteer with its kind.</summary>
    public static IEnumerable<(string Word, WordKinds Kind)> Gazetteer()
    {
        using var reader = new StreamReader(EmbeddedResource.Open(typeof(WordList).Assembly, Resource));
        var kind = WordKinds.None;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line.StartsWith('['))
            {
                kind = Enum.Parse<WordKinds>(line.AsSpan(1, line.Length - 2), ignoreCase: true);
                continue;
            }
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                yield return (word, kind);
        }
    }
}
