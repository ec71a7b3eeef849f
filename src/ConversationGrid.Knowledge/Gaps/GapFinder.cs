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
        var keys = recent.ConvertAll(question => Keys(question, concepts ?? Concepts.Default));
        var weights = Weights(keys);
        var groups = new List<List<int>>();
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Count > 0)
                Join(groups, keys, weights, i);
        }
        return [.. groups.Where(group => group.Count >= questionsMin).OrderByDescending(group => group.Count).ThenBy(group => group[0])
            .Select(group => new KnowledgeGap(recent[Middle(group, keys, weights)], [.. group.Select(i => recent[i])]))];
    }

    private static void Join(List<List<int>> groups, List<HashSet<string>> keys, Dictionary<string, double> weights, int question)
    {
        var best = SimilarityMin;
        List<int>? nearest = null;
        foreach (var group in groups)
        {
            var similarity = Similarity(keys[group[0]], keys[question], weights);
            if (similarity > best)
                (best, nearest) = (similarity, group);
        }
        if (nearest is null)
            groups.Add(nearest = []);
        nearest.Add(question);
    }

    private static int Middle(List<int> group, List<HashSet<string>> keys, Dictionary<string, double> weights) =>
        group.Take(100).MaxBy(candidate => group.Take(100).Sum(other => Similarity(keys[candidate], keys[other], weights)));

    private static double Similarity(HashSet<string> left, HashSet<string> right, Dictionary<string, double> weights)
    {
        var all = 0.0;
        var shared = 0.0;
        foreach (var key in left)
        {
            all += weights[key];
            shared += right.Contains(key) ? weights[key] : 0;
        }
        foreach (var key in right)
            all += left.Contains(key) ? 0 : weights[key];
        return all > 0 ? shared / all : 0;
    }

    private static Dictionary<string, double> Weights(List<HashSet<string>> keys)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var key in keys.SelectMany(set => set))
            counts[key] = counts.GetValueOrDefault(key) + 1;
        return counts.ToDictionary(pair => pair.Key, pair => Math.Log(1 + (keys.Count / pair.Value)), StringComparer.Ordinal);
    }

    /// <summary>What a question is about: concepts where there are, stems elsewhere, nothing grammatical.</summary>
    private static HashSet<string> Keys(string question, Concepts concepts)
    {
        var words = Words.Of(question.Length <= AnswerComposer.QuestionLengthMax ? question : question[..AnswerComposer.QuestionLengthMax]);
        var query = new QueryWords();
        query.Read(question.AsSpan(0, Math.Min(question.Length, AnswerComposer.QuestionLengthMax)));
        var language = query.GuessLanguage("en");
        var stems = words.ConvertAll(word => Stemming.Stem(language, word));
        var phrases = concepts.Of(language);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var length = phrases is null ? 0 : AddLongestPhrase(stems, i, phrases, keys);
            if (length > 0)
                i += length - 1;
            else if (!StopWords.Contains("en", words[i]) && !StopWords.Contains("ms", words[i]))
                keys.Add(stems[i]);
        }
        return keys;
    }

    /// <summary>Adds the concept of the longest phrase that begins here; returns its length in words, 0 for none.</summary>
    private static int AddLongestPhrase(List<string> stems, int from, Dictionary<string, int> phrases, HashSet<string> keys)
    {
        for (var length = Math.Min(Concepts.PhraseMax, stems.Count - from); length > 0; length--)
        {
            if (!phrases.TryGetValue(string.Join(' ', stems.GetRange(from, length)), out var concept))
                continue;
            keys.Add($"~{concept}");
            return length;
        }
        return 0;
    }
}
