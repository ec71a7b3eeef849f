namespace ConversationGrid.Knowledge;

/// <summary>How alike one question is to the articles of a snapshot: by the built-in vectors, by what was given from outside, or not at all.</summary>
internal readonly ref struct QuestionMeaning
{
    private readonly ArticleMeanings? _articles;
    private readonly ReadOnlySpan<sbyte> _vector;
    private readonly float _length;
    private readonly GivenMeaning? _given;

    public QuestionMeaning(ArticleMeanings articles, ReadOnlySpan<sbyte> vector, float length)
    {
        _articles = articles;
        _vector = vector;
        _length = length;
    }

    public QuestionMeaning(ArticleMeanings articles, GivenMeaning given)
    {
        _articles = articles;
        _given = given;
    }

    /// <summary>Whether it is of whole sentences, which find articles by themselves.</summary>
    public bool IsOfSentences => _given?.IsOfSentences == true;

    /// <summary>The same as <see cref="To"/> will say, without a record of it.</summary>
    public float Glance(int article) => _articles is null || _given is null ? 0 : _given.Glance(_articles.Articles[article], article);

    public float To(int article) =>
        _articles is null ? 0 : _given is null ? _articles.Likeness(_vector, _length, article) : _given.To(_articles.Articles[article], article);
}
