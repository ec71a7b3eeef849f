namespace ConversationGrid.Knowledge;

/// <summary>
/// What every article of a snapshot is about, as one vector of a source: the mean of its passages, and half as much of its title with its tags, both seen from
/// what all the articles have in common. How alike a question and an article are is the cosine of their vectors, -1..1, computed in whole numbers: the same on
/// every machine. Immutable.
/// </summary>
public sealed class ArticleMeanings
{
    /// <summary>What the title says beside the passages.</summary>
    private const float TitleShare = 0.5f;

    /// <summary>Texts from which on what the articles have in common is mostly theirs and not chance.</summary>
    private const double CentreFrom = 10;

    private readonly float[] _centre;

    /// <summary>First row of each article, and one more: one row each where words are compared, one a text where sentences are.</summary>
    private readonly int[] _starts;
    private readonly sbyte[] _rows;
    private readonly float[] _lengths;

    public ArticleMeanings(IReadOnlyList<Article> articles, ITextVectors source)
    {
        ArgumentNullException.ThrowIfNull(articles);
        ArgumentNullException.ThrowIfNull(source);
        (Name, Articles) = (source.Name, articles);
        Dimensions = source.Dimensions;
        IsOfSentences = source.IsOfSentences;
        var texts = articles.Select(article => TextsOf(article).Select(text => Read(source, text, article.Language)).ToArray()).ToArray();
        _starts = Starts(texts);
        _rows = new sbyte[_starts[^1] * Dimensions];
        _lengths = new float[_starts[^1]];
        _centre = IsOfSentences ? new float[Dimensions] : CentreOf(texts);
        if (IsOfSentences)
        {
            for (var i = 0; i < texts.Length; i++)
                for (var t = 0; t < texts[i].Length; t++)
                    if (texts[i][t] is { } vector) _lengths[_starts[i] + t] = Round(vector, Row(_starts[i] + t));
            return;
        }
        var sum = new float[Dimensions];
        for (var i = 0; i < texts.Length; i++)
        {
            var passages = texts[i].Skip(1).OfType<float[]>().ToArray();
            Array.Clear(sum);
            if (texts[i][0] is { } title)
                Add(title, TitleShare, sum);
            foreach (var passage in passages)
                Add(passage, 1f / passages.Length, sum);
            _lengths[i] = Round(sum, Row(i));
        }
    }

    /// <summary>Whether sentences are compared (<see cref="ITextVectors.IsOfSentences"/>).</summary>
    public bool IsOfSentences { get; }

    /// <summary>The source's name.</summary>
    public string Name { get; }

    /// <summary>Numbers of each vector; 0 where the source had none yet.</summary>
    public int Dimensions { get; }

    /// <summary>The articles, in their order.</summary>
    internal IReadOnlyList<Article> Articles { get; }

    /// <summary>The texts of an article that get a vector each: its title with its tags, then its sections with their headings.</summary>
    public static IEnumerable<string> TextsOf(Article article)
    {
        ArgumentNullException.ThrowIfNull(article);
        yield return article.Tags.Count == 0 ? article.Title : $"{article.Title}. {string.Join(", ", article.Tags)}";
        foreach (var section in article.Sections)
            yield return section.Heading.Length == 0 ? section.Text : $"{section.Heading}. {section.Text}";
    }

    /// <summary>Prepares a question's vector for comparison: as long as <see cref="ITextVectors.Dimensions"/>; returns its length, 0 for one that says
    /// nothing.</summary>
    internal float Prepare(Span<float> vector, Span<sbyte> question)
    {
        Normalise(vector);
        Centre(vector, vector);
        return Round(vector, question);
    }

    /// <summary>How alike a prepared question and an article are, -1..1; 0 for an article without a vector.</summary>
    internal float Likeness(ReadOnlySpan<sbyte> question, float length, int article)
    {
        var best = 0f;
        for (var place = _starts[article]; place < _starts[article + 1]; place++)
        {
            var row = Row(place);
            var sum = 0;
            for (var i = 0; i < row.Length; i++)
                sum += row[i] * question[i];
            var lengths = length * _lengths[place];
            var likeness = lengths > 0 ? sum / lengths : 0;
            if (place == _starts[article] || likeness > best) best = likeness;
        }
        return best;
    }

    private int[] Starts(float[]?[][] texts)
    {
        var starts = new int[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++)
            starts[i + 1] = starts[i] + (IsOfSentences ? texts[i].Length : 1);
        return starts;
    }

    private Span<sbyte> Row(int article) => _rows.AsSpan(article * Dimensions, Dimensions);

    private float[]? Read(ITextVectors source, string text, string language)
    {
        var vector = new float[Dimensions];
        return source.TryRead(text, language, vector) && Normalise(vector) ? vector : null;
    }

    /// <summary>The mean of all texts, drawn towards nothing where there are few of them.</summary>
    private float[] CentreOf(float[]?[][] texts)
    {
        var sums = new double[Dimensions];
        var count = 0;
        foreach (var vector in texts.SelectMany(article => article).OfType<float[]>())
        {
            count++;
            for (var i = 0; i < sums.Length; i++)
                sums[i] += vector[i];
        }
        return Array.ConvertAll(sums, sum => (float)(sum / (count + CentreFrom)));
    }

    private void Add(float[] vector, float share, float[] sum)
    {
        Centre(vector, vector);
        for (var i = 0; i < sum.Length; i++)
            sum[i] += share * vector[i];
    }

    /// <summary>Takes away what all articles have in common.</summary>
    private void Centre(ReadOnlySpan<float> vector, Span<float> centred)
    {
        for (var i = 0; i < centred.Length; i++)
            centred[i] = vector[i] - _centre[i];
        Normalise(centred);
    }

    private static bool Normalise(Span<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
            squares += (double)value * value;
        if (squares <= 0 || !double.IsFinite(squares))
        {
            vector.Clear();
            return false;
        }
        var factor = 1 / Math.Sqrt(squares);
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] * factor);
        return true;
    }

    /// <summary>The vector in whole numbers, the largest 127; returns their length.</summary>
    private static float Round(ReadOnlySpan<float> vector, Span<sbyte> rounded)
    {
        var largest = 0f;
        foreach (var value in vector)
            largest = Math.Max(largest, Math.Abs(value));
        var squares = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            rounded[i] = largest > 0 ? (sbyte)MathF.Round(vector[i] / largest * 127) : (sbyte)0;
            squares += rounded[i] * rounded[i];
        }
        return MathF.Sqrt(squares);
    }
}
