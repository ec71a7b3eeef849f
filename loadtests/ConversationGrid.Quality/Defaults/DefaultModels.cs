using System.Diagnostics;
using System.Text.Json.Nodes;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Quality.Defaults;

/// <summary>Makes the models that ship, from data outside the repository. Every source and its licence stands in docs/quality.md; nothing non-commercial is
/// among them.</summary>
internal static class DefaultModels
{
    public const long BytesMax = 6_000_000;

    public static readonly IReadOnlyList<string> Tasks = ["language", "sentiment", "emotion", "intent"];

    public static JsonObject Make(Options options, TextWriter report)
    {
        var material = Material.Of(options);
        var folder = options["out"] ?? Path.Combine("src", "ConversationGrid.Understanding", "Resources");
        Directory.CreateDirectory(folder);
        var json = new JsonObject { ["task"] = "train-defaults" };
        if (options["only"] is null or "valence")
        {
            // The other models read the lexicon, so a new one wants this program built again before they are trained.
            File.WriteAllBytes(Path.Combine(folder, "valence.bin"), ValenceMaterial.Make(material));
        }
        if (options["only"] is "vectors")
        {
            // Apart, since a model fits the vectors that it was trained with alone: after new ones every workspace trains its intents again.
            File.WriteAllBytes(Path.Combine(folder, WordVectors.ResourceName), VectorMaterial.Make(material));
        }
        foreach (var task in Tasks.Where(task => options["only"] is not { } only || only == task))
        {
            var clock = Stopwatch.StartNew();
            var examples = Examples(task, material);
            var trained = ModelTraining.Train(task, examples);
            File.WriteAllBytes(Path.Combine(folder, task + ".model"), trained.File.ToArray());
            report.WriteLine($"{task}: {examples.Count} examples, {trained.File.Length} bytes, {clock.Elapsed.TotalSeconds:F1} s, {trained.Version}");
            json[task] = trained.Version;
        }
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        json["bytes"] = bytes;
        return bytes <= BytesMax ? json : throw new BadFileException($"The models have {bytes} bytes together; {BytesMax} is the most.");
    }

    /// <summary>Everything that a shipped model is trained on.</summary>
    public static IReadOnlyList<Example> Examples(string task, Material material) => task switch
    {
        "language" => LanguageMaterial.Examples(material),
        "sentiment" => MoodMaterial.Sentiments(material),
        "emotion" => MoodMaterial.Emotions(material),
        _ => CareMaterial.Examples(material),
    };
}
