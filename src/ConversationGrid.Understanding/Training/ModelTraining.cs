using ConversationGrid.Understanding.Intents;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Training;

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

    /// <summary>
    /// Trains on <paramref name="train"/> and calibrates on <paramref name="valid"/>. Without validation examples every tenth training example calibrates a first
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
        var options = OptionsFor(task, train.Count);
        if (valid is { Count: > 0 })
        {
            var model = LinearTraining.Train(task, train, labels, options);
            var (calibration, right) = Calibrate(model, valid);
            return (model.With(calibration), right, valid.Count);
        }
        Example[] kept = [.. train.Where((_, i) => i % HoldBackEvery != 0)];
        Example[] back = [.. train.Where((_, i) => i % HoldBackEvery == 0)];
        var (first, hits) = Calibrate(LinearTraining.Train(task, kept, labels, options), back);
        return (LinearTraining.Train(task, train, labels, options).With(first), hits, back.Length);
    }

    internal static TrainingOptions OptionsFor(string task, int examples)
    {
        var few = examples < 3_000;
        return task switch
        {
            "language" => new() { FamilyWeights = [0.6f, 0f, 1f, 0f], ExamplesMin = 1, FeaturesMax = 120_000, Cost = 1f },
            "sentiment" => new() { FamilyWeights = [0f, 0.6f, 0.6f, 1f], Cost = 0.1f, FeaturesMax = 80_000, ExamplesMin = few ? 1 : 2 },
            "emotion" => new() { FamilyWeights = [0f, 0.6f, 0.8f, 1f], Cost = 0.1f, FeaturesMax = 60_000, ExamplesMin = few ? 1 : 2 },
            _ => new() { FamilyWeights = [1f, 0.8f, 1f, 0f], Cost = 0.5f, FeaturesMax = 45_000, ExamplesMin = few ? 1 : 2 },
        };
    }

    /// <summary>The sharpness that makes confidences true, and the threshold of refusal that loses least on both sides.</summary>
    private static (Calibration Calibration, int Right) Calibrate(LinearModel model, IReadOnlyList<Example> valid)
    {
        var scored = Score(model, valid);
        var best = (Sharpness: 4f, Loss: double.MaxValue);
        for (var sharpness = 0.5f; sharpness <= 24f; sharpness *= 1.15f)
        {
            var loss = scored.Sum(row => row.Loss(sharpness));
            if (loss < best.Loss)
                best = (sharpness, loss);
        }
        return (new Calibration(best.Sharpness, RefuseBelow(scored)), scored.Count(row => row.Right));
    }

    private static List<Scored> Score(LinearModel model, IReadOnlyList<Example> examples)
    {
        var text = new MessageText();
        var grams = new Grams();
        var scored = new List<Scored>(examples.Count);
        foreach (var example in examples)
        {
            text.Read(example.Text);
            Negation.Mark(text.Tokens);
            grams.Read(text);
            var scores = new float[model.Stride];
            model.Score(grams, scores);
            Array.Resize(ref scores, model.Labels.Length);
            var (best, fitness) = IntentReader.Best(model, scores);
            int[] own = [.. example.Label.Split(',').Select(label => Array.IndexOf(model.Labels, label)).Where(place => place >= 0)];
            scored.Add(new Scored(scores, own, IntentReader.IsRefusal(example.Label), fitness, own.Contains(best)));
        }
        return scored;
    }

    /// <summary>Where validation has out-of-scope rows: the best sum of both shares. Else what one in a hundred in-scope rows stays below.</summary>
    private static float RefuseBelow(List<Scored> scored)
    {
        var outside = scored.Count(row => row.OutOfScope);
        var inside = scored.Count - outside;
        float[] fitnesses = [.. scored.Select(row => row.Fitness).Order()];
        if (outside == 0)
            return fitnesses[fitnesses.Length / 100];
        var best = (Threshold: float.NegativeInfinity, Value: double.MinValue);
        foreach (var threshold in fitnesses)
        {
            var right = scored.Count(row => !row.OutOfScope && row.Right && row.Fitness >= threshold);
            var refused = scored.Count(row => row.OutOfScope && row.Fitness < threshold);
            var value = ((double)right / Math.Max(1, inside)) + ((double)refused / outside);
            if (value > best.Value)
                best = (threshold, value);
        }
        return best.Threshold;
    }

    private sealed record Scored(float[] Scores, int[] Own, bool OutOfScope, float Fitness, bool Right)
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
