namespace ConversationGrid.Knowledge;

/// <summary>A topic that customers ask about and no article answers.</summary>
/// <param name="Topic">The question nearest to all others of the group, in its own words.</param>
/// <param name="Questions">All questions of the group, in the order given.</param>
public sealed record KnowledgeGap(string Topic, IReadOnlyList<string> Questions);

/// <summary>
/// Groups unanswered questions into topics for new articles, across languages by their concepts. A proposal only: a human writes and publishes.
/// Deterministic: the same questions in the same order give the same groups.
/// </summary>
public static class GapFinder
{
    /// <summary>Most questions looked at; the newest are wanted, so earlier ones are left out.</summary>
    public const int QuestionsMax = 5_000;

    /// <summary>From this share of common words, by rarity, two questions are about the same thing. No unit, 0..1.</summary>
    private const double SimilarityMin = 0.34;

    /// <summary>The gaps that at least <paramref name="questionsMin"/> questions share, most asked first.</summary>
    public static IReadOnlyList<KnowledgeGap> Find(IReadOnlyList<string> questions, int questionsMin = 3, Concepts? concepts = null)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentOutOfRangeException.ThrowIfLessThan(questionsMin, 1);
        var recent = questions.Skip(Math.Max(0, questions.Count - QuestionsMax)).ToList();
        var keys = recent.ConvertAll(question => QuestionTopics.Of(question, concepts ?? Concepts.Default));
        var weigh = QuestionTopics.Weights(keys);
        double WeightOf(string key) => weigh[key];
        var groups = new List<List<int>>();
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Count > 0)
                Join(groups, keys, WeightOf, i);
        }
        return [.. groups.Where(group => group.Count >= questionsMin).OrderByDescending(group => group.Count).ThenBy(group => group[0])
            .Select(group => new KnowledgeGap(recent[Middle(group, keys, WeightOf)], [.. group.Select(i => recent[i])]))];
    }

    private static void Join(List<List<int>> groups, List<HashSet<string>> keys, Func<string, double> weightOf, int question)
    {
        var best = SimilarityMin;
        List<int>? nearest = null;
        foreach (var group in groups)
        {
            var similarity = QuestionTopics.Likeness(keys[group[0]], keys[question], weightOf);
            if (similarity > best)
                (best, nearest) = (similarity, group);
        }
        if (nearest is null)
            groups.Add(nearest = []);
        nearest.Add(question);
    }

    private static int Middle(List<int> group, List<HashSet<string>> keys, Func<string, double> weightOf) =>
        group.Take(100).MaxBy(candidate => group.Take(100).Sum(other => QuestionTopics.Likeness(keys[candidate], keys[other], weightOf)));
}
