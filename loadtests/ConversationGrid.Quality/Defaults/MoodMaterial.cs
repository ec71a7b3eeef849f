using ConversationGrid.Understanding.Training;

namespace ConversationGrid.Quality.Defaults;

/// <summary>What sentiment and emotion are trained on.</summary>
internal static class MoodMaterial
{
    private static readonly HashSet<string> Bright = Words(
        "admiration amusement approval caring desire excitement gratitude joy love optimism pride relief");

    private static readonly HashSet<string> Dark = Words(
        "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness");

    public static IReadOnlyList<Example> Sentiments(Material material) =>
    [
        .. material.Ai("uci-sentences/amazon_cells.tsv"),
        .. material.Ai("uci-sentences/yelp.tsv"),
        .. material.Ai("uci-sentences/imdb.tsv"),
        .. material.Ai("nusax-english/train.tsv"),
        .. material.Ai("nusax-indonesian/train.tsv"),
        .. material.Ai("indonlu-smsa/train.tsv"),
        .. material.OwnFile("malay-care-tune.tsv", "sentiment"),
        .. Reddit(material),
    ];

    /// <summary>English Reddit comments by the paper's groups and Indonesian tweets under the same names.</summary>
    public static IReadOnlyList<Example> Emotions(Material material) =>
    [
        .. material.Ai("goemotions/train.tsv", "ekman"),
        .. material.Ai("indonlu-emot/train.tsv").Select(example => example with { Label = example.Label is "happy" or "love" ? "joy" : example.Label }),
    ];

    /// <summary>Reddit comments whose emotions all lie on one side.</summary>
    private static IEnumerable<Example> Reddit(Material material)
    {
        foreach (var example in material.Ai("goemotions/train.tsv", "emotions", 0.1f))
        {
            var emotions = example.Label.Split(',');
            var bright = emotions.Any(Bright.Contains);
            var dark = emotions.Any(Dark.Contains);
            if (bright != dark)
                yield return example with { Label = bright ? "positive" : "negative" };
            else if (!bright && emotions is ["neutral"])
                yield return example with { Label = "neutral" };
        }
    }

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
