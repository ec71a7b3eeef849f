namespace ConversationGrid.Knowledge;

/// <summary>
/// A question's topical words as one article's language sees them: each with its weight (rarer is heavier) and the concepts that it is part of, so that a text
/// can be asked how well it meets each of them.
/// </summary>
internal sealed class Question
{
    private const float ConceptQuality = 0.9f;
    private const float GeneralConceptQuality = 0.5f;
    private const float RootQuality = 0.5f;

    private readonly string _language;
    private readonly Concepts _concepts;
    private readonly string[] _stems;
    private readonly List<int>[] _meanings;

    public Question(List<string> words, string language, SearchIndex index)
    {
        _language = language;
        _concepts = index.Concepts;
        var meanings = words.ConvertAll(_ => new List<int>());
        foreach (var asked in (ReadOnlySpan<string>)["en", "ms"])
        {
            foreach (var (from, length, concept) in _concepts.FindIn(asked, words.ConvertAll(word => Stemming.Stem(asked, word))))
            {
                for (var i = from; i < from + length; i++)
                    meanings[i].Add(concept);
            }
        }
        var topical = Enumerable.Range(0, words.Count).Where(i => !IsGrammar(words, i)).ToArray();
        _stems = Array.ConvertAll(topical, i => Stemming.Stem(language, words[i]));
        _meanings = Array.ConvertAll(topical, i => meanings[i]);
        Weights = Array.ConvertAll(_stems, stem => index.WeightOf(language, stem));
        Total = Weights.Sum();
    }

    /// <summary>How much each topical word weighs.</summary>
    public float[] Weights { get; }

    /// <summary>The sum of <see cref="Weights"/>.</summary>
    public float Total { get; }

    /// <summary>How well a text meets each topical word: 1 the same stem, less for a shared concept or beginning, 0 not at all.</summary>
    public float[] Meet(string text)
    {
        var stems = Words.Of(text).ConvertAll(word => Stemming.Stem(_language, word));
        var concepts = _concepts.FindIn(_language, stems).Select(found => found.Concept).ToHashSet();
        var met = new float[_stems.Length];
        for (var i = 0; i < met.Length; i++)
            met[i] = stems.Contains(_stems[i]) ? 1 : Math.Max(SharedConcept(_meanings[i], concepts), SharedRoot(_stems[i], stems));
        return met;
    }

    /// <summary>The weight of what is met.</summary>
    public float Sum(float[] met)
    {
        var sum = 0f;
        for (var i = 0; i < met.Length; i++)
            sum += met[i] * Weights[i];
        return sum;
    }

    /// <summary>The better of two meetings, word by word; <paramref name="factor"/> discounts the second.</summary>
    public static float[] Better(float[] one, float[] two, float factor = 1)
    {
        var better = new float[one.Length];
        for (var i = 0; i < better.Length; i++)
            better[i] = Math.Max(one[i], factor * two[i]);
        return better;
    }

    private static bool IsGrammar(List<string> words, int i) =>
        StopWords.Contains("en", words[i]) || StopWords.Contains("ms", words[i])
        || (i > 0 && StopWords.AsksTogether(words[i - 1], words[i])) || (i + 1 < words.Count && StopWords.AsksTogether(words[i], words[i + 1]));

    private float SharedConcept(List<int> meanings, HashSet<int> concepts)
    {
        var quality = 0f;
        foreach (var meaning in meanings)
        {
            if (concepts.Contains(meaning))
                quality = Math.Max(quality, _concepts.IsGeneral(meaning) ? GeneralConceptQuality : ConceptQuality);
        }
        return quality;
    }

    private static float SharedRoot(string stem, List<string> stems) =>
        Roots.Has(stem) && stems.Exists(other => Roots.Has(other) && other.AsSpan(0, Roots.Length).SequenceEqual(stem.AsSpan(0, Roots.Length))) ? RootQuality
        : 0;
}
