using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Knowledge;

/// <summary>
/// The built-in source: the vectors of a text's words added up, rare words with more weight, grammatical ones with half of theirs. English only; needs nothing
/// outside the process. Whole numbers until the end: the same vector on every machine.
/// </summary>
internal sealed class WordMeanings : ITextVectors
{
    /// <summary>Words of a text that are added up.</summary>
    private const int WordsMax = 1_024;

    public static WordMeanings Instance { get; } = new();

    public string Name { get; } = $"words {WordVectors.Version}";

    public int Dimensions => WordVectors.Dimensions;

    public bool TryRead(ReadOnlySpan<char> text, string language, Span<float> vector)
    {
        if (language != "en")
            return false;
        Span<long> sums = stackalloc long[WordVectors.Dimensions];
        sums.Clear();
        Span<char> word = stackalloc char[Words.LengthMax + 2];
        var reader = new Words(text);
        var isFound = false;
        for (var words = 0; words < WordsMax && reader.TryNext(word, out var length); words++)
        {
            var row = WordVectors.Of(word[..length], out var weight);
            var times = StopWords.Contains("en", word[..length]) ? weight : 2 * weight;
            for (var i = 0; i < row.Length; i++)
                sums[i] += times * row[i];
            isFound |= weight > 0;
        }
        for (var i = 0; i < sums.Length; i++)
            vector[i] = sums[i];
        return isFound;
    }
}
