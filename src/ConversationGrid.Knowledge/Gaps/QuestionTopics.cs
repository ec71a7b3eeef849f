using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>What questions are about, and how alike two of them are, across languages by their concepts.</summary>
internal static partial class QuestionTopics
{
    /// <summary>How much each topic says: the rarer the more.</summary>
    public static Dictionary<string, double> Weights(IReadOnlyCollection<HashSet<string>> keys)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var key in keys.SelectMany(set => set))
            counts[key] = counts.GetValueOrDefault(key) + 1;
        return counts.ToDictionary(pair => pair.Key, pair => Math.Log(1 + (keys.Count / pair.Value)), StringComparer.Ordinal);
    }

    /// <summary>Share of common topics, by rarity, 0..1.</summary>
    public static double Likeness(HashSet<string> left, HashSet<string> right, Func<string, double> weightOf)
    {
        var all = 0.0;
        var shared = 0.0;
        foreach (var key in left)
        {
            all += weightOf(key);
            shared += right.Contains(key) ? weightOf(key) : 0;
        }
        foreach (var key in right)
            all += left.Contains(key) ? 0 : weightOf(key);
        return all > 0 ? shared / all : 0;
    }

    /// <summary>What a question is about: concepts where there are, stems elsewhere, nothing grammatical.</summary>
    public static HashSet<string> Of(string question, Concepts concepts)
    {
        // What stands for masked personal data is no topic.
        question = Placeholder().Replace(question, " ");
        question = AnswerComposer.Shorten(question);
        var words = Words.Of(question);
        var query = new QueryWords();
        query.Read(question);
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

    [GeneratedRegex(@"\[[a-z]+( \d+)?\]", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
