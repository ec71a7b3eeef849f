using ConversationGrid.Knowledge;
using ConversationGrid.SentenceVectors;

namespace ConversationGrid.Quality.Confidence;

/// <summary>What the sentence vectors of this process say of questions and articles, each text read once.</summary>
internal sealed class SentenceMeanings : ITextVectors
{
    private readonly MiniLmVectors _model = new(new MiniLmOptions { TokensMax = 256 });
    private readonly Dictionary<string, float[]> _known = new(StringComparer.Ordinal);
    private readonly ArticleMeanings _articles;

    public SentenceMeanings(SearchIndex index) => _articles = new ArticleMeanings(index.Articles, this);

    public string Name => GivenMeaning.SentencesMark + MiniLmVectors.Name;

    public int Dimensions => MiniLmVectors.Dimensions;

    public bool IsOfSentences => true;

    /// <summary>Null for a question in another language than English, as the product does.</summary>
    public GivenMeaning? Of(LabelledQuestion question) =>
        question.Language == "en" ? new GivenMeaning(_articles, (float[])VectorOf(question.Text).Clone()) : null;

    public bool TryRead(ReadOnlySpan<char> text, string language, Span<float> vector)
    {
        if (language != "en" || text.IsEmpty) return false;
        VectorOf(text.ToString()).CopyTo(vector);
        return true;
    }

    private float[] VectorOf(string text)
    {
        if (!_known.TryGetValue(text, out var vector))
            _known[text] = vector = _model.GenerateAsync([text]).GetAwaiter().GetResult()[0].Vector.ToArray();
        return vector;
    }
}
