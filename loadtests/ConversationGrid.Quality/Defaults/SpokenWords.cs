using System.Globalization;
using ConversationGrid.Training;

namespace ConversationGrid.Quality.Defaults;

/// <summary>The commonest words of each language in film subtitles, as rows of the language model: how people speak, and far more words than sentences
/// hold.</summary>
internal static class SpokenWords
{
    /// <summary>Words taken of each language, the commonest.</summary>
    private const int WordsMax = 25_000;

    /// <summary>Weight of a word beside a sentence's 1.</summary>
    private const float Weight = 0.1f;

    /// <summary>
    /// A word counts for a language only if it is at least so common there, as a share of all words, as this part of its frequency where it is commonest:
    /// subtitles hold names and whole lines of other languages.
    /// </summary>
    private const double ShareOfTopMin = 0.5;

    public static IReadOnlyList<Example> Examples(Material material, IEnumerable<string> languages)
    {
        var lists = languages.Select(language => (Language: language, Words: Read(material, language))).ToArray();
        var top = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (word, share) in lists.SelectMany(list => list.Words))
            top[word] = Math.Max(share, top.GetValueOrDefault(word));
        return
        [
            .. lists.SelectMany(list => list.Words.Where(one => char.IsLetter(one.Word[0]) && one.Share >= top[one.Word] * ShareOfTopMin).Take(WordsMax)
                .Select(one => new Example(one.Word, list.Language, Weight))),
        ];
    }

    /// <summary>A line is a word and how often it was seen, the commonest first. Swahili has no list; small languages have a full one alone.</summary>
    private static List<(string Word, double Share)> Read(Material material, string language)
    {
        if (material.Frequencies is null)
            return [];
        var lists = Path.Combine(material.Frequencies, "content", "2018");
        var name = language == "zh" ? "zh_cn" : language;
        var path = new[] { "50k", "full" }.Select(size => Path.Combine(lists, name, $"{name}_{size}.txt")).FirstOrDefault(File.Exists);
        if (path is null)
            return [];
        var words = File.ReadLines(path).Select(line => line.Split(' ')).Where(parts => parts.Length == 2)
            .Select(parts => (Word: parts[0], Count: double.Parse(parts[1], CultureInfo.InvariantCulture))).ToList();
        var sum = words.Sum(one => one.Count);
        return [.. words.Select(one => (one.Word, one.Count / sum))];
    }
}
