using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.Models;

/// <summary>The models that read a message, together under one version. Immutable: a better model makes a new set.</summary>
public sealed class ModelSet
{
    /// <summary>Version of the rules around the models; raised when code changes an answer.</summary>
    private const int RulesVersion = 2;

    private static readonly Lazy<ModelSet> Shipped = new(LoadShipped);

    private ModelSet(Part language, Part sentiment, Part emotion, Part intent)
    {
        (LanguagePart, SentimentPart, EmotionPart, IntentPart) = (language, sentiment, emotion, intent);
        Base = new(() => new FeatureTable(LanguagePart.Model, SentimentPart.Model, EmotionPart.Model));
        Own = new(() => new TabledModel(IntentPart.Model));
        var names = string.Join(' ', language.Version, sentiment.Version, emotion.Version, intent.Version);
        Version = $"understanding-{RulesVersion}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)).AsSpan(0, 4))}";
    }

    /// <summary>What ships with the product. Read once, on first use.</summary>
    public static ModelSet Default => Shipped.Value;

    /// <summary>Places of the models in <see cref="Base"/>.</summary>
    internal const int LanguageAt = 0;
    internal const int SentimentAt = 1;
    internal const int EmotionAt = 2;

    /// <summary>Goes into every analysis; the same version means the same answers.</summary>
    public string Version { get; }

    /// <summary>Versions of the single models: language, sentiment, emotion, intent.</summary>
    public IReadOnlyList<string> Parts => [LanguagePart.Version, SentimentPart.Version, EmotionPart.Version, IntentPart.Version];

    /// <summary>Names of the intents that the set can answer with, without the refusal.</summary>
    public IReadOnlyList<string> Intents => [.. IntentPart.Model.Labels.Where(label => !Understanding.Intents.IntentReader.IsRefusal(label))];

    /// <summary>One look-up for language, sentiment and emotion.</summary>
    internal Lazy<FeatureTable> Base { get; private init; }

    /// <summary>The intents apart: workspaces replace them.</summary>
    internal Lazy<TabledModel> Own { get; private init; }

    internal Part LanguagePart { get; }

    internal Part SentimentPart { get; }

    internal Part EmotionPart { get; }

    internal Part IntentPart { get; }

    /// <summary>A set with another intent model, e.g. a workspace's own. Throws <see cref="InvalidDataException"/> when the bytes are no such model.</summary>
    public ModelSet WithIntents(ReadOnlyMemory<byte> modelFile, string source) => 
        new(LanguagePart, SentimentPart, EmotionPart, Part.Of(modelFile, "intent", source)) { Base = Base };

    /// <summary>A set with another model of any task: <c>language</c>, <c>sentiment</c>, <c>emotion</c> or <c>intent</c>.</summary>
    public ModelSet With(string task, ReadOnlyMemory<byte> modelFile, string source)
    {
        var part = Part.Of(modelFile, task, source);
        return task switch
        {
            "language" => new(part, SentimentPart, EmotionPart, IntentPart),
            "sentiment" => new(LanguagePart, part, EmotionPart, IntentPart),
            "emotion" => new(LanguagePart, SentimentPart, part, IntentPart),
            _ => new(LanguagePart, SentimentPart, EmotionPart, part),
        };
    }

    private static ModelSet LoadShipped() => new(LoadPart("language"), LoadPart("sentiment"), LoadPart("emotion"), LoadPart("intent"));

    private static Part LoadPart(string task)
    {
        var name = task + ".model";
        using var stream = EmbeddedResource.Open(typeof(ModelSet).Assembly, name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Part.Of(bytes, task, name);
    }

    /// <summary>A model with the version of its file.</summary>
    internal sealed record Part(LinearModel Model, string Version)
    {
        public static Part Of(ReadOnlyMemory<byte> file, string task, string source)
        {
            var (model, version) = ModelFile.Read(file, source);
            return model.Name == task ? new(model, version) : throw new InvalidDataException($"'{source}' holds a model for '{model.Name}', not for '{task}'.");
        }
    }
}
