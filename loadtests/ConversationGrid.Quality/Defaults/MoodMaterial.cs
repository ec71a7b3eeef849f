using ConversationGrid.Training;

namespace ConversationGrid.Quality.Defaults;

/// <summary>What sentiment and emotion are trained on.</summary>
internal static class MoodMaterial
{
    private static readonly HashSet<string> Bright = Words(
        "admiration amusement approval caring desire excitement gratitude joy love optimism pride relief");

    private static readonly HashSet<string> Dark = Words(
        "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness");

    /// <summary>Every so many of the care messages of others are taken.</summary>
    private const int CareEvery = 2;

    /// <summary>Weight of our own few messages among the emotions.</summary>
    private const float OwnWeight = 2f;

    /// <summary>Intents whose own examples tell a mood, or may.</summary>
    private static readonly HashSet<string> Moody = Words(
        "complaint praise delivery_problem payment_problem technical_problem outage fraud human_request greeting cancellation");

    public static IReadOnlyList<Example> Sentiments(Material material) =>
    [
        .. material.Ai("uci-sentences/amazon_cells.tsv"),
        .. material.Ai("uci-sentences/yelp.tsv"),
        .. material.Ai("uci-sentences/imdb.tsv"),
        .. material.Ai("nusax-english/train.tsv"),
        .. material.Ai("nusax-indonesian/train.tsv"),
        .. material.Ai("indonlu-smsa/train.tsv"),
        .. material.OwnFile("malay-care-tune.tsv", "sentiment"),
        .. material.OwnFile("review-moods.tsv", "label"),
        .. Reddit(material),
        .. PlainCare(material, 0.05f, 0.3f),
    ];

    /// <summary>
    /// English Reddit comments by the paper's groups, Indonesian tweets under the same names, and care messages. Everything that pleases is joy in the paper's
    /// groups; annoyance and disapproval are anger there, which is what our Malay customers show when their mood is bad.
    /// </summary>
    public static IReadOnlyList<Example> Emotions(Material material) =>
    [
        .. material.Ai("goemotions/train.tsv", "ekman"),
        .. material.Ai("indonlu-emot/train.tsv").Select(example => example with { Label = example.Label is "happy" or "love" ? "joy" : example.Label }),
        .. PlainCare(material, 0.4f, OwnWeight),
        .. material.OwnFile("malay-care-tune.tsv", "sentiment", OwnWeight).Select(example => example with { Label = EmotionOf(example.Label) }),
        .. material.OwnFile("review-moods.tsv", "label").Where(example => example.Label == "positive")
        .Select(example => example with { Label = EmotionOf(example.Label) }),
    ];

    /// <summary>
    /// What care desks are asked, which shows no mood. Without it every question is a surprise, since on Reddit it is a curious or confused one, and naming a
    /// trouble is a bad mood, since in reviews it is a verdict.
    /// </summary>
    /// <param name="weight">Of others' messages.</param>
    /// <param name="ownWeight">Of our own.</param>
    private static IEnumerable<Example> PlainCare(Material material, float weight, float ownWeight)
    {
        IEnumerable<Example> asked =
            [.. material.Ai("banking77/train.tsv"), .. material.Ai("clinc150/train.tsv"), .. material.Ai("bitext-customer-service/train.tsv")];
        IEnumerable<Example> own = [.. material.OwnFile("care-intents.tsv", "label"), .. material.OwnFile("care-intents-malay.tsv", "label")];
        return asked.Where((_, i) => i % CareEvery == 0).Select(example => new Example(example.Text, "neutral", weight))
            .Concat(own.Where(example => !Moody.Contains(example.Label)).Select(example => new Example(example.Text, "neutral", ownWeight)));
    }

    private static string EmotionOf(string sentiment) => sentiment switch
    {
        "positive" => "joy",
        "negative" => "anger",
        _ => "neutral",
    };

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
