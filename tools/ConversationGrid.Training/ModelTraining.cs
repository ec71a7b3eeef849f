using ConversationGrid.Understanding.Intents;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Training;

/// <summary>A trained model as it goes into a file.</summary>
/// <param name="File">The bytes of the model file.</param>
/// <param name="Version">What analyses will name.</param>
/// <param name="HeldBackAccuracy">Share of right answers on examples that training did not see.</param>
/// <param name="HeldBackCount">How many those were.</param>
public sealed record TrainedModel(ReadOnlyMemory<byte> File, string Version, double HeldBackAccuracy, int HeldBackCount);

/// <summary>Trains the model of a task from labelled texts, with the same settings for every data set, and calibrates it on examples held back.</summary>
public static class ModelTraining
{
    private const int LabelsMax = 1_000;
    private const int HoldBackEvery = 10;

    /// <summary>Models that share the balancing of labels among them, each without its part of the examples.</summary>
    private const int BalanceParts = 4;

    /// <summary>With fewer examples than these a feature seen once is kept, and what is known of words beforehand counts for more.</summary>
    private const int FewExamples = 3_000;

    /// <summary>Share of out-of-scope validation rows that is to be refused.</summary>
    private const double RefusedShare = 0.86;

    /// <summary>Rows in scope that refusal may cost at most: a refusal is what a customer feels.</summary>
    private const double LostShareMax = 0.12;

    /// <summary>
    /// Trains on <paramref name="train"/> and calibrates on <paramref name="valid"/>. Without validation examples every tenth training example
    /// calibrates a first
    /// model, and the final one is trained on all.
    /// </summary>
    public static TrainedModel Train(string task, IReadOnlyList<Example> train, IReadOnlyList<Example>? valid = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var (model, right, count) = TrainModel(task, train, valid);
        var file = ModelFile.Write(model);
        var (_, version) = ModelFile.Read(file, task);
        return new TrainedModel(file, version, count == 0 ? 0 : (double)right / count, count);
    }

    internal static (LinearModel Model, int Right, int Count) TrainModel(string task, IReadOnlyList<Example> train, IReadOnlyList<Example>? valid = null)
    {
        var labels = LinearTraining.LabelsOf(train);
        if (labels.Length is < 2 or > LabelsMax)
            throw new ArgumentException($"Training wants 2 to {LabelsMax} labels; there are {labels.Length}.", nameof(train));
        var options = OptionsFor(task, train.Count, labels.Any(IntentReader.IsRefusal));
        if (task == "intent")
            train = [.. train, .. LabelNames(labels)];
        var model = LinearTraining.Train(task, train, labels, options);
        var scored = valid is { Count: > 0 } ? Score(model, valid) : [];
        if (IsBalanced(task) || scored.Count == 0)
            scored.AddRange(HeldBack(task, train, labels, options));
        var shifts = IsBalanced(task) ? BalanceTuning.Shifts([.. scored.Select(row => new BalanceTuning.Row(row.Scores, row.Own, row.Weight))], labels.Length)
            : [];
        return (BalanceTuning.Shifted(model.With(Calibrate(scored)), shifts), scored.Count(row => row.Right), scored.Count);
    }

    /// <summary>Rare emotions are to be found as well as frequent ones.</summary>
    private static bool IsBalanced(string task) => task == "emotion";

    /// <summary>
    /// Training examples as models that did not see them score them: every tenth, or every one where labels are balanced, since a rare label has few.
    /// </summary>
    private static IEnumerable<Scored> HeldBack(string task, IReadOnlyList<Example> train, string[] labels, TrainingOptions options)
    {
        var (parts, every) = IsBalanced(task) ? (BalanceParts, BalanceParts) : (1, HoldBackEvery);
        for (var part = 0; part < parts; part++)
        {
            var model = LinearTraining.Train(task, [.. train.Where((_, i) => i % every != part)], labels, options);
            foreach (var row in Score(model, [.. train.Where((_, i) => i % every == part)]))
                yield return row;
        }
    }

    internal static TrainingOptions OptionsFor(string task, int examples, bool withRefusal)
    {
        var few = examples < FewExamples;
        var examplesMin = few ? 1 : 2;

        // Where many examples teach refusal its threshold did not carry over with vectors; docs/quality.md has the figures.
        var meaningWeight = few ? 1.8f : withRefusal ? 0f : 1.2f;
        return task switch
        {
            "language" =>
                new() { FamilyWeights = [0.6f, 0f, 1f, 0f, 0f, 0f], ExamplesMin = 1, FeaturesMax = 60_000, Cost = 1f, Passes = 8, CommonPower = 0.25f,
                    Twice = true },
            "sentiment" => new() { FamilyWeights = [0f, 0.6f, 0.6f, 1.3f, 1f, 0f], ExamplesMin = examplesMin, FeaturesMax = 40_000, Cost = 0.3f },
            "emotion" => new() { FamilyWeights = [0f, 0.6f, 0.8f, 1f, 0.5f, 0f], ExamplesMin = examplesMin, FeaturesMax = 45_000, Cost = 0.1f },
            _ => new() { FamilyWeights = [1f, 0.4f, 1f, 0f, 0f, 0.8f], MeaningWeight = meaningWeight, ExamplesMin = examplesMin, FeaturesMax = 50_000,
                Cost = 0.5f },
        };
    }

    /// <summary>An intent's own name as one more example of it: <c>lost_or_stolenCard</c> says <c>lost or stolen card</c>.</summary>
    private static IEnumerable<Example> LabelNames(string[] labels) =>
        labels.Where(label => !IntentReader.IsRefusal(label)).Select(label => new Example(Spelled(label), label));

    private static string Spelled(string label)
    {
        var words = new System.Text.StringBuilder();
        for (var i = 0; i < label.Length; i++)
        {
            if (i > 0 && char.IsUpper(label[i]) && char.IsLower(label[i - 1]))
                words.Append(' ');
            words.Append(label[i] is '_' or '-' or '.' ? ' ' : label[i]);
        }
        return words.ToString();
    }

    /// <summary>The sharpness that makes confidences true, and the threshold of refusal that loses least on both sides.</summary>
    private static Calibration Calibrate(List<Scored> scored)
    {
        var best = (Sharpness: 4f, Loss: double.MaxValue);
        for (var sharpness = 0.5f; sharpness <= 24f; sharpness *= 1.15f)
        {
            var loss = scored.Sum(row => row.Weight * row.Loss(sharpness));
            if (loss < best.Loss)
                best = (sharpness, loss);
        }
        return new Calibration(best.Sharpness, RefuseBelow(scored));
    }

    private static List<Scored> Score(LinearModel model, IReadOnlyList<Example> examples)
    {
        var tabled = new TabledModel(model);
        var scored = new List<Scored>(examples.Count);
        foreach (var example in examples)
        {
            float[] scores = [.. tabled.Score(Reading.Of(example.Text))];
            var (best, fitness) = IntentReader.Best(model, scores);
            int[] own = [.. example.Label.Split(',').Select(label => Array.IndexOf(model.Labels, label)).Where(place => place >= 0)];
            scored.Add(new Scored(scores, own, IntentReader.IsRefusal(example.Label), fitness, own.Contains(best), example.Weight));
        }
        return scored;
    }

    /// <summary>
    /// Where validation has out-of-scope rows, the threshold that refuses <see cref="RefusedShare"/> of them, but never more than
    /// <see cref="LostShareMax"/> of the rows in
    /// scope. Else what one in a hundred rows in scope stays below.
    /// </summary>
    private static float RefuseBelow(List<Scored> scored)
    {
        float[] outside = [.. scored.Where(row => row.OutOfScope).Select(row => row.Fitness).Order()];
        float[] inside = [.. scored.Where(row => !row.OutOfScope).Select(row => row.Fitness).Order()];
        if (outside.Length == 0 || inside.Length == 0)
            return inside.Length == 0 ? float.NegativeInfinity : inside[inside.Length / 100];
        var at = (int)Math.Ceiling(outside.Length * RefusedShare) - 1;
        var mostLost = inside[(int)(inside.Length * LostShareMax)];
        var refusing = outside[at];
        var above = Array.Find(inside, fitness => fitness > refusing);

        // Half-way to the next row in scope: a threshold on a row itself would suit that row alone.
        return Math.Min(mostLost, above > refusing ? (refusing + above) / 2 : MathF.BitIncrement(refusing));
    }

    private sealed record Scored(float[] Scores, int[] Own, bool OutOfScope, float Fitness, bool Right, float Weight)
    {
        public double Loss(float sharpness)
        {
            if (Own.Length == 0)
                return 0;
            var top = Scores.Max();
            var sum = Scores.Sum(score => Math.Exp((score - top) * sharpness));
            return Math.Log(sum) - ((Own.Max(own => Scores[own]) - top) * sharpness);
        }
    }
}
