namespace ConversationGrid.Knowledge;

/// <summary>Finds questions that are about the same as another, whatever their words and language. Immutable, and safe for any number of threads.</summary>
public sealed class SimilarQuestions
{
    private readonly Concepts _concepts;
    private readonly List<HashSet<string>> _topics;
    private readonly Dictionary<string, double> _weights;
    private readonly Dictionary<string, List<int>> _byTopic = new(StringComparer.Ordinal);
    private readonly double _weightOfUnknown;

    public SimilarQuestions(IReadOnlyList<string> questions, Concepts? concepts = null)
    {
        ArgumentNullException.ThrowIfNull(questions);
        _concepts = concepts ?? Concepts.Default;
        _topics = [.. questions.Select(question => QuestionTopics.Of(question, _concepts))];
        _weights = QuestionTopics.Weights(_topics);
        _weightOfUnknown = Math.Log(1 + questions.Count);
        for (var i = 0; i < _topics.Count; i++)
        {
            foreach (var topic in _topics[i])
            {
                if (!_byTopic.TryGetValue(topic, out var with))
                    _byTopic[topic] = with = [];
                with.Add(i);
            }
        }
    }

    /// <summary>The places of the questions that share at least <paramref name="likenessMin"/> (0..1) of their topics with this one, the likest first, later
    /// ones before earlier ones.</summary>
    public IReadOnlyList<(int Index, double Likeness)> Find(string question, double likenessMin, int limit)
    {
        ArgumentNullException.ThrowIfNull(question);
        var asked = QuestionTopics.Of(question, _concepts);
        if (asked.Count == 0)
            return [];
        return [.. asked.SelectMany(topic => _byTopic.GetValueOrDefault(topic, [])).Distinct()
            .Select(i => (Index: i, Likeness: QuestionTopics.Likeness(_topics[i], asked, WeightOf)))
            .Where(found => found.Likeness >= likenessMin).OrderByDescending(found => found.Likeness).ThenByDescending(found => found.Index).Take(limit)];
    }

    private double WeightOf(string topic) => _weights.GetValueOrDefault(topic, _weightOfUnknown);
}
