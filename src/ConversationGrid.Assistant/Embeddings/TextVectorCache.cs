using System.Collections.Concurrent;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Embeddings;

/// <summary>Vectors of articles' texts by the texts' hash: a text that did not change, or stands in two workspaces, goes out once.</summary>
internal sealed class TextVectorCache(string model, bool isOfSentences) : ITextVectors
{
    /// <summary>Characters of a text that are read: what follows is beyond most models' reach.</summary>
    public const int TextLengthMax = 6_000;

    private readonly ConcurrentDictionary<string, float[]> _vectors = new();

    public string Name => $"{(isOfSentences ? GivenMeaning.SentencesMark : "")}{model} {Dimensions}";

    public bool IsOfSentences => isOfSentences;

    /// <summary>0 until the first vector is known.</summary>
    public int Dimensions { get; private set; }

    public static string Cut(string text) => text.Length <= TextLengthMax ? text : text[..TextLengthMax];

    public bool Knows(string text) => _vectors.ContainsKey(ArticleFingerprint.Of(text));

    /// <summary>False for a vector of another length than those known.</summary>
    public bool Put(string text, ReadOnlySpan<float> vector)
    {
        if (Dimensions == 0) Dimensions = vector.Length;
        if (vector.Length != Dimensions) return false;
        _vectors[ArticleFingerprint.Of(text)] = vector.ToArray();
        return true;
    }

    /// <summary>Forgets all texts but these.</summary>
    public void Keep(IEnumerable<string> texts)
    {
        var kept = texts.Select(ArticleFingerprint.Of).ToHashSet();
        foreach (var hash in _vectors.Keys)
            if (!kept.Contains(hash)) _vectors.TryRemove(hash, out _);
        if (_vectors.IsEmpty) Dimensions = 0;
    }

    public bool TryRead(ReadOnlySpan<char> text, string language, Span<float> vector)
    {
        if (!_vectors.TryGetValue(ArticleFingerprint.Of(Cut(text.ToString())), out var known)) return false;
        known.CopyTo(vector);
        return true;
    }
}
